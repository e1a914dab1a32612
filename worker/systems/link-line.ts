import { type Attributes, eachTag, type Tag } from '../feed/html/tags.ts';

/** Line or paragraph of a few words and one link: `<p>In reply to <a href="…">Ann</a>.</p>`. Texts are as served. */
export type LinkLine = {
  readonly before: string;
  readonly link: Attributes;
  readonly text: string;
  readonly after: string;
  /** Offset behind it and the white space after it. */
  readonly end: number;
};

/** Longest words before or after the link, longest text of the link, longest address. */
const MAX_WORDS = 40;
const MAX_TEXT = 200;
const MAX_HREF = 500;

/** Characters in which such a line is looked for, tags included. */
export const MAX_LINE = 1_200;

/** Reads such a line at the beginning of an HTML text; `null` where it begins otherwise. Without `<p>` it ends at a line end. */
export function firstLinkLine(html: string): LinkLine | null {
  const start = html.slice(0, MAX_LINE);
  const tags: Tag[] = [];
  eachTag(start, (tag) => tags.push(tag) < 4);
  const [first, ...others] = tags;
  const isParagraph = first?.name === 'p' && !first.isEnd;
  if (isParagraph && start.slice(0, first.at).trim() !== '') return null;
  const [link, close, next] = isParagraph ? others : tags;
  if (link?.name !== 'a' || link.isEnd || close?.name !== 'a' || !close.isEnd) return null;
  const newline = start.indexOf('\n', close.end);
  const lineEnd = newline < 0 ? html.length : newline;
  const isClosed = next?.name === 'p' && next.isEnd && next.at <= lineEnd;
  if (!isClosed && next !== undefined && next.at < lineEnd) return null;
  const after = html.slice(close.end, isClosed ? next.at : lineEnd);
  const before = start.slice(isParagraph ? first.end : 0, link.at).trimStart();
  const text = start.slice(link.end, close.at);
  const isLong = before.length > MAX_WORDS || after.length > MAX_WORDS || text.length > MAX_TEXT;
  if (isLong || (link.attributes.get('href')?.length ?? 0) > MAX_HREF) return null;
  const behind = isClosed ? next.end : lineEnd;
  const end = html.length - html.slice(behind).trimStart().length;
  return { before, link: link.attributes, text, after, end };
}
