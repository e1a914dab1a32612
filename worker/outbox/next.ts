import { log } from '../io/log.ts';
import { mustGo, withdrawn } from '../rules/clock.ts';
import { isWanted, unwantedTypes } from '../rules/wanted.ts';
import type { Desk } from './desk.ts';
import { nextInLine, standIn, type Waiting } from './line.ts';
import { lookUp, type Target } from './target.ts';

/** Most unwanted messages that are settled in one alarm: two rows each, and a look at its row. */
const AT_ONCE = 200;

/**
 * KV can answer with an older value for a minute or longer, and who mistypes `events` puts it right soon: a value that has
 * just changed sets no message aside.
 */
const CERTAIN_AFTER = 2 * 60_000;

/** How long ago CONFIG may have been read in an alarm whose sends take their time. */
const READ_WITHIN = 10_000;

/** How long nothing is set aside where KV did not answer. */
const UNREAD = 60_000;

/** One alarm's view of the destination. */
export type Visit = {
  target: Target;
  /** CONFIG was read in this alarm: a copy of a minute ago says nothing of now. */
  isFresh: boolean;
  /** How many unwanted messages were settled so far. */
  settled: number;
};

/**
 * Message to send next; `null`: none, or not now. One whose turn it is and that is not wanted is settled as such, by CONFIG
 * as it is now. Nothing else is: where CONFIG is not certain, or the destination fails and another one can be probed with,
 * the unwanted ones are passed over and wait on.
 */
export async function nextWanted(desk: Desk, visit: Visit): Promise<Waiting | null> {
  let fresh = isFresh(desk, visit);
  while (visit.settled < AT_ONCE) {
    const message = nextInLine(desk, mustGo(desk.state.clock), []);
    if (message === null || goes(visit, message)) return message;
    if (!fresh) {
      if (!(await refresh(desk, visit))) return null;
      // However long that has taken: the one that was asked for cannot be fresher.
      fresh = true;
    } else {
      const wanted = nextInstead(desk, visit);
      if (wanted !== null) return wanted;
      const certain = certainAt(desk);
      if (certain > desk.world.now()) {
        desk.change({ rest: certain });
        return null;
      }
      settle(desk, visit, message);
    }
  }
  return null;
}

/** Message to try in the stead of `accused`; `null`: none. Where only unwanted ones are left, it was the turn of one. */
export async function nextStandIn(desk: Desk, visit: Visit, accused: Waiting): Promise<Waiting | null> {
  const wanted = standIn(desk, accused, unwantedTypes(visit.target.destination.events));
  if (wanted !== null || standIn(desk, accused, []) === null) return wanted;
  if (!isFresh(desk, visit) && !(await refresh(desk, visit))) return null;
  const message = standIn(desk, accused, []);
  if (message === null || goes(visit, message)) return message;
  if (certainAt(desk) <= desk.world.now()) settle(desk, visit, message);
  return null;
}

function isFresh({ known, world }: Desk, visit: Visit): boolean {
  return visit.isFresh && world.now() - (known?.at ?? 0) <= READ_WITHIN;
}

/** Reads CONFIG again. False: the destination cannot be used any more, and the next alarm sees what is to be done. */
async function refresh(desk: Desk, visit: Visit): Promise<boolean> {
  const target = await lookUp(desk, 0);
  visit.isFresh = true;
  if (target.ok) visit.target = target.value;
  return target.ok;
}

function goes({ target }: Visit, { type, replayed }: Waiting): boolean {
  return replayed !== null || isWanted(type, target.destination.events);
}

/** When it is certain what the destination wants, ms. */
function certainAt({ known, state, world }: Desk): number {
  return known?.isRead === true ? state.configSince + CERTAIN_AFTER : world.now() + UNREAD;
}

/** The next one that is wanted, where the one before it is passed over; `null`: none, or none is. */
function nextInstead(desk: Desk, { target }: Visit): Waiting | null {
  const { clock } = desk.state;
  if (clock.failing === null && certainAt(desk) <= desk.world.now()) return null;
  return nextInLine(desk, mustGo(clock), unwantedTypes(target.destination.events));
}

function settle(desk: Desk, visit: Visit, { seq, id, feed, type }: Waiting): void {
  const { sql, state, name, world } = desk;
  sql.exec(
    "UPDATE message SET state = 'unwanted', reason = 'events', settled = ? WHERE seq = ? AND state = 'waiting'",
    world.now(),
    seq,
  );
  visit.settled += 1;
  const clock = withdrawn(state.clock, seq);
  if (clock !== state.clock) desk.change({ clock });
  log('message.unwanted', { destination: name, feed, message: id, type, rule: 'events' });
}
