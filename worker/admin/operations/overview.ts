import { DESTINATION_PREFIX, FEED_PREFIX } from '../../config/keys.ts';
import type { FeedStatus, ShardOverview } from '../../rpc/feeds.ts';
import { isLate as isCronLate, pollerOf } from '../../tick.ts';
import type { Done, Operations } from '../operations.ts';
import type { DestinationAnswer, OverviewAnswer } from '../shapes.ts';
import { type Context, isoOrNull, NO_KV, outboxOf } from './context.ts';
import { destinationAnswer } from './destination-answer.ts';
import { destinationNames, type KnownDestination, knownDestinations } from './destinations.ts';
import { feedNames } from './feeds.ts';
import { overviewSentence } from './overview-sentence.ts';

/** Most problems that are told of: there is the list for more. */
const PROBLEMS = 50;

/** Quotas of a day of the Free plan. https://developers.cloudflare.com/workers/platform/limits/ */
const QUOTA = { puts: 1_000, rows: 100_000, reads: 100_000 } as const;

type Problem = OverviewAnswer['problems'][number];

const CRON_PROBLEM: Problem = {
  subject: 'cron',
  problem: 'It has not run for a quarter of an hour, and nothing is polled until it does.',
  todo: '“npm run deploy” sets its trigger again; docs/operating.md has more under “The cron stops”.',
  since: null,
};

/** The operation that tells how all is. */
export function overviewOperation(context: Context): Pick<Operations, 'overview'> {
  return { overview: () => readOverview(context) };
}

/** A call of each shard, two more of that which watches the cron, and two of each destination. */
async function readOverview(context: Context): Promise<Done<OverviewAnswer>> {
  const now = context.now();
  const [names, count, outboxes, isLate] = await Promise.all([
    feedNames(context),
    context.shards(),
    // Meanwhile: KV gives 1,000 names of feeds at a time, one list after the other.
    readOutboxes(context, now),
    // As /health has it: the last tick that left a trace may be long ago, where there is no news.
    isCronLate(context.env, now),
  ]);
  if (outboxes === null) return NO_KV;
  const { destinations, usage } = outboxes;
  const shards = await Promise.all(
    Array.from({ length: count }, (_, shard) => {
      const named = names === null ? null : (names.get(shard) ?? []);
      return pollerOf(context.env, shard).shardOverview(named, now);
    }),
  );
  const feedsByDestination = countsByDestination(shards);
  const ticks = shards.map(({ lastTick }) => lastTick).filter((tick) => tick !== null);
  const facts = {
    feeds: feedCounts(shards),
    destinations: destinationCounts(context, destinations),
    lastTick: ticks.length === 0 ? null : isoOrNull(Math.max(...ticks)),
  };
  const sumOf = (of: (shard: ShardOverview) => number) => shards.reduce((sum, shard) => sum + of(shard), 0);
  const rows = sumOf((shard) => shard.usage.rows) + usage.reduce((sum, outbox) => sum + outbox.rows, 0);
  return {
    ok: true,
    value: {
      sentence: overviewSentence(facts, isLate),
      ...facts,
      feedsByDestination,
      problems: [
        ...(isLate ? [CRON_PROBLEM] : []),
        ...shards.flatMap(({ problems }) => problems.map(feedProblem)),
        ...missingProblems(feedsByDestination, destinations),
        ...destinations.flatMap(({ name, status, text }) =>
          destinationProblem(destinationAnswer(context, name, status, text)),
        ),
      ].slice(0, PROBLEMS),
      usage: [
        { what: 'KV writes', used: sumOf((shard) => shard.usage.puts), quota: QUOTA.puts },
        { what: 'rows written', used: rows, quota: QUOTA.rows },
        // A poll reads its feed's value.
        { what: 'KV reads', used: sumOf((shard) => shard.usage.polls), quota: QUOTA.reads },
      ],
    },
  };
}

/** Destinations as their Outboxes have them, and what each has used today; `null`: KV did not answer. */
async function readOutboxes(context: Context, now: number) {
  const names = await destinationNames(context);
  if (names === null) return null;
  const destinations = await knownDestinations(context, names);
  const usage = await Promise.all(destinations.map(({ name }) => outboxOf(context, name).usage(now)));
  return { destinations, usage };
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

function destinationCounts(
  context: Context,
  destinations: readonly KnownDestination[],
): OverviewAnswer['destinations'] {
  const counts = { ready: 0, waiting: 0, blocked: 0, failing: 0, invalid: 0 };
  for (const { name, status, text } of destinations) {
    const { state, waiting } = destinationAnswer(context, name, status, text);
    counts[state === 'ready' && waiting > 0 ? 'waiting' : state]++;
  }
  return counts;
}

function countsByDestination(shards: readonly ShardOverview[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { destinations } of shards)
    for (const [name, count] of Object.entries(destinations)) counts.set(name, (counts.get(name) ?? 0) + count);
  return Object.fromEntries(counts);
}

function feedProblem({ name, state, reason, since }: FeedStatus): Problem {
  const isInvalid = state === 'invalid';
  return {
    subject: FEED_PREFIX + name,
    problem: isInvalid
      ? `Its value is not valid: ${reason ?? 'it cannot be read'}`
      : `It cannot be read: ${reason ?? 'its server does not answer'}`,
    todo: isInvalid
      ? 'Correct its value; until then it is not polled.'
      : 'See if its address opens in a browser. It is tried again by itself, and what came meanwhile is sent then.',
    since: isoOrNull(since),
  };
}

/** Problems of the destinations that feeds name, and that are not there. */
function missingProblems(
  feeds: Readonly<Record<string, number>>,
  destinations: readonly KnownDestination[],
): readonly Problem[] {
  const there = new Set(destinations.filter(({ text }) => text !== null).map(({ name }) => name));
  return Object.entries(feeds)
    .filter(([name]) => !there.has(name))
    .map(([name, count]) => ({
      subject: DESTINATION_PREFIX + name,
      problem: `It is not there, and ${count === 1 ? '1 feed names' : `${count} feeds name`} it: their messages wait.`,
      todo: 'Add it, or have the feeds go elsewhere.',
      since: null,
    }));
}

function destinationProblem({ name, config, state, reason, since, waiting }: DestinationAnswer): readonly Problem[] {
  if (state === 'ready' || config === null) return [];
  const waits = waiting === 0 ? '' : ` ${waiting === 1 ? '1 message waits' : `${waiting} messages wait`}.`;
  const isFailing = state === 'failing';
  return [
    {
      subject: DESTINATION_PREFIX + name,
      problem: `${isFailing ? 'It does not take messages' : 'Nothing can be sent there'}: ${reason ?? 'the reason is not known'}.${waits}`,
      todo: isFailing
        ? 'See if its address is still right. It is tried again by itself, and nothing is lost for 30 days.'
        : 'Correct its value; what waits goes then.',
      since,
    },
  ];
}
