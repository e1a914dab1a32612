import type { Run } from '../../worker/markup/run.ts';
import type { Markup } from '../../worker/markup/tree.ts';
import { rowsOf } from '../../worker/markup/write/rows.ts';

/** Text of the markup's rows, one a line, with links as `<address|text>`, or `<address>` where that is the text. */
export function shown(markup: Markup): string {
  return rowsOf(markup, { fits: (href) => href.length <= 2_048 })
    .map(({ runs }) => runs.map(shownRun).join(''))
    .join('\n');
}

function shownRun({ text, href }: Run): string {
  if (href === null) return text;
  return text === href ? `<${href}>` : `<${href}|${text}>`;
}
