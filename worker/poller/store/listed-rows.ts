import type { FeedRow } from './feed-table.ts';

/** Most rows that are kept, of all shards: some 1 KB each, of the 128 MB that an isolate has. What is beyond is read each time. */
const KEPT = 10_000;

/**
 * Rows of shards' tables as they were last listed, with the stamp of the tables (`Database`), by object. They are the isolate's:
 * it outlives its objects, which are thrown out of memory after seconds, and the first page wakes all of them.
 */
const listed = new Map<string, { readonly stamp: string; readonly rows: readonly FeedRow[] }>();
let count = 0;

/** The rows of an object's tables with this stamp; `null`: they are not kept. */
export function listedRows(id: string, stamp: string | null): readonly FeedRow[] | null {
  const last = listed.get(id);
  return last === undefined || last.stamp !== stamp ? null : last.rows;
}

/** Keeps the rows of an object's tables with the stamp that `stampOf` gives them (`null`: none), unless there are too many. */
export function keepListed(id: string, stampOf: () => string | null, rows: readonly FeedRow[]): void {
  count -= listed.get(id)?.rows.length ?? 0;
  listed.delete(id);
  if (count + rows.length > KEPT) return;
  const stamp = stampOf();
  if (stamp === null) return;
  listed.set(id, { stamp, rows });
  count += rows.length;
}
