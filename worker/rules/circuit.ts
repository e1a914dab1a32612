// Circuit breaker of one destination: when to send next, and what becomes of a message that fails. Pure; instants in ms.
//
// What fails is the destination, not the message: then nothing is sent but probes, and a probe is always the oldest
// message. To probe with "the next one" would bring a destination that was merely down its messages out of order when it
// comes back. Only right after the oldest has failed for the fourth time or more, in the same probe, is one other message
// tried as well. Where that one fails too, the destination is down, and both wait. Where it passes, the destination is
// alive, and the oldest is on trial: it is sent again at once, and if it fails once more and then another passes, it has
// failed between two that passed and is dead. So nothing dies while a destination is down.

const HOUR = 60 * 60_000;

/** Time, ms, after which people are told: a receiver that is restarted or deployed is back within the hour. */
const ANNOUNCED_AFTER = HOUR;

/** Time, ms, after which a slow destination that takes nothing counts as down, and people are told, whatever it asks for. */
export const SLOW_LONGEST = 6 * HOUR;

/** Failure of a destination that lasts. Instants are ms since the epoch. */
export type CircuitFailing = {
  readonly since: number;
  readonly reason: string;
  /** The message that is probed with. */
  readonly seq: number;
  /** Failed probes so far, the first failure not counted. */
  readonly probes: number;
  readonly next: number;
  /** Instant before which the destination asked for no request, ms; news of more messages does not move it. */
  readonly notBefore: number;
  /** A person must act: announced at once. */
  readonly broken: boolean;
  /** True if it began with many refusals in a row: until something passes, a refusal is a failure. */
  readonly afterRefusals: boolean;
  /** True if only a message on trial failed, and nothing else was there to try: that says nothing of the destination. */
  readonly inconclusive: boolean;
  readonly announced: boolean;
};

/** Slow-down answers in a row: the destination asks to be left alone until then. */
export type CircuitSlow = {
  readonly since: number;
  readonly reason: string;
  readonly until: number;
  readonly times: number;
  readonly announced: boolean;
};

/** State of a destination's circuit breaker; both `null`: closed, all is well. */
export type Circuit = { readonly failing: CircuitFailing | null; readonly slow: CircuitSlow | null };

/**
 * Part that a message has in finding out whose fault it is; stored with the message.
 * - `alternate`: it was tried as one, and failed as well: its turn comes after those that were not
 * - `on trial`: it failed while another passed: it is sent next
 * - `refused`: dead by it, and none has been taken since
 * - `retried`: brought back when the refused became too many: refused again, it is dead and counts no more
 */
export type Trial = 'alternate' | 'on trial' | 'refused' | 'retried';

/** A destination of which nothing bad is known. */
export const HEALTHY: Circuit = { failing: null, slow: null };

/** Instant at which the circuit lets the next message go, ms; 0: at any time. */
export function opensAt({ failing, slow }: Circuit): number {
  return Math.max(failing?.next ?? 0, slow?.until ?? 0);
}

/** Reason for which a destination takes nothing, and since when, ms. */
export type Outage = { readonly since: number; readonly reason: string };

/** Gives why and since when the destination takes nothing; `null`: it does. */
export function outageOf({ failing, slow }: Circuit): Outage | null {
  return failing ?? slow;
}

/** Instant at which people are to be told that the destination takes nothing, ms; `null`: not, or they have been. */
export function announcementDueAt(circuit: Circuit): number | null {
  const { failing, slow } = circuit;
  if (announcedOutage(circuit) !== null) return null;
  if (failing === null) return slow === null ? null : slow.since + SLOW_LONGEST;
  if (failing.inconclusive) return null;
  return failing.broken ? failing.since : failing.since + ANNOUNCED_AFTER;
}

/** Outage of which people have been told; `null`: none. */
export function announcedOutage({ failing, slow }: Circuit): Outage | null {
  if (failing?.announced === true) return failing;
  return slow?.announced === true ? slow : null;
}

/** Circuit after people have been told. */
export function announced(circuit: Circuit): Circuit {
  const { failing, slow } = circuit;
  if (failing !== null) return { ...circuit, failing: { ...failing, announced: true } };
  return slow === null ? circuit : { ...circuit, slow: { ...slow, announced: true } };
}

/** Circuit after more messages have come: where only a message on trial had failed, the next probe is due. */
export function afterArrivals(circuit: Circuit, now: number): Circuit {
  const { failing } = circuit;
  return failing?.inconclusive === true ? probedNow(circuit, Math.max(now, failing.notBefore)) : circuit;
}

/** Circuit after the destination's URL or secret has changed: what the former one asked for does not count any more. */
export function afterConfigChange(circuit: Circuit, now: number): Circuit {
  const { slow } = circuit;
  if (slow === null) return probedNow(circuit, now);
  // Of what people have been told they are to hear the end.
  return probedNow({ ...circuit, slow: slow.announced ? { ...slow, until: now, times: 0 } : null }, now);
}

/** Circuit whose next probe is due at an instant, ms, at the latest: there is reason to believe that it passes. */
export function probedNow(circuit: Circuit, at: number): Circuit {
  if (circuit.failing === null || circuit.failing.next <= at) return circuit;
  return { ...circuit, failing: { ...circuit.failing, next: at } };
}
