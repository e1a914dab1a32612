import type { FeedStatus, ShardOverview } from '../../rpc/feeds.ts';
import { isLate as isCronLate, pollerOf } from '../../tick.ts';
import type { Operations } from '../operations.ts';
import type { DestinationAnswer, OverviewAnswer } from '../shapes.ts';
import { type Context, isoOrNull, NO_KV, outboxOf } from './context.ts';
import { destinationAnswer } from './destination-answer.ts';
import { destinationNames, knownDestinations } from './destinations.ts';
import { feedNames, type Names, pageOf, type PageQuery, pageQueryOf } from './feeds.ts';
import { overviewSentence } from './overview-sentence.ts';
import { problemsOf } from './problems.ts';

/** Quotas of a day of the Free plan. https://developers.cloudflare.com/workers/platform/limits/ */
const QUOTA = { puts: 1_000, rows: 100_000, reads: 100_000 } as const;

/** Most destinations that are asked for though KV does not list them: of more, the others are called missing unasked. */
const UNLISTED = 50;

/** Operations that tell how all is. */
export function overviewOperations(context: Context): Pick<Operations, 'overview' | 'home'> {
  return {
    overview: async () => {
      const asked = await askAll(context, () => null);
      return asked === null ? NO_KV : { ok: true, value: overviewOf(asked) };
    },
    home: async (query) => {
      const asked = await askAll(context, (names) => pageQueryOf(names, query));
      if (asked === null) return NO_KV;
      const { names, page, shards, destinations } = asked;
      const first = shards.flatMap((shard) => shard.page ?? []);
      const feeds = await pageOf(context, names, page, first);
      return { ok: true, value: { overview: overviewOf(asked), feeds, destinations } };
    },
  };
}

/** Answers of shards and Outboxes. `page`: the page of the list of feeds that shards were asked for. */
type Answers<P extends PageQuery | null = PageQuery | null> = {
  readonly names: Names;
  readonly page: P;
  readonly shards: readonly ShardOverview[];
  readonly destinations: readonly DestinationAnswer[];
  /** Rows that each Outbox has written today. */
  readonly usage: readonly { readonly rows: number }[];
  readonly isLate: boolean;
};

/**
 * Makes a call of each shard, two more of that which watches the cron, and two of each destination that is listed or that
 * feeds name; `null`: KV did not answer.
 * The page of feeds comes with the shards' answers: to wake each of them is most of what a first look costs.
 */
async function askAll<P extends PageQuery | null>(
  context: Context,
  pageIn: (names: Names) => P,
): Promise<Answers<P> | null> {
  const { env, now, shards: counted } = context;
  const at = now();
  const [names, listed, count, isLate] = await Promise.all([
    feedNames(context),
    destinationNames(context),
    counted(),
    // As /health has it: the last tick that left a trace may be long ago, where there is no news.
    isCronLate(env, at),
  ]);
  if (names === null || listed === null) return null;
  const page = pageIn(names);
  const [shards, outboxes] = await Promise.all([
    Promise.all(
      Array.from({ length: count }, (_, shard) =>
        pollerOf(env, shard).shardOverview({ names: names.by.get(shard) ?? [], page }, at),
      ),
    ),
    readOutboxes(context, listed),
  ]);
  // One that was added minutes ago KV may not list yet: before it is called missing its Outbox is asked, which was handed it.
  const there = new Set(outboxes.destinations.map(({ name }) => name));
  const unlisted = Object.keys(countsByDestination(shards)).filter((name) => !there.has(name));
  const others = await readOutboxes(context, unlisted.slice(0, UNLISTED));
  const destinations = [...outboxes.destinations, ...others.destinations].toSorted(byName);
  return { names, page, shards, destinations, usage: [...outboxes.usage, ...others.usage], isLate };
}

function byName(one: DestinationAnswer, other: DestinationAnswer): number {
  return one.name < other.name ? -1 : 1;
}

function overviewOf(asked: Answers): OverviewAnswer {
  const { shards, destinations, usage, isLate } = asked;
  const feedsByDestination = countsByDestination(shards);
  const ticks = shards.map(({ lastTick }) => lastTick).filter((tick) => tick !== null);
  const facts = {
    feeds: feedCounts(shards),
    destinations: destinationCounts(destinations),
    lastTick: ticks.length === 0 ? null : isoOrNull(Math.max(...ticks)),
  };
  const sumOf = (of: (shard: ShardOverview) => number) => shards.reduce((sum, shard) => sum + of(shard), 0);
  const rows = sumOf((shard) => shard.usage.rows) + usage.reduce((sum, outbox) => sum + outbox.rows, 0);
  return {
    sentence: overviewSentence(facts, isLate),
    ...facts,
    feedsByDestination,
    problems: problemsOf(asked, feedsByDestination),
    usage: [
      { what: 'KV writes', used: sumOf((shard) => shard.usage.puts), quota: QUOTA.puts },
      { what: 'rows written', used: rows, quota: QUOTA.rows },
      // A poll reads its feed's value.
      { what: 'KV reads', used: sumOf((shard) => shard.usage.polls), quota: QUOTA.reads },
    ],
  };
}

/** Destinations as their Outboxes have them, and what each has used today. */
async function readOutboxes(context: Context, names: readonly string[]) {
  const known = await knownDestinations(context, names);
  const usage = await Promise.all(known.map(({ name }) => outboxOf(context, name).usage(context.now())));
  return { destinations: known.map(({ name, status, text }) => destinationAnswer(context, name, status, text)), usage };
}

function feedCounts(shards: readonly ShardOverview[]): OverviewAnswer['feeds'] {
  const sum = (state: FeedStatus['state']) => shards.reduce((count, { counts }) => count + counts[state], 0);
  return {
    new: sum('new'),
    ok: sum('ok'),
    failing: sum('failing'),
    paused: sum('paused'),
    invalid: sum('invalid'),
  };
}

function destinationCounts(destinations: readonly DestinationAnswer[]): OverviewAnswer['destinations'] {
  const counts = { ready: 0, waiting: 0, blocked: 0, failing: 0, invalid: 0 };
  for (const { state, waiting } of destinations) counts[state === 'ready' && waiting > 0 ? 'waiting' : state]++;
  return counts;
}

function countsByDestination(shards: readonly ShardOverview[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { destinations } of shards)
    for (const [name, count] of Object.entries(destinations)) counts.set(name, (counts.get(name) ?? 0) + count);
  return Object.fromEntries(counts);
}
