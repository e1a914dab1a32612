import type { OutboxContext } from './context.ts';
import type { Usage } from './store/state.ts';

const DAY = 24 * 60 * 60_000;

/** Rows that a message costs when it is taken: its own, that of its id and that of its place in the queue. */
const ROWS_TAKEN = 3;

/** Rows that a message costs when it is recorded: its own, and that of its place in the queue. */
const ROWS_RECORDED = 2;

/** Rows of a request beside its messages': its claim, the alarm that sends it and the state after it. */
const ROWS_SENT = 3;

/** Notes that so many messages were taken. It writes nothing: that is done with the next change of the state. */
export function noteTaken(context: OutboxContext, messages: number): void {
  add(context, messages * ROWS_TAKEN + 1, 0);
}

/** Notes that so many messages went in one request, delivered or not. */
export function noteSent(context: OutboxContext, messages: number): void {
  add(context, messages * ROWS_RECORDED + ROWS_SENT, messages);
}

/** Puts what was noted into the state, which is about to be written in any case. */
export function saveUsage(context: OutboxContext): void {
  if (context.used === null) return;
  context.change({ usage: sum(context.state.usage, context.used) });
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
  const more = { day: dayOf(context.deps.now()), rows, sent };
  context.used = sum(context.used, more);
}

/** The sum of what belongs to the later day. */
function sum(one: Usage | null, other: Usage): Usage {
  if (one === null) return other;
  if (other.day < one.day) return one;
  if (other.day > one.day) return other;
  return { day: one.day, rows: one.rows + other.rows, sent: one.sent + other.sent };
}

function dayOf(instant: number): number {
  return Math.floor(instant / DAY);
}
