import { log } from '../io/log.ts';
import { retryIn } from '../rules/retry.ts';
import { noticeBacklog } from './backlog.ts';
import { claim, takeInterrupted } from './queue/claim.ts';
import type { OutboxContext, UnusableConfig } from './context.ts';
import { releaseEdits, releasesAt } from './edits.ts';
import { anyWaits, type WaitingMessage } from './queue/queue.ts';
import { nextAlternate, nextToSend, type DestinationView } from './queue/next.ts';
import { handOver } from './handover.ts';
import { announceFailingIfDue, announceInvalid, announcesAt } from './notices.ts';
import { alternateBatchOf, batchOf } from './queue/batch.ts';
import { record } from './record.ts';
import { send } from './send.ts';
import { sendsAt } from './turn.ts';
import { applyRetention, retentionDueAt } from './retention.ts';
import { readConfig } from './destination-config.ts';

/** Most sends an alarm: the Free plan has 50 subrequests an invocation; KV and other objects count apart. */
const SENDS = 40;

/** Pause, ms, where the runtime refuses even the first request of an alarm. */
const PAUSE = 60_000;

/** Time, ms, for which a key has to be missing before people are told: KV may not know for minutes one that was just put. */
const LASTING = 5 * 60_000;

/** Does what is due. To be run once at a time; what others change meanwhile, they change at its awaits. */
export async function runAlarm(context: OutboxContext): Promise<void> {
  const failingHead = takeInterrupted(context);
  context.atomically(() => releaseEdits(context, context.deps.now()));
  const isOpen = anyWaits(context.sql) || context.state.blocked !== null;
  if (isOpen && (failingHead !== null || context.isAsked || sendsAt(context) <= context.deps.now())) {
    context.isAsked = false;
    const before = context.cached;
    const config = await readConfig(context);
    const isFresh = context.cached !== before;
    if (config.ok) await deliver(context, { config: config.value, isFresh, settled: 0 }, failingHead);
    else block(context, config);
  }
  announceFailingIfDue(context, context.deps.now());
  noticeBacklog(context, context.deps.now());
  // Before it is told: its instant is in the message's id.
  context.save();
  await handOver(context);
  await mark(context);
  applyRetention(context);
  context.save();
}

/** Looks at the destination though nothing may wait: that it cannot be used is told before it is missed. */
export async function recheckConfig(context: OutboxContext): Promise<void> {
  const { blocked } = context.state;
  if (blocked !== null) {
    context.change({ blocked: { ...blocked, next: context.deps.now() } });
    return;
  }
  const config = await readConfig(context);
  if (!config.ok) block(context, config);
  context.save();
}

/** Looks at the destination as soon as another value was handed over: it is tried at once, or blocked. */
export async function applyHanded(context: OutboxContext): Promise<void> {
  const config = await readConfig(context, 0);
  const { blocked } = context.state;
  if (!config.ok) block(context, config);
  else if (blocked?.byAnswer === true) context.change({ blocked: { ...blocked, next: context.deps.now() } });
  else unblock(context);
  context.save();
}

/** Instant of the next thing to do, ms since the epoch; `null`: none before something comes. */
export function dueAt(context: OutboxContext): number | null {
  const { sql, state } = context;
  const isUsed = sql.exec('SELECT 1 FROM message LIMIT 1').toArray().length > 0;
  const { blocked, notices, mark: marks } = state;
  if (!isUsed && blocked === null && notices === null) return null;
  const times = [retentionDueAt(context), releasesAt(sql) ?? undefined, notices?.next, marks?.next];
  const waits = anyWaits(sql);
  if (blocked !== null || waits) times.push(context.isAsked ? context.deps.now() : sendsAt(context));
  if (waits) times.push(announcesAt(context, context.deps.now()) ?? undefined);
  return Math.min(...times.filter((time) => time !== undefined));
}

async function deliver(context: OutboxContext, view: DestinationView, first: WaitingMessage | null): Promise<void> {
  if (context.state.blocked?.byAnswer !== true) unblock(context);
  let failingHead = first;
  for (let sends = 0; sends < SENDS;) {
    // An alternate goes right after the failing head, whatever the pace: there is one at most.
    if (failingHead === null && sendsAt(context) > context.deps.now()) return;
    const message: WaitingMessage | null =
      failingHead === null ? await nextToSend(context, view) : await nextAlternate(context, view, failingHead);
    if (message === null) return unblock(context);
    const batch = (failingHead === null ? batchOf : alternateBatchOf)(context, view.config, message);
    const number = claim(context, view.config.pace, batch);
    const sent = await send(context, view.config, batch);
    const step = record(context, { batch, claim: number, failingHead }, sent);
    if (sent.unusable !== null) return block(context, sent.unusable, true);
    if (sent.outcome.kind === 'untried') {
      const now = context.deps.now();
      context.change({ pausedUntil: sends === 0 ? now + PAUSE : now });
      return;
    }
    unblock(context);
    sends += Math.max(sent.requests, 1);
    failingHead = step.needsAlternate ? batch.messages[0] : null;
  }
}

function unblock(context: OutboxContext): void {
  if (context.state.blocked === null) return;
  log('outbox.unblocked', { destination: context.shownName });
  context.change({ blocked: null });
}

/** Stops sending until CONFIG's value is another one. `byAnswer`: it can be used, but what it leads to answered wrongly. */
function block(context: OutboxContext, unusable: UnusableConfig, byAnswer = false): void {
  if (context.state.config === null && !anyWaits(context.sql)) {
    // There is no such destination, and no message for it.
    context.change({ blocked: null });
    return;
  }
  const now = context.deps.now();
  const reason = unusable.field === null ? unusable.detail : `${unusable.field}: ${unusable.detail}`;
  const before = context.state.blocked?.reason === reason ? context.state.blocked : null;
  if (before === null) log('outbox.blocked', { destination: context.shownName, reason });
  const { since, tries, announced } = before ?? { since: now, tries: 0, announced: false };
  // A value that is there and wrong was written so; that there is none may be what KV does not know yet.
  const isLasting = context.state.config !== null || now - since >= LASTING;
  if (isLasting && !announced) announceInvalid(context, unusable, now);
  const blocked = { reason, since, tries: tries + 1, next: now + retryIn(tries), announced: announced || isLasting };
  context.change({ blocked: byAnswer ? { ...blocked, byAnswer } : blocked });
}

async function mark(context: OutboxContext): Promise<void> {
  const { mark: due } = context.state;
  const now = context.deps.now();
  if (due === null || due.next > now) return;
  const { ok } = await context.deps.mark(context.name, now);
  if (!ok) log('outbox.mark-failed', { destination: context.shownName });
  context.change({ mark: ok ? null : { tries: due.tries + 1, next: now + retryIn(due.tries) } });
}
