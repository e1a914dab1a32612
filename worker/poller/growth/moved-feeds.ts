import type { Database } from '../store/database.ts';
import * as v from 'valibot';
import type { Released } from '../../rpc/moves.ts';
import { shardOf } from '../../shards.ts';

/** Tables in which a feed has rows, the column of its name in each, and the order in which they are to be kept. */
const TABLES = [
  { table: 'feed', key: 'name', order: 'name' },
  { table: 'known', key: 'feed', order: 'part' },
  { table: 'owed', key: 'feed', order: 'seq' },
  { table: 'child', key: 'feed', order: 'id' },
] as const;

/** Largest part of a feed's rows, in UTF-16 units: a row is 2 MB at most, of UTF-8. An answer is one part, and 32 MiB at most. */
const PART_LENGTH = 512 * 1024;

const Rows = v.record(v.string(), v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()])))));

/**
 * Feeds that another shard has taken over since the number of shards was doubled. A mark stays for each, for good: no row of
 * it can be made here any more, whoever still takes this for its shard. Until the other says that it has them, its rows are
 * kept as text beside the mark.
 */
export class MovedFeeds {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** True if another shard has taken the feed over. */
  has(feed: string): boolean {
    return this.#database.exec('SELECT 1 FROM moved WHERE feed = ? AND part = 0', feed).toArray().length > 0;
  }

  /** True if there is a row of the feed. */
  isKnown(feed: string): boolean {
    return this.#database.exec('SELECT 1 FROM feed WHERE name = ?', feed).toArray().length > 0;
  }

  /** Marks a feed as moved, and puts its rows aside, in one transaction; gives a part of them, the same whenever it is asked. */
  release(feed: string, part: number): Released {
    if (!this.has(feed)) this.#database.transactionSync(() => this.#setAside(feed));
    const parts = this.#database
      .exec<{ part: number; value: string }>(
        'SELECT part, value FROM moved WHERE feed = ? AND part >= ? AND part > 0 ORDER BY part LIMIT 2',
        feed,
        part,
      )
      .toArray();
    const [found] = parts;
    return found === undefined
      ? { outcome: 'nothing' }
      : { outcome: 'given', rows: found.value, isLast: parts.length === 1 };
  }

  /** Forgets a moved feed's rows, which the other shard has now; the mark stays. */
  letGo(feed: string): void {
    this.#database.exec('DELETE FROM moved WHERE feed = ? AND part > 0', feed);
  }

  /** Names of the feeds which belong to another shard, of so many, and whose rows are still here. */
  leaving(shard: number, shards: number): readonly string[] {
    return this.#database
      .exec<{ name: string }>('SELECT name FROM feed UNION SELECT feed AS name FROM moved WHERE part > 0')
      .toArray()
      .map(({ name }) => name)
      .filter((name) => shardOf(name, shards) === shard);
  }

  /** Takes over a feed's rows, all or none; does nothing where the feed has been here. Fails where a column is not known. */
  adopt(feed: string, text: string): void {
    const rows = v.parse(Rows, JSON.parse(text));
    this.#database.transactionSync(() => {
      if (this.isKnown(feed) || this.has(feed)) return;
      for (const { table } of TABLES) for (const row of rows[table] ?? []) this.#insert(table, row);
    });
  }

  #setAside(feed: string): void {
    const rows = TABLES.map(({ table, key, order }) => {
      const found = this.#database.exec(`SELECT * FROM ${table} WHERE ${key} = ? ORDER BY ${order}`, feed).toArray();
      // The other shard numbers them by its own count.
      return [table, found.map(({ seq: _, id: __, ...row }) => row)] as const;
    });
    const isThere = rows.some(([, found]) => found.length > 0);
    const text = isThere ? JSON.stringify(Object.fromEntries(rows)) : '';
    this.#database.exec("INSERT INTO moved (feed, part, value) VALUES (?, 0, '')", feed);
    for (const [index, value] of split(text).entries())
      this.#database.exec('INSERT INTO moved (feed, part, value) VALUES (?, ?, ?)', feed, index + 1, value);
    for (const { table, key } of TABLES) this.#database.exec(`DELETE FROM ${table} WHERE ${key} = ?`, feed);
  }

  #insert(table: string, row: Readonly<Record<string, SqlStorageValue>>): void {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    // Names of columns come from another shard's tables, not from a stranger; one that this code does not know fails.
    this.#database.exec(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
  }
}

/** Splits a text into parts of a row each, between two characters: SQLite has half of a surrogate pair as another character. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  for (let [from, to] = [0, 0]; from < text.length; from = to) {
    to = from + PART_LENGTH;
    if ((text.codePointAt(to - 1) ?? 0) > 0xff_ff) to -= 1;
    parts.push(text.slice(from, to));
  }
  return parts;
}
