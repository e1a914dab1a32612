import * as v from 'valibot';
import { quietSince, reducedToEdge } from '../../rules/follow.ts';
import type { Child } from './child-table.ts';
import type { ChildStore, WholeChild } from './child-store.ts';
import { parsedJson, readFeedState, readRemembered, writeFeedState, writeRemembered } from './document.ts';
import { type FeedState, withoutComments } from './feed-state.ts';
import { relativeKeys, wholeKeys } from './relative-keys.ts';

/** Most bytes of a site's document in SEEN: KV holds five times that, but an object has 128 MB for all that it does. */
export const SITE_BYTES = 5_000_000;

const Stored = v.object({
  url: v.string(),
  post: v.string(),
  madeAt: v.number(),
  newsSince: v.number(),
  isNew: v.boolean(),
  count: v.nullable(v.number()),
  updated: v.nullable(v.string()),
  isListed: v.boolean(),
  movedAt: v.nullable(v.number()),
  retiredAt: v.nullable(v.number()),
  state: v.unknown(),
  known: v.unknown(),
});
const Children = v.object({ children: v.array(Stored) });

/**
 * Adds the children of a site to its document as text. Where that becomes longer than `limit` bytes, the quietest are
 * reduced to their edges: read from there, they tell nothing old.
 */
export function withChildren(
  document: string,
  children: Pick<ChildStore, 'of' | 'known'>,
  feed: string,
  limit: number,
): string {
  const rows = children.of(feed).toSorted((one, other) => activeAt(other) - activeAt(one));
  if (rows.length === 0) return document;
  const known = children.known(feed);
  let left = limit - bytesOf(document) - reserve(rows);
  const texts = rows.map((row) => {
    const comments = known.get(row.url) ?? '[]';
    const whole = childText(row, row.state === null ? 'null' : writeFeedState(row.state), comments);
    left -= bytesOf(comments);
    return left >= 0 || row.state === null ? whole : reduced(row, row.state, comments);
  });
  return `${document.slice(0, -1)},"children":[${texts.join(',')}]}`;
}

/** Origin of a document. `keyFeed`: the name that its children's keys have; `formerly`: as of the whole feed. */
type Origin = { readonly keyFeed: string; readonly formerly: FeedState['formerly'] };

/** Makes the children that a document names. */
export function restoreChildren(
  children: ChildStore,
  feed: string,
  document: string,
  { keyFeed, formerly }: Origin,
  now: number,
): void {
  const read = v.safeParse(Children, parsedJson(document));
  if (!read.success) return;
  const restored = read.output.children.flatMap(({ state, known, ...row }): readonly WholeChild[] => {
    const [feedState, remembered] = [readFeedState(JSON.stringify(state)), readRemembered(JSON.stringify(known))];
    if (!feedState.ok || !remembered.ok) return [];
    const whole = wholeKeys(remembered.value, `${keyFeed} ${row.url}`);
    const own = writeRemembered(relativeKeys(whole, `${feed} ${row.url}`));
    return [{ ...row, state: { ...feedState.value, formerly: formerly ?? feedState.value.formerly }, known: own }];
  });
  children.put(feed, restored, [], now);
}

function childText(
  { state: _state, feed: _feed, changedAt: _changedAt, isGone: _isGone, failedAt: _failedAt, ...row }: Child,
  head: string,
  known: string,
): string {
  return `${JSON.stringify(row).slice(0, -1)},"state":${head},"known":${known}}`;
}

/** Bytes of the children without their comments, by the longest. */
function reserve(rows: readonly Child[]): number {
  const longest = Math.max(...rows.map((row) => bytesOf(childText(row, JSON.stringify(row.state), ''))));
  return rows.length * (longest + 300);
}

/** A child as text where its comments are forgotten, but for its edge. */
function reduced(row: Child, state: FeedState, comments: string): string {
  const read = readRemembered(comments);
  const { remembered, ...watch } = reducedToEdge({ ...state.watch, remembered: read.ok ? read.value : [] });
  const head = writeFeedState({ ...state, watch: withoutComments({ ...watch, remembered: [] }) });
  return childText(row, head, writeRemembered(remembered));
}

function activeAt(row: Child): number {
  return quietSince({ ...row, lastNews: row.state?.watch.lastNews ?? null });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
