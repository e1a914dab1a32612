import { type Line, run } from '../../markup/run.ts';
import { type Row, rowsOf, type RowOptions } from '../../markup/write/rows.ts';
import type { Content } from './content.ts';
import { leftText } from './markdown-content.ts';

/** Rows of all that stands between a message's head and its foot: the comment, the link to its rest, the lists, their note. */
export function contentRows(content: Content, options: RowOptions): readonly Row[] {
  const { body, isCut, rest, sections, left } = content;
  return [
    ...rowsOf(body, options),
    ...(isCut && rest !== null ? [textRow([rest], false)] : []),
    ...sections.flatMap(({ title, items }, at) => [textRow(title, at > 0), ...items.map(itemRow)]),
    ...(left === 0 ? [] : [textRow([run(leftText(left))], true)]),
  ];
}

function textRow(runs: Line, isApart: boolean): Row {
  return { kind: 'text', runs, quote: 0, list: 0, bullet: null, isApart };
}

function itemRow(runs: Line): Row {
  return { ...textRow(runs, false), list: 1, bullet: { number: null } };
}
