import type { FeedRow } from './feed-table.ts';

/** Rows that are kept at most, of all shards: some 1 KB each, of the 128 MB that an isolate has. */
const KEPT = 10_000;

/**
 * Rows of shards' tables as they were last listed, by the tables' stamp (`Database`), those used last at the end. They are the
 * isolate's: it outlives its objects, which are thrown out of memory after seconds, and the first page wakes all of them.
 */
const listed = new Map<string, readonly FeedRow[]>();
let count = 0;

/** The rows of the tables with this stamp; `null`: they are not kept. */
export function listedRows(stamp: string | null): readonly FeedRow[] | null {
  const rows = stamp === null ? undefined : listed.get(stamp);
  if (stamp === null || rows === undefined) return null;
  listed.delete(stamp);
  listed.set(stamp, rows);
  return rows;
}

/** Keeps the rows of the tables with this stamp instead of those used longest ago: no tables may have their stamps any more. */
export function keepListed(stamp: string, rows: readonly FeedRow[]): void {
  for (const [oldest, { length }] of listed) {
    if (count + rows.length <= KEPT) break;
    listed.delete(oldest);
    count -= length;
  }
  listed.set(stamp, rows);
  count += rows.length;
}
