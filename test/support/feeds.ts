/** A comment as a test tells it; what it leaves out is filled in from its number. */
export type Said = {
  readonly number: number;
  /** Instant at which number 0 was written, ms; left out: 2026-10-01T12:00, long before the tests' clocks begin. */
  readonly from?: number;
  readonly author?: string;
  readonly html?: string;
  /** The number of the comment that it answers; left out: it answers the post. */
  readonly answers?: number;
};

/** The post that all of them are about. */
export const POST = {
  id: 'tag:blog.example,2026://1.77',
  url: 'https://blog.example/archives/kites.php',
  title: 'Kites & how they fall',
} as const;

/** Permalink of `number`. */
export function linkOf(number: number): string {
  return `${POST.url}#c${number}`;
}

const LONG_AGO = Date.UTC(2026, 9, 1, 12);

/** The comments from number `first` to `last`. `from`: see `Said`. */
export function comments(first: number, last: number, from = LONG_AGO): readonly Said[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ number: first + index, from }));
}

/** Instant at which it was written: a minute after the one before. */
export function timeOf({ number, from = LONG_AGO }: Said): string {
  return new Date(from + number * 60_000).toISOString().replace('.000Z', 'Z');
}

/** Movable Type's ID of a comment. */
export function movableTypeId(number: number): string {
  return `${POST.id}-comment:${number}`;
}

/** A post's comments as Movable Type 4 serves them: the post itself first, then oldest first, `<uri>` always there. */
export function movableType(said: readonly Said[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"
      xmlns:thr="http://purl.org/syndication/thread/1.0">
  <link rel="alternate" type="text/html" href="${POST.url}" />
  <link rel="self" type="application/atom+xml" href="https://blog.example/atom.xml" />
  <id>tag:,2026:/1/${POST.id}-</id>
  <updated>2026-10-30T14:51:51Z</updated>
  <title>Comments for ${escape(POST.title)}</title>
  <generator uri="http://www.sixapart.com/movabletype/">Movable Type 4.23-en</generator>
  <entry>
    <id>${POST.id}</id>
    <link rel="alternate" type="text/html" href="${POST.url}" />
    <published>2026-10-01T11:00:00Z</published>
    <updated>2026-10-02T11:00:00Z</updated>
    <title>${escape(POST.title)}</title>
    <summary>They fall because the wind does.</summary>
    <author>
      <name>Ines</name>

    </author>
    <content type="html" xml:lang="en" xml:base="https://blog.example/">
      <![CDATA[<p>They fall because the wind does.</p>]]>
    </content>
  </entry>
${said.map(movableTypeEntry).join('\n')}
</feed>
`;
}

function movableTypeEntry(one: Said): string {
  const { number, author, html, answers } = one;
  const target = answers === undefined ? POST : { id: movableTypeId(answers), url: linkOf(answers) };
  return `  <entry>
    <id>${movableTypeId(number)}</id>
    <thr:in-reply-to ref="${target.id}" type="text/html" href="${target.url}"/>
    <link rel="alternate" type="text/html" href="${linkOf(number)}" />
    <title>Comment from ${escape(author ?? `Visitor ${number}`)} on ${timeOf(one)}</title>
    <author>
      <name>${escape(author ?? `Visitor ${number}`)}</name>
      <uri></uri>
    </author>
    <content type="html" xml:lang="en" xml:base="${POST.url}">
      ${escape(html ?? `<p>Thought ${number}</p>`)}
    </content>
    <published>${timeOf(one)}</published>
  </entry>`;
}

/** WordPress's ID of a comment. */
export function wordPressId(number: number): string {
  return `https://blog.example/?p=77#comment-${number}`;
}

function wordPressLink(number: number): string {
  return `https://blog.example/2026/10/kites/#comment-${number}`;
}

/** A reply's body begins with this line in WordPress's feeds. */
function replyLine(answers: number | undefined): string {
  return answers === undefined
    ? ''
    : `<p>In reply to <a href="${wordPressLink(answers)}">Visitor ${answers}</a>.</p>\n`;
}

/** A post's comments as WordPress 6 serves them in Atom: newest first, the parent named by each. */
export function wordPressAtom(said: readonly Said[]): string {
  const entries = said.toReversed().map((one) => {
    const { number, author, html, answers } = one;
    const parent = answers === undefined ? 'https://blog.example/?p=77' : wordPressId(answers);
    const link = answers === undefined ? 'https://blog.example/2026/10/kites/' : wordPressLink(answers);
    return `	<entry>
		<title>
		By: ${escape(author ?? `Visitor ${number}`)}		</title>
		<link rel="alternate" href="${wordPressLink(number)}" type="text/html" />
		<author>
			<name>${escape(author ?? `Visitor ${number}`)}</name>
			<uri>https://visitor-${number}.example/</uri>
		</author>
		<id>${wordPressId(number)}</id>
		<updated>${timeOf(one)}</updated>
		<published>${timeOf(one)}</published>
		<content type="html" xml:base="${wordPressLink(number)}"><![CDATA[${replyLine(answers)}${html ?? `<p>Thought ${number}</p>`}
]]></content>
		<thr:in-reply-to ref="${parent}" href="${link}" type="text/html" />
	</entry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" ?><feed
	xmlns="http://www.w3.org/2005/Atom"
	xml:lang="en-US"
	xmlns:thr="http://purl.org/syndication/thread/1.0"
	>
	<title type="text">
	Comments on ${escape(POST.title)}	</title>
	<subtitle type="text"></subtitle>
	<updated>${timeOf(said.at(-1) ?? { number: 0 })}</updated>
	<link rel="alternate" type="text/html" href="https://blog.example/2026/10/kites/#comments" />
	<id>https://blog.example/2026/10/kites/feed/atom/</id>
<generator uri="https://wordpress.org/" version="6.1.9">WordPress</generator>
${entries.join('\n')}
</feed>`;
}

/** The same in RSS 2.0, where a reply's parent stands in its text alone. */
export function wordPressRss(said: readonly Said[]): string {
  const items = said.toReversed().map((one) => {
    const { number, author, html, answers } = one;
    return `	<item>
		<title>
		By: ${escape(author ?? `Visitor ${number}`)}		</title>
		<link>${wordPressLink(number)}</link>
		<dc:creator><![CDATA[${author ?? `Visitor ${number}`}]]></dc:creator>
		<pubDate>${new Date(timeOf(one)).toUTCString().replace('GMT', '+0000')}</pubDate>
		<guid isPermaLink="false">${wordPressId(number)}</guid>
		<description><![CDATA[Thought ${number}]]></description>
		<content:encoded><![CDATA[${replyLine(answers)}${html ?? `<p>Thought ${number}</p>`}
]]></content:encoded>
	</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	>
<channel>
	<title>
	Comments on: ${escape(POST.title)}	</title>
	<link>https://blog.example/2026/10/kites/</link>
	<description></description>
	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<generator>https://wordpress.org/?v=6.1.9</generator>
${items.join('\n')}
</channel>
</rss>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
