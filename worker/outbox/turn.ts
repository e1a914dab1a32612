import type { OpenDestination } from '../config/destination.ts';
import { opensAt } from '../rules/circuit.ts';
import { nextCut } from '../rules/digest.ts';
import { readyAt } from '../rules/pace.ts';
import { quietUntil } from '../rules/quiet.ts';
import type { OutboxContext } from './context.ts';
import { notYet, type Times } from './queue/passed-over.ts';
import { anyReady } from './queue/queue.ts';

/** Instant from which the next message may go, ms since the epoch. `config`: of the destination, where it is known. */
export function sendsAt(
  context: OutboxContext,
  config: OpenDestination | null = context.cached?.config.ok === true ? context.cached.config.value : null,
): number {
  const { state, deps } = context;
  if (state.blocked !== null) return state.blocked.next;
  const now = deps.now();
  const paced = config === null ? 0 : readyAt(state.bucket, config.pace, now);
  const turn = config === null ? 0 : turnAt(context, config, now);
  return Math.max(opensAt(state.circuit), state.pausedUntil, paced, turn);
}

/** Instant at which any message that waits has its turn by digest and quiet hours; 0: one has it now. */
export function turnAt(context: OutboxContext, { digest, quiet }: Times, now: number): number {
  const end = quiet === null ? null : quietUntil(quiet, now);
  const next = end ?? (digest === null ? null : nextCut(digest, now));
  if (next === null || isAnyReady(context, { digest, quiet }, now)) return 0;
  // A digest that is cut in quiet hours waits for their end.
  return quiet === null ? next : (quietUntil(quiet, next) ?? next);
}

/** In quiet hours only what was asked for is looked for, among all that waits: once it is gone, not again before a replay. */
function isAnyReady(context: OutboxContext, times: Times, now: number): boolean {
  const passedOver = notYet(times, now);
  if (!passedOver.isQuiet) return anyReady(context.sql, passedOver);
  context.mayHaveAsked &&= anyReady(context.sql, passedOver);
  return context.mayHaveAsked;
}
