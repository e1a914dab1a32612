import { expect, test } from 'vitest';
import { KINDS } from '../../bench/sites/kinds/all.ts';
import { run } from '../../bench/sites/run.ts';

/** Mistakes, of which a run of any kind of site makes none … */
const NONE = {
  lost: 0,
  shown: 0,
  silent: 0,
  held: 0,
  repeat: 0,
  old: 0,
  imported: 0,
  falseEdits: 0,
  lostEdits: 0,
  falseGaps: 0,
};

/** … but where nobody can know better, or nothing was to be seen: at most so many (docs/new.md says why). */
const SOME: Readonly<Record<string, Partial<typeof NONE>>> = {
  'no older pages': { lost: 110, silent: 30, falseGaps: 1 },
  'bulk approval': { lost: 5, silent: 5 },
  'empty at first': { lost: 1, silent: 1, falseGaps: 1 },
  'tens of older ones': { lost: 3, silent: 3 },
  'hidden after the cut': { lost: 450 },
  import: { imported: 10 },
  'import, all shown': { imported: 5 },
  'by threads': { lost: 3, silent: 3 },
  'by update alone': { old: 15 },
  'oldest ten': { lost: 25, silent: 25, old: 10 },
  'hours ago': { falseEdits: 250, lostEdits: 3 },
  'time of the request': { old: 3 },
  'page two never': { lost: 700 },
  'version 1, ten': { lost: 40, silent: 15, falseGaps: 1 },
  'empty at the new address': { old: 5 },
  'two sites, one address': { old: 25 },
};

test.each(Object.keys(KINDS))('a site of the kind "%s" makes no mistake that can be helped', (name) => {
  const kind = KINDS[name];
  if (kind === undefined) throw new RangeError(name);
  // Every other kind serves no two answers alike.
  const score = run(kind, 1, 1 + (Object.keys(KINDS).indexOf(name) % 2));
  const bounds = { ...NONE, ...SOME[name] };
  const excess = Object.entries(bounds).filter(([mistake, most]) => (score[mistake] ?? Infinity) > most);
  expect(Object.fromEntries(excess.map(([mistake]) => [mistake, score[mistake]]))).toEqual({});
});

test('where nothing happens, a day costs one look-back and one write', () => {
  const kind = KINDS['nothing happens'];
  if (kind === undefined) throw new RangeError('No such kind');
  const { now = Infinity, hourly, learned, older = Infinity } = run(kind, 1);
  expect({ hourly, learned }).toEqual({ hourly: 0, learned: 1 });
  // The first answer, then six days on which the look-back is due: one page each, since it reaches below the edge.
  expect(now).toBeLessThanOrEqual(7);
  expect(older).toBeLessThanOrEqual(6);
});

test('a poll that breaks off anywhere loses nothing and tells nothing under another key', () => {
  for (const name of [
    'wordpress',
    'empty at first',
    'guid a thread, 10',
    'moved, older pages',
    'edits',
    'to the site',
  ]) {
    const kind = KINDS[name];
    if (kind === undefined) throw new RangeError(name);
    const broken = run({ ...kind, build: (blog) => ({ ...kind.build(blog), crashes: 0.2 }) }, 2, 11);
    expect([name, broken['shown'], broken['repeat'], broken['old'], broken['lostEdits']]).toEqual([name, 0, 0, 0, 0]);
  }
});
