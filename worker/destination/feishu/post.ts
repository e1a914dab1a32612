import type { Line, Run } from '../../markup/run.ts';
import { inertCodes } from '../../markup/text/inert.ts';
import { utf8Length } from '../../markup/text/utf8.ts';
import type { Row } from '../../markup/write/rows.ts';
import { contentRows } from '../content/content-rows.ts';
import type { Content } from '../content/content.ts';

/**
 * Most bytes of a body, which may be of 20 KB, less those of its signature.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
const POST_BYTES = 20_000 - 200;

/** Longest address of a link in a comment, in bytes of UTF-8. */
const LINK_BYTES = 2_000;

/** Sign before a line of a quote, for each depth up to the last. */
const QUOTE = '▎';
const QUOTE_DEPTH = 4;

/** Indent of a list's line, for each level. */
const INDENT = '\u3000';

/** Element of a paragraph. Text is a value: nothing in it is markup, while `un_escape` is not said. */
type Element =
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'a'; readonly text: string; readonly href: string }
  | { readonly tag: 'at'; readonly user_id: string };

type Paragraph = readonly Element[];

/** Message of rich text. One language is shown to all readers. */
export type PostMessage = {
  readonly msg_type: 'post';
  readonly content: {
    readonly post: { readonly zh_cn: { readonly title: string; readonly content: readonly Paragraph[] } };
  };
};

/** The owner's part in each message: whom it pings, and the robot's keyword. */
export type Additions = { readonly mentions: readonly string[]; readonly keyword: string | null };

/** True if Feishu takes a message with this content. */
export function fitsPost(content: Content, additions: Additions): boolean {
  return utf8Length(JSON.stringify(postMessage(content, additions))) <= POST_BYTES;
}

/** Message with this content: the headline as its title, and the headline's links in the small print. */
export function postMessage(content: Content, { mentions, keyword }: Additions): PostMessage {
  const [headline = [], ...head] = content.head;
  const title = headline.map(({ text }) => text).join('');
  const rows = contentRows(content, { fits: (href) => utf8Length(href) <= LINK_BYTES });
  const links = headline.filter(({ href }) => href !== null).map((one) => [{ ...one, text: 'Open the page' }]);
  const [first, ...others] = content.foot;
  const foot = [...(first === undefined ? [] : [first]), ...links, ...others];
  const body = [
    ...(mentions.length === 0 ? [] : [mentions.map((id) => ({ tag: 'at' as const, user_id: id }))]),
    ...head.map(paragraph),
    ...(head.length === 0 || rows.length === 0 ? [] : [EMPTY]),
    ...rows.flatMap((row, at) => [...(row.isApart && at > 0 ? [EMPTY] : []), paragraphOf(row)]),
  ];
  const print = foot.flatMap((line, at) => (at === 0 ? paragraph(line) : [SEPARATOR, ...paragraph(line)]));
  const paragraphs = [...body, ...(body.length === 0 || print.length === 0 ? [] : [EMPTY]), print];
  const written = paragraphs.filter((elements) => elements.length > 0);
  return {
    msg_type: 'post',
    content: { post: { zh_cn: { title, content: keyword === null ? written : withKeyword(title, written, keyword) } } },
  };
}

const EMPTY: Paragraph = [{ tag: 'text', text: ' ' }];
const SEPARATOR: Element = { tag: 'text', text: ' · ' };

/** Paragraphs with the keyword in them: at the end, where the message does not hold it anyway. */
function withKeyword(title: string, paragraphs: readonly Paragraph[], keyword: string): readonly Paragraph[] {
  const texts = paragraphs.flat().map((one) => (one.tag === 'at' ? '' : one.text));
  if ([title, ...texts].some((text) => text.includes(keyword))) return paragraphs;
  const last = paragraphs.at(-1) ?? [];
  const separator = last.length === 0 ? [] : [SEPARATOR];
  return [...paragraphs.slice(0, -1), [...last, ...separator, { tag: 'text', text: keyword }]];
}

function paragraphOf({ kind, runs, quote, list, bullet }: Row): Paragraph {
  const quoted = quote === 0 ? '' : `${QUOTE.repeat(Math.min(quote, QUOTE_DEPTH))} `;
  const sign = bullet === null ? INDENT : bullet.number === null ? '• ' : `${bullet.number}. `;
  const before = quoted + (list === 0 ? '' : INDENT.repeat(list - 1) + sign);
  const written = kind === 'rule' ? paragraph([{ text: '———', styles: {}, href: null }]) : paragraph(runs);
  if (before === '') return written.length === 0 ? EMPTY : written;
  return [{ tag: 'text', text: before }, ...written];
}

/** Elements of a line: a link, or text, of which what stands side by side is one. */
function paragraph(line: Line): Paragraph {
  const elements: Element[] = [];
  for (const one of line) {
    const last = elements.at(-1);
    if (one.text === '') continue;
    if (one.href === null && last?.tag === 'text')
      elements[elements.length - 1] = { ...last, text: last.text + one.text };
    else elements.push(element(one));
  }
  return elements;
}

function element({ text, href }: Run): Element {
  return href === null ? { tag: 'text', text } : { tag: 'a', text: inertCodes(text), href };
}
