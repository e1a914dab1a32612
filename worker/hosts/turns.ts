import * as v from 'valibot';
import { nearestTick, TICK } from '../rules/schedule.ts';

/** Most feeds whose places are kept: each ask writes them all, and that many wait for two days already. */
const PLACES = 500;

/** A feed that asks. `since`: its last poll or turn, 0 for none; `asked`: the tick in which it asked last. */
const Place = v.object({ feed: v.string(), since: v.number(), asked: v.number() });

/** State of a host's turns, as it is stored: who asks, in the order first asked; who had the last turn; closed until when. */
const Turns = v.object({
  places: v.array(Place),
  last: v.nullable(v.object({ feed: v.nullable(v.string()), at: v.number() })),
  closed: v.number(),
});

type Place = Readonly<v.InferOutput<typeof Place>>;

/** The same, that nothing changes. */
export type Turns = {
  readonly places: readonly Place[];
  readonly last: { readonly feed: string | null; readonly at: number } | null;
  readonly closed: number;
};

const NONE: Turns = { places: [], last: null, closed: 0 };

/** Reads stored turns; what cannot be read is none: no more than a turn too many comes of that. */
export function turnsOf(stored: unknown): Turns {
  const read = v.safeParse(Turns, stored);
  return read.success ? read.output : NONE;
}

/** Decides if the feed that asks at `now` has the tick's turn: the longest waiting of those that asked in this tick and the last. */
export function askTurn(
  turns: Turns,
  feed: string | null,
  lastPolled: number | null,
  now: number,
): { readonly granted: boolean; readonly after: Turns } {
  const tick = nearestTick(now);
  const { last, closed } = turns;
  const places = placed(turns, feed, lastPolled, tick);
  const after = { places, last, closed: closed > now ? closed : 0 };
  if (closed > now || !isFree(last, now)) return { granted: false, after };
  if (longestOf(places) !== feed) return { granted: false, after };
  // It stays: one that cannot note that it was polled would go first for ever.
  const had = places.map((place) => (place.feed === feed ? { ...place, since: now } : place));
  return { granted: true, after: { ...after, places: had, last: { feed, at: now } } };
}

/** Closes the host until then; an earlier end of what is closed already changes nothing. */
export function closeTurns(turns: Turns, until: number): Turns {
  return { ...turns, closed: Math.max(turns.closed, until) };
}

/** True if nobody had the tick's turn, nor one just before: who asks between two ticks has the nearer one's. */
function isFree(last: Turns['last'], now: number): boolean {
  return last === null || (nearestTick(now) > nearestTick(last.at) && now - last.at >= TICK / 2);
}

/** Gives those that asked in this tick and the last, with the feed in its place. */
function placed({ places }: Turns, feed: string | null, lastPolled: number | null, tick: number): readonly Place[] {
  const present = places.filter(({ asked }) => asked >= tick - TICK);
  if (feed === null) return present;
  const before = present.find((place) => place.feed === feed)?.since ?? 0;
  const place = { feed, since: Math.max(lastPolled ?? 0, before), asked: tick };
  const isNew = !present.some((other) => other.feed === feed);
  const all = isNew ? [...present, place] : present.map((other) => (other.feed === feed ? place : other));
  return all.length <= PLACES ? all : without(all, latestOf(all));
}

/** The feed that waits longest; of several that never were polled the one that asked first. `null`: none waits. */
function longestOf(places: readonly Place[]): string | null {
  const waiting = places.filter(({ since, asked }) => asked > nearestTick(since));
  return furthest(waiting, (place, other) => place.since < other.since);
}

function latestOf(places: readonly Place[]): string | null {
  return furthest(places, (place, other) => place.since >= other.since);
}

function furthest(places: readonly Place[], isFurther: (place: Place, other: Place) => boolean): string | null {
  let found: Place | null = null;
  for (const place of places) if (found === null || isFurther(place, found)) found = place;
  return found?.feed ?? null;
}

function without(places: readonly Place[], feed: string | null): readonly Place[] {
  return places.filter((place) => place.feed !== feed);
}
