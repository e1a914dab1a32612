import { addUsage, dayOf, sumUsage } from '../rules/usage.ts';
import type { OutboxContext } from './context.ts';

/** Rows that a message costs when it is taken: its own, that of its id and that of its place in the queue. */
const ROWS_TAKEN = 3;

/** Rows of a test: its own, that of its id, its result and the state after it. */
const ROWS_TEST = 4;

/** Notes that so many messages were taken, and an alarm set. It writes nothing: that is done with the next change of the state. */
export function noteTaken(context: OutboxContext, messages: number): void {
  add(context, messages * ROWS_TAKEN + 1, 0);
}

/** Notes that a message went beside the queue, delivered or not. */
export function noteTest(context: OutboxContext): void {
  add(context, ROWS_TEST, 1);
}

/** Puts what was noted into the state, which is about to be written in any case. */
export function saveUsage(context: OutboxContext): void {
  if (context.used === null) return;
  context.change({ usage: sumUsage(context.state.usage, context.used) });
  context.used = null;
}

/** Estimates what was used in the UTC day of an instant. */
export function readUsage(
  { state, used }: OutboxContext,
  now: number,
): { readonly rows: number; readonly sent: number } {
  const day = dayOf(now);
  const parts = [state.usage, used].filter((part) => part?.day === day);
  return {
    rows: parts.reduce((total, part) => total + (part?.rows ?? 0), 0),
    sent: parts.reduce((total, part) => total + (part?.sent ?? 0), 0),
  };
}

function add(context: OutboxContext, rows: number, sent: number): void {
  context.used = addUsage(context.used, context.deps.now(), { rows, sent });
}
