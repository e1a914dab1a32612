/** Why a poll failed: of the fetch, of the parser, or of the Poller's own. */
export type PollProblem = {
  readonly reason: string;
  readonly detail: string;
  readonly status?: number | null;
  readonly retryAfter?: string | null;
  /** What could be read in the feed's stead. */
  readonly wider?: string;
};

/** What no patience mends: RFC 9110 section 15.5.11, and a page that asks for a password. */
const GRAVE = new Set(['gone', 'login']);

/** Failures that say nothing of whether the feed is still there. */
const PASSING = new Set(['timeout', 'network', 'cut']);

/** What keeps polls from coming to an end through no fault of the feed's, in words for people. */
export const OURS: Readonly<Record<string, string>> = {
  error: 'Earshot cannot take in what the feed says; the Worker’s log tells more.',
  deadline: 'The feed is read, but not to the end in the time that there is.',
  outbox: 'A destination does not take over what the feed says, and no more can be kept for it.',
  limit: 'The feed takes more requests than the platform allows in one run.',
};

/** Tells whether a failure says nothing of whether what was asked for is still there. */
export function isPassing({ reason, status = null }: Pick<PollProblem, 'reason' | 'status'>): boolean {
  return PASSING.has(reason) || (status !== null && (status === 429 || status >= 500));
}

/** Tells whether people are to know at once. */
export function isGrave({ reason }: PollProblem): boolean {
  return GRAVE.has(reason);
}

/** Tells whether the feed is asked less and less often for it; not one that only holds nothing at the moment. */
export function backsOff({ reason }: PollProblem): boolean {
  return reason !== 'empty';
}
