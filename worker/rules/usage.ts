const DAY = 24 * 60 * 60_000;

/** Rows written and messages sent in one UTC day, by its number since the epoch. An estimate. */
export type Usage = { readonly day: number; readonly rows: number; readonly sent: number };

/** Usage with as many rows and messages more of the UTC day of an instant (ms); of two days the later one's. */
export function addUsage(before: Usage | null, at: number, more: Omit<Usage, 'day'>): Usage {
  return sumUsage(before, { day: dayOf(at), ...more });
}

/** Sum of what belongs to the later day. */
export function sumUsage(one: Usage | null, other: Usage): Usage {
  if (one === null) return other;
  if (other.day < one.day) return one;
  if (other.day > one.day) return other;
  return { day: one.day, rows: one.rows + other.rows, sent: one.sent + other.sent };
}

/** Number of the UTC day of an instant (ms) since the epoch. */
export function dayOf(instant: number): number {
  return Math.floor(instant / DAY);
}
