import type { PollReason } from '../rpc/feeds.ts';
import { hostOf } from './host.ts';
import { isReddit, redditRemedy } from '../systems/reddit.ts';

/** Failure of a poll, with a sentence for people. */
export type PollFailure = {
  readonly reason: PollReason;
  readonly detail: string;
  readonly status?: number | null;
  readonly retryAfter?: string | null;
  /** URL that could be read, but holds more than what was asked for. */
  readonly wider?: string;
};

/** Reasons of which people are told at once: RFC 9110 section 15.5.11, and a page that asks for a password. */
const URGENT = new Set<PollReason>(['gone', 'login']);

/** Reasons that say what a person can do: they take the place of what failed before. */
const ACTIONABLE = new Set<PollReason>(['gone', 'login', 'wall']);

/** Reasons that do not mean that the feed is gone. */
const PASSING = new Set<PollReason>(['timeout', 'network', 'cut']);

/** Reasons for unfinished polls that are not the feed's fault, in words for people. */
export const OWN_FAULTS: Readonly<Partial<Record<PollReason, string>>> = {
  error: 'Earshot cannot take in what the feed says; the Worker’s log tells more.',
  deadline: 'The feed is read, but not to the end in the time that there is.',
  outbox: 'A destination does not take over what the feed says, and no more can be kept for it.',
  limit: 'The feed takes more requests than the platform allows in one run.',
};

/** Statuses by which a server refuses who asks, and not what is asked for. */
const REFUSED = new Set([401, 403, 429]);

/** Adds what to do, where that is known of the host of `url`. */
export function remedied<T extends PollFailure>(failure: T, url: string): T {
  if (!REFUSED.has(failure.status ?? 0) || !isReddit(hostOf(url))) return failure;
  return { ...failure, detail: `${failure.detail} ${redditRemedy(url)}` };
}

/** True if a failure does not mean that the URL is gone. */
export function isPassing({ reason, status = null }: Pick<PollFailure, 'reason' | 'status'>): boolean {
  return PASSING.has(reason) || (status !== null && (status === 429 || status >= 500));
}

/** True if its sentence takes the place of that of an earlier failure. */
export function isActionable({ reason }: PollFailure): boolean {
  return ACTIONABLE.has(reason);
}

/** True if people are to be told at once. */
export function isUrgent({ reason }: Partial<PollFailure>): boolean {
  return reason !== undefined && URGENT.has(reason);
}

/** True if polls back off for it; not for a feed that is only empty at the moment. */
export function backsOff({ reason }: PollFailure): boolean {
  return reason !== 'empty';
}
