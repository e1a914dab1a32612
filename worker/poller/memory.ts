import type { Feed } from '../model.ts';

/** Puts into SEEN are coalesced to one a feed in so long: the Free plan has a thousand a day. */
const PUT_INTERVAL = 15 * 60_000;

/** A feed's row but for the comments. Instants are ms since the epoch. */
export type Row = {
  readonly name: string;
  /** CONFIG's value, as it was read last. */
  readonly config: string | null;
  /** Digest of what was wrong with that value, where people were told of it. */
  readonly invalid: string | null;
  /** When the feed was first missing from CONFIG. */
  readonly goneSince: number | null;
  /** As text: most of the feeds in a tick need no more than a look at it. */
  readonly head: string | null;
  readonly changedAt: number | null;
  /** When the document was last put into SEEN, and whether it has changed since. */
  readonly putAt: number | null;
  readonly owed: boolean;
  /** A poll of it is owed, whatever the schedule says: CONFIG's value is another one, or the last poll was postponed. */
  readonly postponed: boolean;
};

type Columns = {
  name: string;
  config: string | null;
  invalid: string | null;
  gone_since: number | null;
  head: string | null;
  changed_at: number | null;
  put_at: number | null;
  owed: number;
  postponed: number;
};

/** The working copy of what a shard knows of its feeds. Nothing is written that has not changed. */
export class Memory {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    // The comments come last: SQLite reads the columns before them without touching their pages.
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS feed (
      name TEXT PRIMARY KEY, config TEXT, invalid TEXT, gone_since INTEGER,
      changed_at INTEGER, put_at INTEGER, owed INTEGER NOT NULL DEFAULT 0,
      postponed INTEGER NOT NULL DEFAULT 0, head TEXT, known TEXT
    )`);
  }

  /** All feeds of the shard. */
  rows(): readonly Row[] {
    return this.#sql
      .exec<Columns>('SELECT name, config, invalid, gone_since, changed_at, put_at, owed, postponed, head FROM feed')
      .toArray()
      .map(rowOf);
  }

  /** One feed's row as it is now, an empty one where there is none yet. */
  row(name: string): Row {
    const [found] = this.#sql
      .exec<Columns>(
        'SELECT name, config, invalid, gone_since, changed_at, put_at, owed, postponed, head FROM feed WHERE name = ?',
        name,
      )
      .toArray();
    return found === undefined ? emptyRow(name) : rowOf(found);
  }

  /** Notes what CONFIG says of a feed. */
  setConfig(name: string, value: string): void {
    this.#sql.exec(
      `INSERT INTO feed (name, config, postponed) VALUES (?, ?, 1)
       ON CONFLICT (name) DO UPDATE SET config = excluded.config, postponed = 1`,
      name,
      value,
    );
  }

  /** Notes what people were told is wrong with that; `null`: nothing is wrong any more. */
  setInvalid(name: string, error: string | null): void {
    this.#sql.exec('UPDATE feed SET invalid = ? WHERE name = ?', error, name);
  }

  /** Notes since when a feed is missing from CONFIG; `null`: it is there. */
  setGone(name: string, since: number | null): void {
    this.#sql.exec('UPDATE feed SET gone_since = ? WHERE name = ?', since, name);
  }

  /** Notes that SEEN has the document as it is now. */
  setPut(name: string, now: number): void {
    this.#sql.exec('UPDATE feed SET put_at = ?, owed = 0 WHERE name = ?', now, name);
  }

  /** Notes whether a poll of the feed is owed. */
  setPostponed(name: string, postponed: boolean): void {
    this.#sql.exec('UPDATE feed SET postponed = ?1 WHERE name = ?2 AND postponed <> ?1', postponed ? 1 : 0, name);
  }

  /** Forgets a feed altogether. */
  remove(name: string): void {
    this.#sql.exec('DELETE FROM feed WHERE name = ?', name);
  }
}

/** What is known of a feed of which nothing is known. */
export function emptyRow(name: string): Row {
  return {
    name,
    config: null,
    invalid: null,
    goneSince: null,
    head: null,
    changedAt: null,
    putAt: null,
    owed: false,
    postponed: false,
  };
}

/** Whether SEEN is to be given the document at `now`. */
export function isOwed({ owed, putAt }: Row, now: number): boolean {
  return owed && (putAt === null || now - putAt >= PUT_INTERVAL);
}

/** Whether the feed's URL stands in CONFIG for all to see, and not in a secret, and is asked for without credentials. */
export function isOpen({ config }: Row, { url, headers, auth }: Feed): boolean {
  return config?.includes(url) === true && auth === null && Object.keys(headers).length === 0;
}

function rowOf(columns: Columns): Row {
  return {
    name: columns.name,
    config: columns.config,
    invalid: columns.invalid,
    goneSince: columns.gone_since,
    head: columns.head,
    changedAt: columns.changed_at,
    putAt: columns.put_at,
    owed: columns.owed === 1,
    postponed: columns.postponed === 1,
  };
}
