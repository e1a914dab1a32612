import { type Bills, quotaTable, shortTable, unitTable } from './table.ts';

type Write = (bills: Bills) => string;

/** Tables by the page in which each stands, between marks of its name. */
const TABLES: ReadonlyMap<string, readonly (readonly [name: string, write: Write])[]> = new Map([
  ['README.md', [['cost', shortTable]]],
  [
    'docs/cost.md',
    [
      ['cost', shortTable],
      ['units', unitTable],
      ['quotas', quotaTable],
    ],
  ],
]);

/** The pages with tables of costs. */
export const PAGES = [...TABLES.keys()];

/** `text` of `page` with its tables as the bills have them; throws where marks are missing. */
export function withTables(page: string, text: string, bills: Bills): string {
  return (TABLES.get(page) ?? []).reduce((before, [name, write]) => between(before, name, write(bills)), text);
}

function between(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, behind] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || behind < before) throw new RangeError(`The marks ${begin} and ${end} are missing`);
  return `${text.slice(0, before + begin.length)}\n\n${table}\n\n${text.slice(behind)}`;
}
