import type { Database } from './database.ts';
import { type Child, CHILD_COLUMNS, type ChildColumns, childOf, fitted } from './child-table.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import { readFeedState, readRemembered, writeFeedState } from './document.ts';
import { type Change, keepOwed, ROWS_OWED } from './document-store.ts';
import type { FeedState } from './feed-state.ts';
import { wholeKeys } from './relative-keys.ts';
import { countedRows, dayOf } from './rows-written.ts';
import type { StateMemory } from './state-memory.ts';

/** Facts of a child that the feed of posts states: written where that has changed. */
export type Listing = Pick<Child, 'url' | 'count' | 'updated' | 'isListed' | 'movedAt' | 'retiredAt'>;

/** Child as its row is made or restored. `known`: its comments as text, keys relative to its own. */
export type WholeChild = Omit<Child, 'feed' | 'state' | 'changedAt' | 'isGone' | 'failedAt'> & {
  readonly state: FeedState;
  readonly known: string;
};

/** Stored comment feeds of the posts of followed sites. One row a child, written alone: its own poll writes no other. */
export class ChildStore {
  readonly #database: Database;
  /** All rows of a site, as parsed: each tick asks which of them are due. Forgotten with each write. */
  readonly #parsed = new Map<string, readonly Child[]>();
  /** Writes by this object, by site. */
  readonly #writes = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The children of a site, in the order in which they were made. */
  of(feed: string): readonly Child[] {
    const parsed = this.#parsed.get(feed);
    if (parsed !== undefined) return parsed;
    const rows = this.#database.exec<ChildColumns>(
      `SELECT ${CHILD_COLUMNS} FROM child WHERE feed = ? ORDER BY id`,
      feed,
    );
    const children = rows.toArray().map(childOf);
    this.#parsed.set(feed, children);
    return children;
  }

  /** Makes children of a site, and notes what its feed of posts says of others: all of it or nothing. Two rows a new one. */
  put(feed: string, made: readonly WholeChild[], listings: readonly Listing[], now: number): void {
    if (made.length === 0 && listings.length === 0) return;
    this.#database.transactionSync(() => {
      for (const child of made) this.#insert(feed, child, now);
      for (const { url, count, updated, isListed, movedAt, retiredAt } of listings) {
        const columns = 'count = ?4, updated = ?5, listed = ?6, moved_at = ?7, retired_at = ?8';
        this.#set(feed, url, columns, now, [count, updated, isListed ? 1 : 0, movedAt, retiredAt]);
      }
    });
    this.#changed(feed);
  }

  /** Notes that a child has retired, and what it keeps. */
  retire(feed: string, url: string, state: FeedState, remembered: readonly RememberedComment[], now: number): void {
    const [kept, known] = fitted(state, remembered, `${feed} ${url}`);
    this.#set(feed, url, 'retired_at = ?4, head = ?5, known = ?6', now, [now, writeFeedState(kept), known]);
  }

  /** Notes that of a child's first answer, which is still to come, what was written up to `now` is not to be sent. */
  skip(feed: string, url: string, now: number): void {
    this.#set(feed, url, 'news_since = ?4, new = 0', now, [now]);
  }

  /** Notes that a child's poll failed, and whether it is gone for good; a poll that does not fail takes that back. */
  noteFailure(feed: string, url: string, isGone: boolean, now: number): void {
    this.#set(feed, url, 'gone = ?4, failed_at = ?5', now, [isGone ? 1 : 0, now]);
  }

  /** Sets columns of one child; their values begin with `?4`. */
  #set(feed: string, url: string, columns: string, now: number, values: readonly SqlStorageValue[]): void {
    const counted = countedRows('1', '?3');
    this.#database.exec(
      `UPDATE child SET ${columns}, ${counted} WHERE feed = ?1 AND url = ?2`,
      feed,
      url,
      dayOf(now),
      ...values,
    );
    this.#changed(feed);
  }

  /** Forgets a child of which nobody speaks any more. */
  remove(feed: string, url: string): void {
    this.#database.exec('DELETE FROM child WHERE feed = ? AND url = ?', feed, url);
    this.#changed(feed);
  }

  /** Forgets all children of a site. */
  clear(feed: string): void {
    if (this.of(feed).length === 0) return;
    this.#database.exec('DELETE FROM child WHERE feed = ?', feed);
    this.#changed(feed);
  }

  /** Number of writes to a site's children in this object's lifetime: they are the same as long as that is. */
  writes(feed: string): number {
    return this.#writes.get(feed) ?? 0;
  }

  #changed(feed: string): void {
    this.#parsed.delete(feed);
    this.#writes.set(feed, this.writes(feed) + 1);
  }

  /** Rows written for all children on the day of `now`, as an estimate. */
  rowsWritten(now: number): number {
    const query = 'SELECT coalesce(sum(rows_written), 0) AS rows FROM child WHERE rows_day = ?';
    return this.#database.exec<{ rows: number }>(query, dayOf(now)).one().rows;
  }

  /** The comments of each child, as text, by address. */
  known(feed: string): ReadonlyMap<string, string> {
    const query = 'SELECT url, known FROM child WHERE feed = ?';
    const rows = this.#database.exec<{ url: string; known: string }>(query, feed);
    return new Map(rows.toArray().map(({ url, known }) => [url, known]));
  }

  /** The stored state of one child. */
  memory(feed: string, url: string): StateMemory {
    return {
      document: () => {
        const [row] = this.#database
          .exec<{ head: string; known: string }>('SELECT head, known FROM child WHERE feed = ? AND url = ?', feed, url)
          .toArray();
        if (row === undefined) return { ok: true, value: null };
        const [state, remembered] = [readFeedState(row.head), readRemembered(row.known)];
        if (!state.ok) return state;
        if (!remembered.ok) return remembered;
        return {
          ok: true,
          value: { feedState: state.value, remembered: wholeKeys(remembered.value, `${feed} ${url}`) },
        };
      },
      // It has a row from the beginning on.
      restore: () => {},
      commit: (state, change) => this.#commit(feed, url, state, change),
      // The site's own poll tells of that.
      owedSince: () => null,
    };
  }

  /** One row, and where SEEN is not due a put yet, the site's. */
  #commit(feed: string, url: string, state: FeedState, { remembered, refused = [], isPutDue, now }: Change): void {
    const [next, known] = remembered === null ? [state, null] : fitted(state, remembered, `${feed} ${url}`);
    this.#database.transactionSync(() => {
      this.#database.exec(
        `UPDATE child SET head = ?3, known = coalesce(?4, known), changed_at = ?5, gone = min(gone, ?8),
           ${countedRows('?6', '?7')}
         WHERE feed = ?1 AND url = ?2`,
        feed,
        url,
        writeFeedState(next),
        known,
        now,
        1 + refused.length * ROWS_OWED,
        dayOf(now),
        next.failing === null ? 0 : 1,
      );
      if (isPutDue)
        this.#database.exec(
          `UPDATE feed SET owed = 1, ${countedRows('1', '?2')} WHERE name = ?1 AND owed = 0`,
          feed,
          dayOf(now),
        );
      keepOwed(this.#database, feed, refused, now);
    });
    this.#changed(feed);
  }

  #insert(feed: string, child: WholeChild, now: number): void {
    const { url, post, madeAt, newsSince, isNew, count, updated, isListed, movedAt, retiredAt, state, known } = child;
    this.#database.exec(
      `INSERT OR IGNORE INTO child (feed, url, post, made_at, news_since, new, count, updated, listed, moved_at, retired_at,
         rows_written, rows_day, head, known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 2, ?, ?, ?)`,
      feed,
      url,
      post,
      madeAt,
      newsSince,
      isNew ? 1 : 0,
      count,
      updated,
      isListed ? 1 : 0,
      movedAt,
      retiredAt,
      dayOf(now),
      writeFeedState(state),
      known,
    );
  }
}
