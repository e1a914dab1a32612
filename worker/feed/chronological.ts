/** What order is made of; times are ISO 8601. */
type Dated = { readonly id: string; readonly published: string | null; readonly updated: string | null };

/**
 * Oldest first, whatever the order they came in: by `published`, else `updated`, else where they stand. A time after
 * `now` (ms since the epoch) is not believed. What was written in the same second keeps the order of its numbers.
 */
export function chronological<T extends Dated>(items: readonly T[], now: number): readonly T[] {
  const times = items.map((item) => timeOf(item, now));
  const order = items.map((_, index) => index);
  if (!risesMoreThanFalls(times)) order.reverse();
  // What has no time of its own goes with the one before it.
  let last = -Infinity;
  const placed = order.map((index, place) => {
    last = times[index] ?? last;
    return { item: items[index], time: last, serial: serialOf(items[index]?.id ?? ''), place };
  });
  placed.sort((a, b) => compare(a.time, b.time) || compare(a.serial, b.serial) || a.place - b.place);
  return placed.flatMap(({ item }) => item ?? []);
}

function timeOf(item: Dated, now: number): number | null {
  const time = Date.parse(item.published ?? item.updated ?? '');
  return Number.isNaN(time) || time > now ? null : time;
}

/** Whether the feed puts the oldest first; feeds that tell nothing put the newest first, as nearly all do. */
function risesMoreThanFalls(times: readonly (number | null)[]): boolean {
  const known = times.filter((time) => time !== null);
  let rises = 0;
  known.forEach((time, index) => (rises += Math.sign(time - (known[index - 1] ?? time))));
  return rises > 0;
}

/** The number at the id's end, as blog systems count their comments. */
function serialOf(id: string): number | null {
  const digits = /(?<!\d)\d{1,15}$/.exec(id);
  return digits === null ? null : Number(digits[0]);
}

function compare(a: number | null, b: number | null): number {
  return a === null || b === null || a === b ? 0 : a < b ? -1 : 1;
}
