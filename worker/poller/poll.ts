import { decide } from '../rules/decide.ts';
import { commit, settle } from './commit.ts';
import { fail } from './failing.ts';
import { gather } from './gather.ts';
import type { Job, Outcome } from './job.ts';
import { loadState } from './load-state.ts';
import type { Trouble } from './trouble.ts';

/** Answers that are whole, and yet nothing can be taken from them. */
const TROUBLES: Readonly<Record<'empty' | 'lost' | 'cut', Trouble>> = {
  empty: { reason: 'empty', detail: 'The feed holds nothing any more, though it held comments.' },
  lost: {
    reason: 'lost',
    detail: 'The feed is another site’s by now: nothing in it is known, and it names another home page.',
  },
  cut: { reason: 'cut', detail: 'The feed breaks off before its end, and nothing in it can be taken.' },
};

/** Polls a feed: gather what the web has, decide what of it is new, commit that in the order of truth. */
export async function poll(job: Job): Promise<Outcome> {
  const loaded = await loadState(job);
  if (!loaded.ok) return { outcome: 'postponed', reason: loaded.reason };
  const state = loaded.value;
  const { head, watch } = state;
  if (head.notBefore !== null && job.now < head.notBefore) return { outcome: 'postponed', reason: 'server' };

  const { status, result } = await gather(job, head, watch);
  if (!result.ok && result.reason === 'limit') return { status, outcome: 'postponed', reason: 'limit' };
  if (!result.ok) return { status, ...(await fail(job, state, result)) };
  const gathered = result.value;
  if ('unchanged' in gathered) return { status, ...(await settle(job, state, gathered.maxAge)) };

  const plan = decide(job.feed, watch, gathered.seen, job.day, job.now);
  if (plan.kind === 'failed') {
    const detail = plan.reason === 'cut' ? (gathered.cut ?? TROUBLES.cut.detail) : TROUBLES[plan.reason].detail;
    return { status, ...(await fail(job, state, { reason: plan.reason, detail })) };
  }

  return { status, ...(await commit(job, state, gathered, plan)) };
}
