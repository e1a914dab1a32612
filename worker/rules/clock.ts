// The clock of one destination: when to send next, and what becomes of a message that fails. Pure; instants in ms.
//
// What fails is the destination, not the message: then nothing is sent but probes, and a probe is always the oldest
// message. To probe with "the next one" would bring a destination that was merely down its messages out of order when it
// comes back. Only right after the oldest has failed for the fourth time or more, in the same probe, is one other message
// tried as well. Where that one fails too, the destination is down, and both wait. Where it passes, the destination is
// alive, and the oldest is a suspect: it is sent again at once, and if it fails once more and then another passes, it has
// failed between two that passed and is dead. So nothing dies while a destination is down.

/** A receiver that is restarted or deployed is back within the hour: nobody wants a message about that. */
const ANNOUNCED_AFTER = 60 * 60_000;

export type Failing = {
  readonly since: number;
  readonly reason: string;
  /** The message that is probed with. */
  readonly seq: number;
  /** Failed probes so far, the first failure not counted. */
  readonly probes: number;
  readonly next: number;
  /** A person must act: announced at once. */
  readonly broken: boolean;
  /** It began with many refusals in a row: until something passes, a refusal is a failure. */
  readonly doubt: boolean;
  /** Only a suspect failed, and nothing else was there to try: that says nothing of the destination. */
  readonly quiet: boolean;
  readonly announced: boolean;
};

export type Clock = {
  readonly failing: Failing | null;
  readonly slow: { readonly since: number; readonly until: number; readonly times: number } | null;
  /** A message that failed while another passed: it is sent next. */
  readonly suspect: number | null;
  /** Messages that were refused, and dead by it, since one was last taken. */
  readonly refused: readonly number[];
  /** Those that were brought back when they became too many: refused again, they are dead and count no more. */
  readonly pardoned: readonly number[];
};

/** A destination of which nothing bad is known. */
export const HEALTHY: Clock = { failing: null, slow: null, suspect: null, refused: [], pardoned: [] };

/** When the clock lets the next message go, ms; 0: at any time. */
export function opensAt({ failing, slow }: Clock): number {
  return Math.max(failing?.next ?? 0, slow?.until ?? 0);
}

/** The message that must be sent before any other; `null`: the one whose turn it is. */
export function mustGo({ failing, suspect }: Clock): number | null {
  return failing?.seq ?? suspect;
}

/** When people are to be told that the destination fails, ms; `null`: not, or they have been. */
export function announcesAt({ failing }: Clock): number | null {
  if (failing === null || failing.announced || failing.quiet) return null;
  return failing.broken ? failing.since : failing.since + ANNOUNCED_AFTER;
}

/** The clock once people have been told. */
export function announced(clock: Clock): Clock {
  return clock.failing === null ? clock : { ...clock, failing: { ...clock.failing, announced: true } };
}

/** The clock when more messages have come: a suspect that waits for company to be judged in waits no longer. */
export function joined(clock: Clock, now: number): Clock {
  return clock.failing?.quiet === true ? probedNow(clock, now) : clock;
}

/** The clock when the destination is another one, or speaks with another secret: what it asked for is not asked any more. */
export function reopened(clock: Clock, now: number): Clock {
  return probedNow(clock.slow === null ? clock : { ...clock, slow: null }, now);
}

/** The clock when there is reason to believe that the destination works again: its probe is due now. */
export function probedNow(clock: Clock, now: number): Clock {
  if (clock.failing === null || clock.failing.next <= now) return clock;
  return { ...clock, failing: { ...clock.failing, next: now } };
}

/** The messages that the clock remembers, by `seq`, but for the one that is probed with. */
export function remembered({ suspect, refused, pardoned }: Clock): readonly number[] {
  return [...(suspect === null ? [] : [suspect]), ...refused, ...pardoned];
}

/** The clock once only these of them are there, and only these wait: the numbers of others may be given out again. */
export function forgetting(clock: Clock, there: ReadonlySet<number>, waiting: ReadonlySet<number>): Clock {
  const { suspect, refused, pardoned } = clock;
  return {
    ...clock,
    suspect: suspect !== null && waiting.has(suspect) ? suspect : null,
    refused: refused.filter((seq) => there.has(seq)),
    pardoned: pardoned.filter((seq) => there.has(seq)),
  };
}
