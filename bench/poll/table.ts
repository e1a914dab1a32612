import { BARE } from './loop.ts';

/**
 * One round of one contender. `rate`: feeds a second; `part`: of the bare loop's rate, which ran over the same feeds right before;
 * `cpu`: of a poll, ms; `memory`: MiB, after the round; `null`: that cannot be told.
 */
export type Row = {
  readonly isOneHost: boolean;
  readonly round: string;
  readonly name: string;
  readonly rate: number;
  readonly part: number;
  readonly cpu: number | null;
  readonly memory: number | null;
};

/** Gives the rounds as one Markdown table: a line for each round at each kind of address, a column for each contender. */
export function markdownOf(
  rows: readonly Row[],
  rounds: readonly { readonly round: string; readonly title: string }[],
): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const lines = [false, true].flatMap((isOneHost) =>
    rounds.flatMap(({ round, title }) => {
      const own = rows.filter((row) => row.isOneHost === isOneHost && row.round === round);
      if (own.length === 0) return [];
      const place = isOneHost ? 'all on one host' : 'an address each';
      return [[`${title}, ${place}`, ...names.map((name) => cellOf(own.filter((row) => row.name === name)))]];
    }),
  );
  const ruler = ['---', ...names.map(() => '---')];
  return [['', ...names], ruler, ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** The mean of what was measured: the bare loop ran once for each of the others. */
function cellOf(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return '–';
  const rate = mean(rows.map((row) => row.rate));
  const part = first.name === BARE ? '' : ` (${first.part.toFixed(2)})`;
  const [cpu, memory] = [known(rows.map((row) => row.cpu)), known(rows.map((row) => row.memory))];
  return [
    `${rate.toFixed(0)}/s${part}`,
    ...(cpu === null ? [] : [`${cpu.toFixed(2)} ms`]),
    ...(memory === null ? [] : [`${memory.toFixed(0)} MiB`]),
  ].join('<br>');
}

function known(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : mean(told);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
