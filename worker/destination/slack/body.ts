import { type Line, run } from '../../markup/run.ts';
import type { Row } from '../../markup/write/rows.ts';
import { type RichTextPart, type RichTextSection, sectionOf, shownElements, spacedLines } from './rich-text.ts';

/** Deepest indentation of a list. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const MAX_INDENT = 8;

const RULE = '———';

type Container = 'text' | 'quote' | 'list' | 'code';

/** Rows of a comment as parts of rich text. */
export function bodyParts(rows: readonly Row[]): readonly RichTextPart[] {
  return groupsOf(rows).flatMap(({ container, rows: grouped }) => {
    switch (container) {
      case 'text':
        return sectionOf(spacedLines(grouped, textLine));
      case 'quote':
        return partOf('rich_text_quote', spacedLines(grouped, quoteLine));
      case 'code':
        return partOf(
          'rich_text_preformatted',
          grouped.map(({ runs }) => runs.map(({ text }) => run(text))),
        );
      case 'list':
        return listParts(grouped);
    }
  });
}

type Group = { readonly container: Container; readonly rows: readonly Row[] };

/** Adjacent rows of one container. Each block of code is one of its own. */
function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups: { container: Container; rows: Row[] }[] = [];
  for (const row of rows) {
    const container = containerOf(row);
    const last = groups.at(-1);
    if (last?.container === container && !(container === 'code' && row.isApart)) last.rows.push(row);
    else groups.push({ container, rows: [row] });
  }
  return groups;
}

/** The one container that Slack has for the row: it knows no list in a quote, nor a quote or code in a list. */
function containerOf({ kind, quote, list }: Row): Container {
  if (quote > 0) return 'quote';
  if (list > 0) return 'list';
  return kind === 'code' ? 'code' : 'text';
}

function partOf(type: 'rich_text_quote' | 'rich_text_preformatted', lines: readonly Line[]): readonly RichTextPart[] {
  const elements = shownElements(lines);
  return elements.length === 0 ? [] : [{ type, elements }];
}

function textLine({ kind, runs }: Row): Line {
  if (kind === 'rule') return [run(RULE)];
  return kind === 'heading' ? runs.map((one) => ({ ...one, styles: { ...one.styles, bold: true } })) : runs;
}

/** Line of a quote. Slack has one level of them and no list in it: inner ones are text. */
function quoteLine(row: Row): Line {
  const { quote, list, bullet } = row;
  const sign = bullet === null ? '    ' : bullet.number === null ? '• ' : `${bullet.number}. `;
  const before = '> '.repeat(quote - 1) + (list === 0 ? '' : '    '.repeat(list - 1) + sign);
  return before === '' ? textLine(row) : [run(before), ...textLine(row)];
}

type List = { readonly indent: number; readonly first: number | null; readonly items: Line[][] };

/** Lists of one level each: an item of another level, or another number than the next, begins a new one. */
function listParts(rows: readonly Row[]): readonly RichTextPart[] {
  const lists: (List | Line)[] = [];
  for (const row of rows) {
    const last = lists.at(-1);
    const list = last !== undefined && 'items' in last ? last : null;
    const indent = Math.min(row.list - 1, MAX_INDENT);
    const isSame = list?.indent === indent && !row.isApart;
    if (row.bullet === null) {
      // More lines of an item; behind an inner list they have no item any more.
      if (isSame) list.items.at(-1)?.push(textLine(row));
      else lists.push(textLine(row));
    } else if (isSame && nextNumber(list) === row.bullet.number) {
      list.items.push([textLine(row)]);
    } else {
      lists.push({ indent, first: row.bullet.number, items: [[textLine(row)]] });
    }
  }
  return lists.flatMap((list) => ('items' in list ? listPart(list) : sectionOf([list])));
}

function nextNumber({ first, items }: List): number | null {
  return first === null ? null : first + items.length;
}

function listPart({ indent, first, items }: List): readonly RichTextPart[] {
  const elements: readonly RichTextSection[] = items.flatMap(sectionOf);
  if (elements.length === 0) return [];
  if (first === null) return [{ type: 'rich_text_list', style: 'bullet', indent, elements }];
  const offset = first > 1 ? { offset: first - 1 } : {};
  return [{ type: 'rich_text_list', style: 'ordered', indent, ...offset, elements }];
}
