import { FIRST_SHARDS, shardOf } from '../../../worker/shards.ts';
import { type KindName, KINDS, type SimulatedFeed } from './feeds.ts';

/** Numbers of feeds by kind. */
export type Population = Readonly<Partial<Record<KindName, number>>>;

/** A shard of which months are simulated: not the one that every run of the cron calls. */
const SHARD = 1;

/** The usual mix: of a hundred feeds, how many are of which kind. */
const MIX = { hot: 10, busy: 10, quiet: 50, dying: 15, changing: 15 } as const satisfies Population;

/** Gives so many feeds as the usual mix. */
export function usualMix(feeds: number): Population {
  return Object.fromEntries(Object.entries(MIX).map(([kind, part]) => [kind, Math.round((feeds * part) / 100)]));
}

/** Gives the feeds of a population, each at hours of its own; `together`: all in one shard. */
export function feedsOf(population: Population, together: boolean): readonly SimulatedFeed[] {
  const names = namesIn(together);
  return Object.entries(KINDS).flatMap(([name, kind]) =>
    Array.from({ length: Reflect.get(population, name) ?? 0 }, (_, number) => ({
      name: names.next().value,
      kind,
      phase: ((number * 37) % 288) / 288,
    })),
  );
}

function* namesIn(together: boolean): Generator<string, never> {
  for (let number = 0; ; number++) {
    const name = `feed-${number}`;
    if (!together || shardOf(name, FIRST_SHARDS) === SHARD) yield name;
  }
}
