import type { LogEntry } from '../../rpc/log.ts';
import type { OutboxStatus } from '../../rpc/outbox.ts';
import { messageStates, type MessageAnswer } from '../shapes.ts';
import { isoOrNull } from './context.ts';

/** State of a message as it is shown. `known` is none: such a row stands for no message. */
export function shownState({ state }: Pick<LogEntry, 'state'>): MessageAnswer['state'] | null {
  return messageStates.find((one) => one === state) ?? null;
}

/** Gives a message as a list shows it; `null`: the row stands for none. */
export function messageAnswer(entry: LogEntry, status: Pick<OutboxStatus, 'next'>): MessageAnswer | null {
  const { id, type, feed, attempts, accepted, tried, status: httpStatus, ms, answer, kept, until } = entry;
  const state = shownState(entry);
  if (state === null) return null;
  const isAnswered = httpStatus !== null || ms !== null || answer !== null;
  return {
    id,
    type,
    feed: feed === '' ? null : feed,
    state,
    reason: reasonOf(entry),
    rule: ruleOf(entry),
    attempts,
    accepted: new Date(accepted).toISOString(),
    tried: isoOrNull(tried),
    next: state === 'waiting' ? isoOrNull(until ?? status.next) : null,
    answer: isAnswered ? { status: httpStatus, ms, body: answer } : null,
    summary: entry.summary ?? null,
    kept,
  };
}

/** Reason for a message's state, as the log has it; of what a rule held back, the rule is enough. */
export function reasonOf(entry: LogEntry): string | null {
  return ruleOf(entry) === null ? entry.reason : null;
}

/** Rule that held a message back, in words; `null`: none did. */
export function ruleOf({ state, reason }: LogEntry): string | null {
  return state === 'filtered' || state === 'unwanted' ? reason : null;
}

/** A request's body as JSON where it is JSON, else as text. */
export function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
