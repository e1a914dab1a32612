const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Begin of what is counted, ms since the epoch. */
export const START = Date.parse('2030-03-01T00:00:00Z');

/** Entries that every feed shows. */
const WINDOW = 10;

/** Answer of a feed's server: its feed, the same with an `updated` of its own at every request, an error, or none. */
export type Mood = 'steady' | 'changing' | 404 | 500 | 'hangs';

/** Kind of a feed: when comments come, as days since `START` (those before have been there all the time), and how its server answers. */
export type Kind = {
  readonly comments: readonly number[];
  /** `day`: since `START`; `request`: how many there were before. */
  readonly moodAt: (day: number, request: number) => Mood;
  readonly paused?: boolean;
};

const steady = (): Mood => 'steady';

/** Comments at even distances, so many a day in days `from` to `to`. */
function even(perDay: number, from: number, to: number): readonly number[] {
  return Array.from({ length: Math.round((to - from) * perDay) }, (_, count) => from + (count + 0.5) / perDay);
}

const MONTH = 30;
/** Days before `START` in which the simulation warms up. */
const BEFORE = -3;

/** The kinds of feeds of which a month is simulated. */
export const KINDS = {
  /** Of no cost but its shard's. */
  paused: { comments: [], moodAt: steady, paused: true },
  hot: { comments: even(20, BEFORE, MONTH + 1), moodAt: steady },
  busy: { comments: even(5, BEFORE, MONTH + 1), moodAt: steady },
  silent: { comments: [], moodAt: steady },
  quiet: { comments: even(1 / 7, BEFORE, MONTH + 1), moodAt: steady },
  /** Comments come ever more rarely; then its server knows it no more. */
  dying: {
    comments: Array.from({ length: 12 }, (_, count) => BEFORE + (count * (count + 1)) / 8),
    moodAt: (day: number) => (day < 18 ? 'steady' : 404),
  },
  /** Silent, then out of order for ten days; then it is back, and so are its commenters. */
  resurrected: {
    comments: [...even(3, BEFORE, 1), ...even(4, 16, 24), ...even(1, 24, MONTH + 1)],
    moodAt: (day: number) => (day > 4 && day < 14 ? 500 : 'steady'),
  },
  changing: { comments: [], moodAt: () => 'changing' },
  /** Does not answer every other request: more would cost less, for what fails is asked ever more rarely. */
  hanging: { comments: [], moodAt: (_day: number, request: number) => (request % 2 === 1 ? 'hangs' : 'steady') },
} as const satisfies Record<string, Kind>;

/** Name of a kind. */
export type KindName = keyof typeof KINDS;

/** A feed of one kind; `phase`: part of a day by which it is later than the others. */
export type SimulatedFeed = { readonly name: string; readonly kind: Kind; readonly phase: number };

/** Instants of a feed's comments until `now`, oldest first. */
function commentsUntil({ kind, phase }: SimulatedFeed, now: number): readonly number[] {
  const old = Array.from({ length: WINDOW }, (_, back) => -100 - WINDOW + back);
  return [...old, ...kind.comments.map((day) => day + phase)]
    .map((day) => START + Math.round(day * DAY))
    .filter((at) => at <= now);
}

/** Gives the instants of a feed's comments in those days since `START`. */
export function commentsBetween(feed: SimulatedFeed, from: number, to: number): readonly number[] {
  return commentsUntil(feed, START + to * DAY).filter((at) => at > START + from * DAY);
}

/** Gives the mood of a feed's server. */
export function moodOf({ kind }: SimulatedFeed, now: number, request: number): Mood {
  return kind.moodAt((now - START) / DAY, request);
}

/** Gives a feed as it is served at `now`, with its ETag. */
export function served(feed: SimulatedFeed, now: number, isChanging: boolean): { text: string; etag: string } {
  const times = commentsUntil(feed, now);
  const host = `${feed.name}.example`;
  const entries = times.slice(-WINDOW).map((at, index) => {
    const number = Math.max(times.length - WINDOW, 0) + index;
    const names = `<id>tag:${host},2030:c${number}</id><author><name>V${number}</name></author>`;
    const time = `<published>${new Date(at).toISOString()}</published>`;
    return `<entry>${names}${time}<link href="https://${host}/p#c${number}"/><content type="text">Thought ${number}</content></entry>`;
  });
  const updated = isChanging ? new Date(now).toISOString() : '2030-01-01T00:00:00Z';
  return {
    etag: `"${times.length}${isChanging ? `-${now}` : ''}"`,
    text: `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>${feed.name}</title><updated>${updated}</updated>${entries.toReversed().join('')}</feed>`,
  };
}
