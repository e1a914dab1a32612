import { excerpt } from '../../destination/content/excerpt.ts';
import type { Event } from '../../model.ts';
import type { LogEntry, MessageSummary } from '../../rpc/log.ts';
import type { OutboxStatus } from '../../rpc/outbox.ts';
import { messageStates, type MessageAnswer } from '../shapes.ts';
import { isoOrNull } from './context.ts';

/** Longest excerpt of a comment in a list, in UTF-16 units. */
export const EXCERPT_LENGTH = 200;

/** State of a message as it is shown. `known` is none: such a row stands for no message. */
export function shownState({ state }: Pick<LogEntry, 'state'>): MessageAnswer['state'] | null {
  return messageStates.find((one) => one === state) ?? null;
}

/** Gives a message as a list shows it; `null`: the row stands for none. */
export function messageAnswer(
  entry: LogEntry,
  status: Pick<OutboxStatus, 'next'>,
  summary = entry.summary ?? null,
): MessageAnswer | null {
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
    summary,
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

/** Beginning of the comment that an event is about; `null`: it is about none. */
export function summaryOf(event: Event | null): MessageSummary | null {
  if (event?.type !== 'comment.created' && event?.type !== 'comment.updated') return null;
  const { comment, post } = event.data;
  return {
    author: comment.author.name,
    post: post?.title ?? null,
    excerpt: excerpt(comment.text, EXCERPT_LENGTH) ?? '',
    url: comment.url,
  };
}

/** A request's body as JSON where it is JSON, else as text. */
export function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
