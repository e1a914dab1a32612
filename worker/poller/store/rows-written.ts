/** The Free plan counts the rows that are written by days that begin at 00:00 UTC. */
const DAY = 24 * 60 * 60_000;

/** The day of an instant, counted from the epoch. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY);
}

/** Start of that day, ms. */
export function startOfDay(now: number): number {
  return dayOf(now) * DAY;
}

/**
 * Assignments that count `rows` more on `day` (both as SQL has them), in an UPDATE of the feed's row that is made anyway:
 * counting costs no row.
 */
export function countedRows(rows: string, day: string): string {
  return `rows_written = CASE WHEN rows_day = ${day} THEN rows_written + ${rows} ELSE ${rows} END, rows_day = ${day}`;
}
