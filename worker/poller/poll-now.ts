import { reasonOf } from '../config/failure.ts';
import { NAME } from '../config/fields.ts';
import { withDeadline } from '../io/deadline.ts';
import type { PollNowOutcome } from '../rpc/feeds.ts';
import type { Dependencies } from './dependencies.ts';
import { isolated } from './isolate.ts';
import { refreshConfigs } from './refresh-configs.ts';
import { Round } from './round.ts';
import type { Shard } from './shard.ts';
import { TickSummary } from './tick-summary.ts';

/** Polls one feed because a person asks for it. `share`: the shard's, of the puts into SEEN. */
export async function pollNow(shard: Shard, name: string, share: number, now: number): Promise<PollNowOutcome> {
  const { deps, feeds, views, limiter } = shard;
  if (!NAME.test(name)) return { outcome: 'unknown' };
  const read = await isolated(name, () =>
    withDeadline(deps.deadline / 3, (signal) => refreshConfigs(deps, feeds, [name], now, signal)),
  );
  const { row, feed, feedState } = views.viewOf(feeds.row(name), deps.secrets);
  // One that is gone from the list may be back.
  if (feed === null || (row.goneSince !== null && read?.has(name) !== true)) return { outcome: 'unknown' };
  if (!feed.ok) return { outcome: 'invalid', reason: reasonOf(feed) };
  if (feed.value.paused) return { outcome: 'paused' };
  if (limiter.has(name)) return { outcome: 'busy' };
  if (feedState?.notBefore != null && now < feedState.notBefore) return { outcome: 'postponed', reason: 'server' };
  feeds.queue(name, now);
  // Unless this round polls it, another one does.
  let ended: PollNowOutcome = { outcome: 'busy' };
  const report: Dependencies['report'] = (...reported) => {
    [, ended] = reported;
    deps.report(...reported);
  };
  const round = new Round({ ...shard, deps: { ...deps, report } }, new TickSummary(), now, share);
  await round.pollDue([views.viewOf(feeds.row(name), deps.secrets)]);
  return round.isWaiting ? { outcome: 'postponed', reason: 'host' } : ended;
}
