import { timeOf } from './feeds.ts';

/** The posts of the site. */
const POSTS = { kites: 'Kites & how they fall', lids: 'Lids that squeak', swans: 'Swans in winter' } as const;

/** A comment as a test tells it, by "Visitor" and its number. */
export type SaidOn = {
  readonly number: number;
  readonly post: keyof typeof POSTS;
  /** Number of the comment that it answers; left out: it answers the post. */
  readonly answers?: number;
  readonly html?: string;
};

/** The comments on all posts of a site, as WordPress 6 serves them in Atom: newest first, the parent named by each. */
export function siteComments(said: readonly SaidOn[]): string {
  return `<?xml version="1.0" encoding="UTF-8" ?><feed
	xmlns="http://www.w3.org/2005/Atom"
	xml:lang="en-US"
	xmlns:thr="http://purl.org/syndication/thread/1.0"
	>
	<title type="text">Comments for A blog</title>
	<subtitle type="text"></subtitle>
	<updated>${timeOf(said.at(-1) ?? { number: 0 })}</updated>
	<link rel="alternate" type="text/html" href="https://blog.example" />
	<link rel="self" type="application/atom+xml" href="https://blog.example/comments/feed/atom/" />
	<id>https://blog.example/comments/feed/atom/</id>
<generator uri="https://wordpress.org/" version="6.1.9">WordPress</generator>
${said.toReversed().map(entry).join('\n')}
</feed>`;
}

function entry(one: SaidOn): string {
  const { number, post, answers, html } = one;
  const page = `https://blog.example/2026/10/${post}/`;
  const guid = `https://blog.example/?p=${Object.keys(POSTS).indexOf(post) + 77}`;
  const fragment = answers === undefined ? '' : `#comment-${answers}`;
  const line = answers === undefined ? '' : `<p>In reply to <a href="${page}${fragment}">Visitor ${answers}</a>.</p>\n`;
  return `	<entry>
		<title>Comment on ${POSTS[post].replace('&', '&amp;')} by Visitor ${number}</title>
		<link rel="alternate" href="${page}#comment-${number}" type="text/html" />
		<author>
			<name>Visitor ${number}</name>
		</author>
		<id>${guid}#comment-${number}</id>
		<updated>${timeOf(one)}</updated>
		<published>${timeOf(one)}</published>
		<content type="html" xml:base="${page}#comment-${number}"><![CDATA[${line}${html ?? `<p>Thought ${number}</p>`}
]]></content>
		<thr:in-reply-to ref="${guid}${fragment}" href="${page}${fragment}" type="text/html" />
	</entry>`;
}
