import type { PollOutcome } from '../rpc/feeds.ts';
import { settle } from './commit.ts';
import { fail } from './failing.ts';
import { gather, type Gathered, type Gathering } from './gather.ts';
import { type LoadedState, loadState } from './load-state.ts';
import type { PollContext } from './poll-context.ts';
import { remedied } from './poll-failure.ts';
import { targetOf } from './redirects.ts';

/** Bytes up to which a feed is small, as nearly all are: parsed, and waiting for its Outboxes, it takes some 600 KB. */
const SMALL_BYTES = 64 * 1024;

/** Begun poll: over, with its outcome, or with what is to be decided on. `status`: HTTP's; `context`: as it is from here on. */
type BegunPoll =
  | { readonly kind: 'over'; readonly outcome: PollOutcome }
  | {
      readonly kind: 'gathered';
      readonly status: number | null;
      readonly context: PollContext;
      readonly state: LoadedState;
      readonly gathered: Gathered;
    };

/** Begins a poll: loads what is remembered and gathers what the web has. It is over where that is nothing, or unchanged. */
export async function beginPoll(context: PollContext): Promise<BegunPoll> {
  const loaded = await loadState(context);
  if (!loaded.ok) return over({ outcome: 'postponed', reason: loaded.reason });
  const state = loaded.value;
  const { feedState, watch } = state;
  if (feedState.notBefore !== null && context.now < feedState.notBefore)
    return over({ outcome: 'postponed', reason: 'server' });

  const { status, result } = await gather(context, feedState, watch);
  const hasLeft = isSmall(result) && context.leave !== undefined;
  if (hasLeft) context.leave?.();
  if (!result.ok && result.reason === 'limit') return over({ status, outcome: 'postponed', reason: 'limit' });
  if (!result.ok)
    return over({ status, ...(await fail(context, state, remedied(result, targetOf(context, feedState).url))) });
  const gathered = result.value;
  if ('unchanged' in gathered) return over({ status, ...(await settle(context, state, gathered)) });
  return { kind: 'gathered', status, context: { ...context, hasLeft }, state, gathered };
}

function over(outcome: PollOutcome): BegunPoll {
  return { kind: 'over', outcome };
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
