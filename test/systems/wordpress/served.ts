import { COMMENTS, type Kept } from './kept.ts';

/** A site's or a post's comment feed in Atom. */
export function atom(
  comments: readonly Kept[],
  self = 'https://blog.example/comments/feed/atom/',
  home = 'https://blog.example',
): string {
  return `<?xml version="1.0" encoding="UTF-8" ?><feed
	xmlns="http://www.w3.org/2005/Atom"
	xml:lang="en-GB"
	xmlns:thr="http://purl.org/syndication/thread/1.0"
	>
	<title type="text">
	Comments for A blog	</title>
	<updated>2026-10-04T09:00:05Z</updated>
	<link rel="alternate" type="text/html" href="${home}" />
	<link rel="self" type="application/atom+xml" href="${self}" />
	<id>${self}</id>
<generator uri="https://wordpress.org/" version="6.9">WordPress</generator>
${comments.map(atomEntry).join('\n')}
</feed>`;
}

function atomEntry(comment: Kept): string {
  const { post, author, time, url } = comment;
  const answered = parentOf(comment);
  const [ref, href] = answered === undefined ? [post.guid, post.link] : [guid(answered), link(answered)];
  return `	<entry>
		<title>
		Comment on ${post.title} by ${author}		</title>
		<link rel="alternate" href="${link(comment)}" type="text/html" />
		<author>
			<name>${author}</name>
			${url === undefined ? '' : `<uri>${url}</uri>`}
		</author>
		<id>${guid(comment)}</id>
		<updated>${time}Z</updated>
		<published>${time}Z</published>
		<content type="html" xml:base="${link(comment)}"><![CDATA[${replyLine(answered)}${comment.html}]]></content>
		<thr:in-reply-to ref="${ref}" href="${href}" type="text/html" />
	</entry>`;
}

/** Serves the comments as RSS 2.0. */
export function rss(
  comments: readonly Kept[],
  self = 'https://blog.example/comments/feed/',
  home = 'https://blog.example',
): string {
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	>
<channel>
	<title>
	Comments for A blog	</title>
	<atom:link href="${self}" rel="self" type="application/rss+xml" />
	<link>${home}</link>
	<description></description>
	<generator>https://wordpress.org/?v=6.9</generator>
${comments.map(rssItem).join('\n')}
</channel>
</rss>`;
}

function rssItem(comment: Kept): string {
  const { post, author, time } = comment;
  return `	<item>
		<title>
		Comment on ${post.title} by ${author}		</title>
		<link>${link(comment)}</link>
		<dc:creator><![CDATA[${author}]]></dc:creator>
		<pubDate>${new Date(`${time}Z`).toUTCString().replace('GMT', '+0000')}</pubDate>
		<guid isPermaLink="false">${guid(comment)}</guid>
		<description><![CDATA[…]]></description>
		<content:encoded><![CDATA[${replyLine(parentOf(comment))}${comment.html}]]></content:encoded>
	</item>`;
}

/** Serves the comments as the REST interface gives them, slashes escaped as PHP does. */
export function rest(comments: readonly Kept[]): string {
  return JSON.stringify(comments.map(restComment)).replaceAll('/', '\\/');
}

/** One of them. */
export function restComment(comment: Kept): Record<string, unknown> {
  const { id, post, author, time, html, parent, url } = comment;
  return {
    id,
    post: post.id,
    parent: parent ?? 0,
    author: 0,
    author_name: author,
    author_url: url ?? '',
    date: time.replace('T09', 'T11'),
    date_gmt: time,
    content: { rendered: html },
    link: link(comment),
    status: 'approved',
    type: 'comment',
    author_avatar_urls: Object.fromEntries(
      [24, 48, 96].map((size) => [size, `https://pictures.example/${id}?s=${size}`]),
    ),
    meta: [],
    _links: {
      up: [
        { embeddable: true, post_type: post.type, href: `https://blog.example/wp-json/wp/v2/${post.type}s/${post.id}` },
      ],
    },
  };
}

function guid({ id, post }: Kept): string {
  return `${post.guid}#comment-${id}`;
}

function link({ id, post }: Kept): string {
  return `${post.link}#comment-${id}`;
}

function parentOf({ parent }: Kept): Kept | undefined {
  return COMMENTS.find(({ id }) => id === parent);
}

function replyLine(answered: Kept | undefined): string {
  return answered === undefined ? '' : `<p>In reply to <a href="${link(answered)}">${answered.author}</a>.</p>\n`;
}
