import type { OutboxStatus } from '../../rpc/outbox.ts';
import { announcedOutage } from '../../rules/circuit.ts';
import { quietUntil } from '../../rules/quiet.ts';
import type { OutboxContext } from '../context.ts';
import { knownConfig } from '../destination-config.ts';
import { countDue, releasesAt } from '../edits.ts';
import { anyWaits, countWaiting } from '../queue/queue.ts';
import { sendsAt, turnAt } from '../turn.ts';

/** Reads the state of the destination, and what keeps what waits from going; asks nobody. */
export function readStatus(context: OutboxContext): OutboxStatus {
  const { sql, state, deps } = context;
  const { failing, slow } = state.circuit;
  const config = knownConfig(context);
  const now = deps.now();
  const waits = anyWaits(sql);
  return {
    config: state.config,
    ...(state.handed !== null && now < state.handed.until ? { handed: true } : {}),
    type: config?.type ?? null,
    ...healthOf(context),
    lastDelivery: state.lastDelivery,
    next: waits ? Math.max(sendsAt(context, config), now) : releasesAt(sql),
    waitsFor: waits ? waitsFor(context, now) : null,
    waiting: countWaiting(sql) + countDue(sql),
    failing: failing === null ? null : { since: failing.since, reason: failing.reason, next: failing.next },
    slow: slow === null ? null : { until: slow.until },
    blocked: state.blocked?.reason ?? null,
  };
}

/** State, its reason in plain words, and since when. */
function healthOf({
  state: { blocked, circuit, config },
}: OutboxContext): Pick<OutboxStatus, 'state' | 'reason' | 'since'> {
  if (blocked !== null) {
    const isInvalid = config !== null && blocked.byAnswer !== true;
    return { state: isInvalid ? 'invalid' : 'blocked', reason: blocked.reason, since: blocked.since };
  }
  const outage = circuit.failing ?? announcedOutage(circuit);
  if (outage === null) return { state: 'ready', reason: null, since: null };
  return { state: 'failing', reason: inWords(outage.reason), since: outage.since };
}

/** Reason of an outage, which the log has as a code, in plain words. */
function inWords(reason: string): string {
  if (reason === 'timeout') return 'it does not answer within 15 seconds';
  if (reason === 'network error') return 'it cannot be reached';
  if (reason === 'cut off') return 'sending to it is cut off each time';
  const [, status, code] = /^HTTP (\d+)(?: (.+))?$/.exec(reason) ?? [];
  if (status === undefined) return reason;
  return code === undefined ? `it answers HTTP ${status}` : `it answers HTTP ${status}, ${code}`;
}

/** Cause for which nothing of what waits goes now; `null`: there is none. */
function waitsFor(context: OutboxContext, now: number): OutboxStatus['waitsFor'] {
  const { blocked, circuit } = context.state;
  if (blocked !== null) return 'blocked';
  if (circuit.failing !== null) return 'failing';
  if ((circuit.slow?.until ?? 0) > now) return 'slow';
  const config = knownConfig(context);
  if (config === null) return null;
  if (turnAt(context, config, now) > now)
    return config.quiet !== null && quietUntil(config.quiet, now) !== null ? 'quiet' : 'digest';
  return sendsAt(context, config) > now ? 'pace' : null;
}
