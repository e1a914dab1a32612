import type { Database } from './database.ts';
import type { Result } from '../../model.ts';
import type { RememberedComment } from '../../rules/watch.ts';
import { type DocumentFailure, readFeedState, writeFeedState } from './document.ts';
import type { FeedDocument, FeedState } from './feed-state.ts';
import { partsOf, readParts } from './parts.ts';
import { CachedDocuments } from './cached-documents.ts';
import { countedRows, dayOf } from './rows-written.ts';

/** Rows that an offer which is owed costs, with those of its two indexes. */
export const ROWS_OWED = 3;

/** An offer that is owed, as it is stored. */
type OwedRow = { readonly seq: number; readonly feed: string; readonly offer: string };

/** Condition for rows that are owed, by their numbers and feeds. */
const THESE = '(seq, feed) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))';

/** An offer that an Outbox refused, on its way into storage. */
export type Refused = { readonly destination: string; readonly offer: string; readonly isNotice: boolean };

/** Changes of a commit beside the feed's state. */
export type Change = {
  /** `null`: as it was. */
  readonly remembered: readonly RememberedComment[] | null;
  readonly refused?: readonly Refused[];
  /** SEEN is due a put. */
  readonly isPutDue: boolean;
  readonly now: number;
};

/**
 * Stored documents of a shard's feeds, and the offers that its Outboxes are owed. What has not changed is not written.
 */
export class DocumentStore {
  readonly #database: Database;
  readonly #cached = new CachedDocuments();
  /** Changes by this object, by feed. */
  readonly #commits = new Map<string, number>();
  /** False: nothing is owed to anybody, so it is not looked for; lives as long as the object does in memory. */
  #mayOwe = true;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The whole document; `null` where there is none. One that has not changed since the last time is not read again. */
  document(feed: string): Result<FeedDocument | null, DocumentFailure> {
    const version = this.commits(feed);
    const cached = this.#cached.get(feed, version);
    if (cached !== null) return { ok: true, value: cached };
    const { head, parts } = this.#texts(feed);
    if (head === null) return { ok: true, value: null };
    const state = readFeedState(head);
    if (!state.ok) return state;
    const remembered = readParts(parts);
    if (!remembered.ok) return remembered;
    const document = { feedState: state.value, remembered: remembered.value };
    this.#cached.set(feed, { version, length: head.length + parts.join('').length, document });
    return { ok: true, value: document };
  }

  /** Number of changes of a feed's document in this object's lifetime: it is the same as long as that is. */
  commits(feed: string): number {
    return this.#commits.get(feed) ?? 0;
  }

