import { DESTINATION_PREFIX, FEED_PREFIX } from '../../config/keys.ts';
import type { FeedStatus, ShardOverview } from '../../rpc/feeds.ts';
import type { DestinationAnswer, OverviewAnswer } from '../shapes.ts';
import { isoOrNull } from './context.ts';

/** Most problems that are told of: there is the list for more. */
const PROBLEMS = 50;

type Problem = OverviewAnswer['problems'][number];

const CRON_PROBLEM: Problem = {
  subject: 'cron',
  problem: 'It has not run for a quarter of an hour, and nothing is polled until it does.',
  todo: '“npm run deploy” sets its trigger again; docs/operating.md has more under “The cron stops”.',
  since: null,
};

type Asked = {
  readonly shards: readonly Pick<ShardOverview, 'problems'>[];
  readonly destinations: readonly DestinationAnswer[];
  readonly isLate: boolean;
};

/** Gives what is wrong and what to do, the cron first, then feeds, then destinations. `feeds`: how many name each of them. */
export function problemsOf(
  { shards, destinations, isLate }: Asked,
  feeds: Readonly<Record<string, number>>,
): Problem[] {
  return [
    ...(isLate ? [CRON_PROBLEM] : []),
    ...shards.flatMap(({ problems }) => problems.map(feedProblem)),
    ...missingProblems(feeds, destinations),
    ...destinations.flatMap(destinationProblem),
  ].slice(0, PROBLEMS);
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
  destinations: readonly DestinationAnswer[],
): Problem[] {
  const there = new Set(destinations.filter(({ config }) => config !== null).map(({ name }) => name));
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
