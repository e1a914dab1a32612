import type { Feed } from '../model.ts';
import { decide } from '../rules/decide.ts';
import { filterPlan } from '../rules/filter-plan.ts';
import { rejection } from '../rules/filter.ts';
import { childPlan } from '../rules/follow.ts';
import type { Taken } from '../rules/plan.ts';
import type { Watch, WatchedFeed } from '../rules/watch.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { commit, settle } from './commit.ts';
import { fail } from './failing.ts';
import { gather, type Gathered, type Gathering } from './gather.ts';
import { targetOf } from './redirects.ts';
import type { PollContext } from './poll-context.ts';
import { loadState } from './load-state.ts';
import { type PollFailure, remedied } from './poll-failure.ts';

/** Failures by answers that could be parsed, but from which nothing can be taken. */
const FAILURES: Readonly<Record<'empty' | 'lost' | 'cut', PollFailure>> = {
  empty: { reason: 'empty', detail: 'The feed holds nothing any more, though it held comments.' },
  lost: {
    reason: 'lost',
    detail: 'The feed is another site’s by now: nothing in it is known, and it names another home page.',
  },
  cut: { reason: 'cut', detail: 'The feed breaks off before its end, and nothing in it can be taken.' },
};

/** Bytes up to which a feed is small, as nearly all are: parsed, and waiting for its Outboxes, it takes some 600 KB. */
const SMALL_BYTES = 64 * 1024;

/** Polls a feed: gather what the web has, decide what of it is new, commit that in the order of truth. */
export async function poll(context: PollContext): Promise<PollOutcome> {
  const loaded = await loadState(context);
  if (!loaded.ok) return { outcome: 'postponed', reason: loaded.reason };
  const state = loaded.value;
  const { feedState, watch } = state;
  if (feedState.notBefore !== null && context.now < feedState.notBefore)
    return { outcome: 'postponed', reason: 'server' };

  const { status, result } = await gather(context, feedState, watch);
  const hasLeft = isSmall(result) && context.leave !== undefined;
  if (hasLeft) context.leave?.();
  if (!result.ok && result.reason === 'limit') return { status, outcome: 'postponed', reason: 'limit' };
  if (!result.ok)
    return { status, ...(await fail(context, state, remedied(result, targetOf(context, feedState).url))) };
  const gathered = result.value;
  if ('unchanged' in gathered) return { status, ...(await settle(context, state, gathered)) };

  const plan = decide(watchedOf(context, watch), watch, gathered.read, context.day, context.now);
  if (plan.kind === 'failed') return { status, ...(await fail(context, state, planFailure(plan.reason, gathered))) };

  const own = context.child === undefined ? plan : childPlan(plan);
  return {
    status,
    ...(await commit({ ...context, hasLeft }, state, gathered, filteredPlan(context.feed, gathered, own))),
  };
}

/**
 * True if so little is held of what was read that more polls may begin before this one has ended. Not after a failure:
 * where the platform's requests have run out no other begins.
 */
function isSmall(result: Gathering['result']): boolean {
  if (!result.ok) return false;
  if ('unchanged' in result.value) return true;
  const { size, pages } = result.value;
  return size <= SMALL_BYTES && pages.length === 1;
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
