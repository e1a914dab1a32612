import { atomTwin, type Candidate, discover, repliesTo } from '../feed/discovery.ts';
import { parseFeed } from '../feed/parse.ts';
import type { Body, FetchFailure } from '../io/fetch-feed.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import type { Failure, Result } from '../model.ts';
import { ask } from './ask.ts';
import { isPassing } from './failing.ts';
import type { Job } from './job.ts';

/** A feed, and the URL at which to ask for it from now on. `searched`: it is not what the configured URL answered. */
export type Found = { readonly body: Body; readonly at: string; readonly searched: boolean };

type FoundFeed = Found & { readonly feed: ParsedFeed };

const POSTS: Failure<'posts'> = {
  ok: false,
  reason: 'posts',
  detail: 'This is a feed of posts, and no feed of their comments was found; give the URL of its comment feed.',
};

/**
 * The feed that the configured URL stands for: what it answered, or the comment feed nearest to a page or to a feed of
 * posts; and of WordPress's two the Atom one, for it alone says whom a comment answers. A body that is neither is given as it is, and
 * so is what was read at `known`, where the feed was found before.
 */
export async function find(
  job: Job,
  known: string | null,
  body: Body,
): Promise<Result<Found, Failure<'html' | 'posts'> | FetchFailure>> {
  if (known !== null) return { ok: true, value: { body, at: body.movedTo ?? known, searched: false } };
  const found = { body, at: body.movedTo ?? job.feed.url, searched: false };
  const parsed = parseFeed(body.bytes, body);
  if (parsed.ok && isOfPosts(parsed.value)) return (await commentsOn(job, parsed.value)) ?? POSTS;
  if (parsed.ok) return preferred(job, { ...found, feed: parsed.value });
  if (parsed.reason !== 'html') return { ok: true, value: found };
  const nearest = await nearestTo(job, body);
  return nearest ?? { ok: false, reason: 'html', detail: 'The page names no feed of comments that can be read.' };
}

/** Whether its entries count or name their comments, and none of them looks like one. */
function isOfPosts({ entries }: ParsedFeed): boolean {
  const posts = entries.filter(({ replies }) => replies.feed !== null || replies.count !== null);
  return posts.length * 2 > entries.length && !entries.some(isComment);
}

function isComment({ inReplyTo, id, url }: Entry): boolean {
  return inReplyTo !== null || /comment/i.test(id) || /#.*\d/.test(url ?? '');
}

/** The comments on all posts of the site: where WordPress has them, else what its home page names. */
async function commentsOn(job: Job, { url, generator }: ParsedFeed): Promise<Result<Found, FetchFailure> | null> {
  if (url === null) return null;
  const usual = /wordpress/i.test(generator ?? '') ? `${url.replace(/\/$/, '')}/comments/feed/` : null;
  const comments = usual === null ? null : await feedAt(job, usual);
  if (comments?.ok === false) return comments;
  if (comments !== null && !isOfPosts(comments.value.feed)) return preferred(job, comments.value);
  const home = await ask(job, url);
  if (!home.ok) return home.reason === 'limit' || isPassing(home) ? home : null;
  return home.value.kind === 'body' ? nearestTo(job, home.value) : null;
}

/** The comment feed nearest to a page, of those that it names; `null`: none of them can be read. */
async function nearestTo(job: Job, body: Body): Promise<Result<Found, FetchFailure> | null> {
  // What matters in it is ASCII.
  const html = new TextDecoder().decode(body.bytes);
  for (const candidate of discover(html, body.url, body.link)) {
    const nearest = await feedOf(job, candidate, body.url);
    // What is nearest may be there again in a moment; what is taken in its place would be taken for good.
    if (nearest !== null) return nearest.ok ? preferred(job, nearest.value) : nearest;
  }
  return null;
}

async function preferred(job: Job, found: FoundFeed): Promise<Result<Found, FetchFailure>> {
  const { format, generator } = found.feed;
  const twin = format === 'rss' && /wordpress/i.test(generator ?? '') ? atomTwin(found.at) : null;
  const atom = twin === null ? null : await feedAt(job, twin);
  if (atom?.ok === false && atom.reason === 'limit') return atom;
  const better = atom?.ok && atom.value.feed.format === 'atom';
  return { ok: true, value: better ? { ...atom.value, searched: found.searched } : found };
}

/** A feed of posts is none of comments, but may name that of the post at `page`. */
async function feedOf(job: Job, candidate: Candidate, page: string): Promise<Result<FoundFeed, FetchFailure> | null> {
  const named = await feedAt(job, candidate.url);
  if (!named?.ok || !(candidate.of === 'posts' || isOfPosts(named.value.feed))) return named;
  const replies = repliesTo(page, named.value.feed);
  return replies === null ? null : feedAt(job, replies);
}

/** `null`: there is none; a failure: not to be told now. */
async function feedAt(job: Job, url: string): Promise<Result<FoundFeed, FetchFailure> | null> {
  const answer = await ask(job, url);
  if (!answer.ok) return answer.reason === 'limit' || isPassing(answer) ? answer : null;
  if (answer.value.kind !== 'body') return null;
  const body = answer.value;
  const parsed = parseFeed(body.bytes, body);
  if (!parsed.ok) return null;
  return { ok: true, value: { body, at: body.movedTo ?? url, searched: true, feed: parsed.value } };
}
