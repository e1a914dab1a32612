import type { Database } from './database.ts';
import type { FeedRow } from './feed-table.ts';

/** Rows that are kept: all of a shard, where there are 10,000 feeds. */
const CACHED = 1_000;

/** Feeds' rows as they were read last, as long as nothing has been written: a poll without news looks at its row twice. */
export class CachedRows {
  readonly #database: Database;
  readonly #rows = new Map<string, FeedRow>();
  #all: readonly FeedRow[] | null = null;
  #writes = -1;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The row as it is now; `null`: it has to be read. */
  get(name: string): FeedRow | null {
    this.#forgetChanged();
    // Lists have no use for one row by its name.
    if (this.#rows.size === 0) for (const row of this.#all ?? []) this.#rows.set(row.name, row);
    return this.#rows.get(name) ?? null;
  }

  /** All rows of the table as they are now; `null`: they have to be read. */
  all(): readonly FeedRow[] | null {
    this.#forgetChanged();
    return this.#all;
  }

  /** Keeps a row that was just read, outside of a transaction that may still fail. */
  keep(row: FeedRow): void {
    this.#forgetChanged();
    if (this.#rows.size >= CACHED) this.#rows.clear();
    this.#rows.set(row.name, row);
  }

  /** Keeps all rows of the table, which were just read, as `keep` does; of too many none. */
  keepAll(rows: readonly FeedRow[]): void {
    this.#forget();
    this.#forgetChanged();
    if (rows.length <= CACHED) this.#all = rows;
  }

  #forgetChanged(): void {
    const { writes } = this.#database;
    if (writes !== this.#writes) this.#forget();
    this.#writes = writes;
  }

  #forget(): void {
    this.#rows.clear();
    this.#all = null;
  }
}
