import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { COMMENTS, type SampleComment } from './sample-comments.ts';

const TITLE = 'The Kettle and the Crow';
const POST = 'Why a kettle loses its voice';
const TAG = 'tag:kettle-and-crow.example,2026:post-7';
const DAY = 24 * 60 * 60_000;

/** Comments that the feed shows: enough that none rolls off between two polls. */
const WINDOW = 20;

/** A blog on loopback that people comment on. `at` is the time on its own clock, ms. */
export type SampleBlog = {
  readonly feed: string;
  readonly post: string;
  readonly write: (at: number) => SampleComment;
  /** Time of the last comment, ms; `null`: there is none yet. */
  readonly last: () => number | null;
};

/** Opens the blog. Its comments are kept in `file`, so that after a restart the feed goes on. */
export async function openSampleBlog(file: string, port: number): Promise<SampleBlog> {
  const written = existsSync(file) ? read(file) : [];
  const { origin } = await listen(port, (request, response) => {
    if (request.url === '/comments.atom') sendFeed(request, response, atom(written, pageOf(request)));
    else if (request.url === '/') response.setHeader('content-type', 'text/html; charset=utf-8').end(page(written));
    else response.writeHead(404).end();
  });
  return {
    feed: `${origin}/comments.atom`,
    post: `${origin}/`,
    last: () => written.at(-1) ?? null,
    write: (at) => {
      written.push(at);
      writeFileSync(file, JSON.stringify(written));
      return commentAt(written.length - 1);
    },
  };
}

function read(file: string): number[] {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(value) ? value.filter((at) => typeof at === 'number') : [];
}

function commentAt(index: number): SampleComment {
  const comment = COMMENTS[index % COMMENTS.length];
  if (comment === undefined) throw new RangeError('The sample blog has no comments');
  return comment;
}

/** Sends the feed, or 304 to one who has it: so one sees conditional requests at work. */
function sendFeed(request: IncomingMessage, response: ServerResponse, body: string): void {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  response.setHeader('etag', etag).setHeader('content-type', 'application/atom+xml; charset=utf-8');
  if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
  else response.end(body);
}

function pageOf(request: IncomingMessage): string {
  return `http://${request.headers.host ?? '127.0.0.1'}/`;
}

/** Comment feed of the post, as Movable Type writes it: the post itself first, then the comments, oldest first. */
function atom(written: readonly number[], url: string): string {
  const entries = written.map((at, index) => entry(at, index, url)).slice(-WINDOW);
  const opened = new Date((written[0] ?? DAY) - DAY).toISOString();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
  <id>${TAG}-comments</id>
  <title>Comments on ${POST}</title>
  <link rel="alternate" type="text/html" href="${url}"/>
  <link rel="self" type="application/atom+xml" href="${url}comments.atom"/>
  <updated>${new Date(written.at(-1) ?? 0).toISOString()}</updated>
  <entry>
    <id>${TAG}</id>
    <title>${POST}</title>
    <link rel="alternate" type="text/html" href="${url}"/>
    <published>${opened}</published>
    <updated>${opened}</updated>
    <author><name>The Crow</name></author>
    <content type="html">&lt;p&gt;It is hardly ever the whistle.&lt;/p&gt;</content>
  </entry>
${entries.join('\n')}
</feed>
`;
}

function entry(at: number, index: number, url: string): string {
  const { author, site, html, answers } = commentAt(index);
  const target = answers === undefined ? { ref: TAG, href: url } : reference(index - answers, url);
  return `  <entry>
    <id>${idOf(index)}</id>
    <title>Comment from ${escape(author)}</title>
    <link rel="alternate" type="text/html" href="${url}#c${index + 1}"/>
    <thr:in-reply-to ref="${target.ref}" href="${target.href}" type="text/html"/>
    <published>${new Date(at).toISOString()}</published>
    <author><name>${escape(author)}</name><uri>${escape(site ?? '')}</uri></author>
    <content type="html">${escape(html)}</content>
  </entry>`;
}

function idOf(index: number): string {
  return `${TAG}-comment-${index + 1}`;
}

function reference(index: number, url: string) {
  return { ref: idOf(index), href: `${url}#c${index + 1}` };
}

/** Page of the post, with its comments as plain text, of which nothing runs. */
function page(written: readonly number[]): string {
  const comments = written.map((at, index) => {
    const { author, html } = commentAt(index);
    const text = escape(html.replaceAll(/<[^>]*>/g, ' '));
    return `<article id="c${index + 1}"><h3>${escape(author)}</h3><p>${text}</p><time>${new Date(at).toISOString()}</time></article>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>${POST}</title>
<link rel="alternate" type="application/atom+xml" href="/comments.atom"><h1>${TITLE}</h1><h2>${POST}</h2>
<p>It is hardly ever the whistle.</p>${comments.join('\n')}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
