const COMMENTS = 100;
const WORDS =
  'Half a billion, wow. I am impressed: that is around <em>half</em> of them, and they are &#8220;all&#8221; here &amp; now. ';
const BODY = `<p>${WORDS.repeat(15)}<a href="http://blog.example/about">More</a></p>\n`;

/** A 200 KB feed of 100 comments in each format, as blogs serve them; the same every time. */
export const COMMENT_FEEDS: Readonly<Record<'Atom' | 'RSS', Uint8Array>> = {
  Atom: new TextEncoder().encode(atom()),
  RSS: new TextEncoder().encode(rss()),
};

function atom(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US" xmlns:thr="http://purl.org/syndication/thread/1.0">
	<title type="text">Comments on Hello world!</title>
	<updated>2026-11-23T02:11:56Z</updated>
	<link rel="alternate" type="text/html" href="http://blog.example/hello/#comments" />
	<link rel="self" type="application/atom+xml" href="http://blog.example/hello/feed/atom/" />
	<id>http://blog.example/hello/feed/atom/</id>${comments(
    (n) => `
	<entry>
		<title>By: Person ${n}</title>
		<link rel="alternate" href="http://blog.example/hello/#comment-${n}" type="text/html" />
		<author>
			<name>Person ${n}</name>
			<uri>https://person-${n}.example/</uri>
		</author>
		<id>http://blog.example/?p=1#comment-${n}</id>
		<updated>2026-11-23T02:11:29Z</updated>
		<published>2026-11-23T02:11:29Z</published>
		<content type="html" xml:base="http://blog.example/hello/#comment-${n}"><![CDATA[${BODY}]]></content>
		<thr:in-reply-to ref="http://blog.example/?p=1" href="http://blog.example/hello/" type="text/html" />
	</entry>`,
  )}
</feed>`;
}

function rss(): string {
  const escaped = BODY.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
	<title>Comments for Blog</title>
	<atom:link href="http://blog.example/comments/feed/" rel="self" type="application/rss+xml" />
	<link>http://blog.example</link>
	<description></description>
	<lastBuildDate>Mon, 23 Nov 2026 02:11:56 +0000</lastBuildDate>${comments(
    (n) => `
	<item>
		<title>Comment on Hello world! by Person ${n}</title>
		<link>http://blog.example/hello/#comment-${n}</link>
		<dc:creator><![CDATA[Person ${n}]]></dc:creator>
		<pubDate>Mon, 23 Nov 2026 02:11:56 +0000</pubDate>
		<guid isPermaLink="false">http://blog.example/?p=1#comment-${n}</guid>
		<description>${escaped}</description>
	</item>`,
  )}
</channel>
</rss>`;
}

function comments(write: (n: number) => string): string {
  return Array.from({ length: COMMENTS }, (_, index) => write(COMMENTS - index)).join('');
}