  /** The state, and the comments in parts, as stored. */
  #texts(feed: string): { readonly head: string | null; readonly parts: readonly string[] } {
    const rows = this.#database.exec<{ head: string | null; part: string | null }>(
      `SELECT head, known AS part, 0 AS number FROM feed WHERE name = ?1
       UNION ALL SELECT NULL, value, part FROM known WHERE feed = ?1 ORDER BY number`,
      feed,
    );
    const found = rows.toArray();
    return { head: found[0]?.head ?? null, parts: found.flatMap(({ part }) => part ?? []) };
  }

  /** Remembers a feed's document, and what Outboxes refused of what it says: all of it or nothing. */
  commit(feed: string, state: FeedState, { remembered, refused = [], isPutDue, now }: Change): void {
    const head = writeFeedState(state);
    const parts = remembered === null ? null : partsOf(remembered);
    // Before the change itself: one that fails has the document read once more.
    this.#commits.set(feed, this.commits(feed) + 1);
    if (refused.length > 0) this.#mayOwe = true;
    this.#database.transactionSync(() => {
      this.#database.exec(
        `INSERT INTO feed (name, head, known, changed_at, owed, rows_written, rows_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO UPDATE
         SET head = ?2, known = coalesce(?3, known), changed_at = ?4, owed = max(owed, ?5), ${countedRows('?6', '?7')}`,
        feed,
        head,
        parts?.[0] ?? null,
        now,
        isPutDue ? 1 : 0,
        1 + Math.max((parts?.length ?? 0) - 1, 0) + refused.length * ROWS_OWED,
        dayOf(now),
      );
      if (parts !== null) this.#putParts(feed, parts.slice(1));
      keepOwed(this.#database, feed, refused, now);
    });
    this.#cached.commit(feed, this.commits(feed), { head, parts, remembered });
  }

  #putParts(feed: string, parts: readonly string[]): void {
    for (const [index, value] of parts.entries()) {
      this.#database.exec(
        `INSERT INTO known (feed, part, value) VALUES (?1, ?2, ?3)
         ON CONFLICT (feed, part) DO UPDATE SET value = ?3 WHERE value <> ?3`,
        feed,
        index + 1,
        value,
      );
    }
    this.#database.exec('DELETE FROM known WHERE feed = ? AND part > ?', feed, parts.length);
  }

  /** Forgets a feed's comments; its offers stay owed. The feed's own row is feed-store.ts’s to remove. */
  remove(feed: string): void {
    this.#commits.set(feed, this.commits(feed) + 1);
    this.#database.exec('DELETE FROM known WHERE feed = ?', feed);
  }

  /** Names of the destinations that are owed anything. */
  owedDestinations(): readonly string[] {
    const rows = this.#database.exec<{ destination: string }>('SELECT DISTINCT destination FROM owed').toArray();
    this.#mayOwe = rows.length > 0;
    return rows.map(({ destination }) => destination);
  }

  /** The oldest offers that a destination is owed, at most `bytes` of them, but one at least. */
  owed(destination: string, bytes: number): readonly OwedRow[] {
    const rows = this.#database.exec<{ seq: number; feed: string; offer: string; total: number }>(
      `SELECT seq, feed, offer, total FROM (
         SELECT seq, feed, offer, sum(length(CAST(offer AS BLOB))) OVER (ORDER BY seq) AS total FROM owed WHERE destination = ?1)
       WHERE total <= ?2 OR seq = (SELECT min(seq) FROM owed WHERE destination = ?1) ORDER BY seq`,
      destination,
      bytes,
    );
    return rows.toArray();
  }

  /** Counts the characters that a destination is owed, and the notices among them. */
  owedSize(destination: string): { readonly length: number; readonly notices: number } {
    return this.#database
      .exec<{ length: number; notices: number }>(
        'SELECT coalesce(sum(length(offer)), 0) AS length, coalesce(sum(notice), 0) AS notices FROM owed WHERE destination = ?',
        destination,
      )
      .one();
  }

  /** Gives since when a feed's offers are owed, and to which destinations; `null`: none are. */
  owedSince(feed: string): { readonly since: number; readonly destinations: readonly string[] } | null {
    if (!this.#mayOwe) return null;
    const rows = this.#database
      .exec<{ since: number; destination: string }>(
        'SELECT min(since) AS since, destination FROM owed WHERE feed = ? AND notice = 0 GROUP BY destination',
        feed,
      )
      .toArray();
    if (rows.length === 0) return null;
    return {
      since: Math.min(...rows.map(({ since }) => since)),
      destinations: rows.map(({ destination }) => destination),
    };
  }

  /**
   * Forgets offers that a destination has accepted. Their feeds are to be polled: they may not fail any more. Of a feed that
   * has moved meanwhile they are gone, and another feed's may have their numbers.
   */
  forgetOwed(owed: readonly OwedRow[]): void {
    const these = JSON.stringify(owed.map(({ seq, feed }) => [seq, feed]));
    this.#database.transactionSync(() => {
      this.#database.exec(
        `UPDATE feed SET postponed = 1 WHERE postponed = 0 AND name IN (
           SELECT feed FROM owed WHERE notice = 0 AND ${THESE})`,
        these,
      );
      this.#database.exec(`DELETE FROM owed WHERE ${THESE}`, these);
    });
  }
}

/** Keeps what Outboxes refused of a feed's offers. */
export function keepOwed(database: Database, feed: string, refused: readonly Refused[], now: number): void {
  for (const { destination, offer, isNotice } of refused) {
    database.exec(
      'INSERT INTO owed (destination, feed, notice, since, offer) VALUES (?, ?, ?, ?, ?)',
      destination,
      feed,
      isNotice ? 1 : 0,
      now,
      offer,
    );
  }
}
