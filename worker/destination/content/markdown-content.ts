import { run } from '../../markup/run.ts';
import { type Dialect, writeLine, writeRows } from '../../markup/write/markdown.ts';
import { rowsOf, type RowOptions } from '../../markup/write/rows.ts';
import type { Content } from './content.ts';

/** A message's content in a platform's markdown: head, comment, link to the rest, lists, small print. */
export function writeContent(content: Content, dialect: Dialect, options: RowOptions): string {
  const line = (of: Parameters<typeof writeLine>[0]): string => dialect.lineStart(writeLine(of, dialect));
  const body = writeRows(rowsOf(content.body, options), dialect);
  const rest = content.isCut && content.rest !== null ? [line([content.rest])] : [];
  const sections = content.sections.flatMap(({ title, items }) => [
    '',
    line(title),
    ...items.map((item) => dialect.bullet(1, null) + writeLine(item, dialect)),
  ]);
  const left = content.left === 0 ? [] : ['', line([run(leftText(content.left))])];
  const foot = content.foot.map((part) => writeLine(part, dialect)).join(' · ');
  const words = body.length === 0 ? [] : ['', ...body, ...rest];
  return [...content.head.map(line), ...words, ...sections, ...left, '', foot].join('\n').trimEnd();
}

/** Note of a roundup's comments that are not listed. */
export function leftText(count: number): string {
  return `… and ${count} more comment${count === 1 ? '' : 's'}`;
}
