import { type Line, run } from '../../markup/run.ts';
import { type Dialect, writeLine, writeRows } from '../../markup/write/markdown.ts';
import { rowsOf, type RowOptions } from '../../markup/write/rows.ts';
import type { Content } from './content.ts';

/** A message's content in a platform's markdown: head, comment, link to the rest, lists, small print. */
export function writeContent(content: Content, dialect: Dialect, options: RowOptions): string {
  const line = (of: Line): string => dialect.lineStart(writeLine(of, dialect));
  const rows = rowsOf(content.body, options);
  const body = writeRows(rows, dialect);
  const rest = content.isCut && content.rest !== null ? [line([content.rest])] : [];
  const last = rows.at(-1);
  // Right below a quote or a list it would be read as part of that.
  const isWithin = last !== undefined && (last.quote > 0 || last.list > 0);
  const gap = rest.length > 0 && isWithin ? [''] : [];
  const sections = content.sections.flatMap(({ title, items }) => [
    '',
    line(title),
    ...items.map((item) => dialect.bullet(1, null) + line(item)),
  ]);
  const left = content.left === 0 ? [] : ['', line([run(leftText(content.left))])];
  const print = dialect.lineStart(content.foot.map((part) => writeLine(part, dialect)).join(' · '));
  const foot = print === '' ? [] : ['', dialect.small?.(print) ?? print];
  const words = body.length === 0 ? rest : ['', ...body, ...gap, ...rest];
  const lines = [...content.head.map(line), ...words, ...sections, ...left, ...foot];
  return joined(lines, dialect.lineEnd ?? '').trim();
}

/** Lines as one text; `end` stands between two of one block. */
function joined(lines: readonly string[], end: string): string {
  return lines.map((line, index) => (line === '' || (lines[index + 1] ?? '') === '' ? line : line + end)).join('\n');
}

/** Note of a roundup's comments that are not listed. */
export function leftText(count: number): string {
  return `… and ${count} more comment${count === 1 ? '' : 's'}`;
}
