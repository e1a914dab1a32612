import type { Database } from './database.ts';
import { countedRows, dayOf } from './rows-written.ts';
import { CachedRows } from './cached-rows.ts';
import { HandedValues } from './handed-values.ts';
import { keepListed, listedRows } from './listed-rows.ts';
import { type Adopted, COLUMNS, type Columns, emptyRow, type FeedRow, type PollEnd, rowOf } from './feed-table.ts';

/** Fewest rows for which a stamp is put: fewer are read about as fast as one. */
const MANY = 32;

/** Table of a shard's feeds. Nothing is written that has not changed. */
export class FeedStore {
  readonly #database: Database;
  readonly #cached: CachedRows;
  /** Values that were written through the API. */
  readonly handed: HandedValues;

  constructor(database: Database) {
    this.#database = database;
    this.#cached = new CachedRows(database);
    this.handed = new HandedValues(database, (name) => this.row(name));
  }

  /** All feeds of the shard, in no order. Nothing is read again as long as nothing has been written. */
  rows(): readonly FeedRow[] {
    const kept = this.#cached.all();
    if (kept !== null) return kept;
    const rows = Array.from(this.#database.exec(`SELECT ${COLUMNS} FROM feed`).raw<Columns>(), rowOf);
    this.#cached.keepAll(rows);
    return rows;
  }

  /**
   * The same for lists: not read again in another life of the object either, as long as nothing has been written. That costs
   * a row in a life that has not written, and one for the next write.
   */
  listed(): readonly FeedRow[] {
    const { id, stamp } = this.#database;
    const kept = listedRows(id, stamp);
    if (kept !== null) return kept;
    const rows = this.rows();
    if (rows.length >= MANY) keepListed(id, () => stamp ?? this.#database.putStamp(), rows);
    return rows;
  }

  /** One feed's row as it is now, an empty one where there is none yet. */
  row(name: string): FeedRow {
    const cached = this.#cached.get(name);
    if (cached !== null) return cached;
    // To its end: a cursor that is left before keeps its statement open.
    const [found] = Array.from(this.#database.exec(`SELECT ${COLUMNS} FROM feed WHERE name = ?`, name).raw<Columns>());
    const row = found === undefined ? emptyRow(name) : rowOf(found);
    this.#cached.keep(row);
    return row;
  }

  /** Notes what CONFIG says of a feed since `now`: it is to be polled. */
  setConfig(name: string, value: string, now: number): void {
    this.#database.exec(
      `INSERT INTO feed (name, config, config_at, postponed) VALUES (?1, ?2, ?3, 1)
       ON CONFLICT (name) DO UPDATE SET config = ?2, config_at = ?3, postponed = 1, ${countedRows('1', '?4')}`,
      name,
      value,
      now,
      dayOf(now),
    );
  }

  /** Notes that the feed's document cannot be read (`document`); `null`: it can, or there is none. */
  setInvalid({ name, invalid }: FeedRow, error: string | null): void {
    if (invalid === error) return;
    this.#database.exec('UPDATE feed SET invalid = ?1 WHERE name = ?2', error, name);
  }

  /** Names of the feeds whose documents cannot be read, but of those that are gone from CONFIG. */
  unreadable(): readonly string[] {
    return this.#database
      .exec<{ name: string }>("SELECT name FROM feed WHERE invalid = 'document' AND gone_since IS NULL")
      .toArray()
      .map(({ name }) => name);
  }

  /** Names of the feeds that have been missing from CONFIG since `instant` or longer. */
  goneSince(instant: number): readonly string[] {
    return this.#database
      .exec<{ name: string }>('SELECT name FROM feed WHERE gone_since <= ?', instant)
      .toArray()
      .map(({ name }) => name);
  }

  /** Notes since when a feed is missing from CONFIG; `null`: it is there. */
  setGone(name: string, since: number | null): void {
    this.#database.exec('UPDATE feed SET gone_since = ? WHERE name = ?', since, name);
  }

  /**
   * Notes a put into SEEN; `isCurrent`: SEEN has the document as it is now. `day`: when the day began, of which the puts are
   * counted.
   */
  setPut(name: string, isCurrent: boolean, now: number, day: number): void {
    this.#database.exec(
      `UPDATE feed SET puts = CASE WHEN put_at >= ?3 THEN puts + 1 ELSE 1 END, put_at = ?2, owed = min(owed, ?5),
         ${countedRows('1', '?4')} WHERE name = ?1`,
      name,
      now,
      day,
      dayOf(now),
      isCurrent ? 0 : 1,
    );
  }

  /** Counts the puts into SEEN since a day began. */
  putsSince(day: number): number {
    const { puts } = this.#database
      .exec<{ puts: number }>('SELECT coalesce(sum(puts), 0) AS puts FROM feed WHERE put_at >= ?', day)
      .one();
    return puts;
  }

  /** Notes how a poll of the feed has ended, if `row`, which is the feed's as it is now, says anything else. */
  setEnded(row: FeedRow, { postponed, polledAt, queuedSince, trouble }: PollEnd, now: number): void {
    const isSame =
      row.postponed === postponed &&
      (polledAt ?? row.lastPoll) === row.lastPoll &&
      row.queuedSince === queuedSince &&
      row.trouble === trouble;
    if (isSame) return;
    this.#database.exec(
      `UPDATE feed SET postponed = ?2, last_poll = coalesce(?3, last_poll), queued_since = ?4, trouble = ?5,
         ${countedRows('1', '?6')} WHERE name = ?1`,
      row.name,
      postponed ? 1 : 0,
      polledAt,
      queuedSince,
      trouble,
      dayOf(now),
    );
  }

  /**
   * Notes that a poll is due since `now`, which was due and not made or was asked for: it goes first in the next tick.
   */
  queue(name: string, now: number): void {
    this.#database.exec(
      'UPDATE feed SET postponed = 1, queued_since = ? WHERE name = ? AND queued_since IS NULL',
      now,
      name,
    );
  }

  /** Notes that all of a feed is begun anew: it is to be polled, and no failure of before counts. */
  restart(name: string): void {
    this.#database.exec(
      `UPDATE feed SET invalid = NULL, postponed = 1, queued_since = NULL, last_poll = NULL, trouble = NULL WHERE name = ?`,
      name,
    );
  }

  /**
   * Notes what another name's row says of when it is polled. Unless CONFIG has a feed of this name, it is gone until it has,
   * and its value is that of the other: the same one, once it is written, changes nothing.
   */
  adopt(name: string, { config, configAt, lastPoll, trouble }: Adopted, now: number): void {
    const row = this.row(name);
    const isThere = row.config !== null && row.goneSince === null;
    this.#database.exec(
      `INSERT INTO feed (name, config, config_at, gone_since, last_poll, trouble) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (name) DO UPDATE SET config = ?2, config_at = ?3, gone_since = ?4, last_poll = ?5, trouble = ?6,
         invalid = NULL, queued_since = NULL, postponed = ?7`,
      name,
      isThere ? row.config : config,
      isThere ? row.configAt : configAt,
      isThere ? null : (row.goneSince ?? now),
      lastPoll,
      trouble,
      isThere && row.postponed ? 1 : 0,
    );
  }

  /** Forgets a feed altogether. */
  remove(name: string): void {
    this.#database.exec('DELETE FROM feed WHERE name = ?', name);
  }
}
