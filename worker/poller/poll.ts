import type { Feed } from '../model.ts';
import { decide } from '../rules/decide.ts';
import { filterPlan } from '../rules/filter-plan.ts';
import { rejection } from '../rules/filter.ts';
import { childPlan } from '../rules/follow.ts';
import type { Taken } from '../rules/plan.ts';
import type { Watch, WatchedFeed } from '../rules/watch.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { beginPoll } from './begin-poll.ts';
import { commit } from './commit.ts';
import { fail } from './failing.ts';
import type { Gathered } from './gather.ts';
import type { PollContext } from './poll-context.ts';
import type { PollFailure } from './poll-failure.ts';

/** Failures by answers that could be parsed, but from which nothing can be taken. */
const FAILURES: Readonly<Record<'empty' | 'lost' | 'cut', PollFailure>> = {
  empty: { reason: 'empty', detail: 'The feed holds nothing any more, though it held comments.' },
  lost: {
    reason: 'lost',
    detail: 'The feed is another site’s by now: nothing in it is known, and it names another home page.',
  },
  cut: { reason: 'cut', detail: 'The feed breaks off before its end, and nothing in it can be taken.' },
};

/** Polls a feed: gather what the web has, decide what of it is new, commit that in the order of truth. */
export async function poll(given: PollContext): Promise<PollOutcome> {
  const begun = await beginPoll(given);
  if (begun.kind === 'over') return begun.outcome;
  const { status, context, state, gathered } = begun;

  const plan = decide(watchedOf(context, state.watch), state.watch, gathered.read, context.day, context.now);
  if (plan.kind === 'failed') return { status, ...(await fail(context, state, planFailure(plan.reason, gathered))) };

  const own = context.child === undefined ? plan : childPlan(plan);
  return { status, ...(await commit(context, state, gathered, filteredPlan(context.feed, gathered, own))) };
}

function watchedOf({ feed, child, now }: PollContext, { since, whole }: Watch): WatchedFeed {
  if (child !== undefined) return { name: feed.name, backfill: 0, first: child };
  // The site's posts were followed up to now.
  const isAnew = since === null && whole !== null && feed.backfill === 0;
  return isAnew ? { name: feed.name, backfill: 0, first: { newsSince: whole.at, isNew: false, madeAt: now } } : feed;
}

/** Gives the failure of a plan in words. */
export function planFailure(reason: keyof typeof FAILURES, { cut }: Gathered): PollFailure {
  return reason === 'cut' && cut !== null ? { reason, detail: cut } : FAILURES[reason];
}

/** The plan as the feed's own filter leaves it; where it has none by now, what one held back may be edited all the same. */
export function filteredPlan({ filter }: Feed, { pages }: Gathered, plan: Taken): Taken {
  return filterPlan(plan, ({ page, at }) => {
    const found = pages[page]?.[at];
    return filter === null || found === undefined ? null : rejection(filter, found.render());
  });
}
