import type { Notes } from './notes.ts';

/** Key of the stamp. */
const STAMP = 'stamp';

/**
 * SQLite of one object, with a count of its writes: what was read is kept for as long as that is the same. SQLite counts them
 * itself (`total_changes()`), but to ask it at each look is a statement for each: most of what a poll without news asked of it.
 *
 * A stamp tells the same to later lives of the object: a random text beside the tables, which the first write after it deletes
 * in the same transaction.
 */
export class Database {
  /** The object's own id. */
  readonly id: string;
  readonly #storage: DurableObjectStorage;
  readonly #notes: Notes;
  #writes = 0;

  constructor({ id, storage }: Pick<DurableObjectState, 'id' | 'storage'>, notes: Notes) {
    this.id = id.toString();
    this.#storage = storage;
    this.#notes = notes;
  }

  /** Number of statements that may have written, and of transactions that were undone. */
  get writes(): number {
    return this.#writes;
  }

  /** The stamp of the tables as they are now; `null`: they have been written to since the last one. */
  get stamp(): string | null {
    const stamp = this.#notes.get(STAMP);
    return typeof stamp === 'string' ? stamp : null;
  }

  /**
   * Gives the tables, as they are now, a stamp: a row, and another one for the write that ends it. `null`: they get none, for
   * this life has written to them and may do so again, or storage takes no writes (a quota is used up), which is no reason not
   * to be read.
   */
  putStamp(): string | null {
    if (this.#writes > 0) return null;
    const stamp = crypto.randomUUID();
    try {
      this.#notes.put(STAMP, stamp);
    } catch {
      return null;
    }
    return stamp;
  }

  /** Runs a statement, as `SqlStorage` has it: one that only reads begins with SELECT. */
  exec<T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): SqlStorageCursor<T> {
    if (!query.startsWith('SELECT')) this.#noteWrite();
    return this.#storage.sql.exec<T>(query, ...values);
  }

  /** Runs `act`, and undoes all that it wrote where it throws. */
  transactionSync<T>(act: () => T): T {
    try {
      return this.#storage.transactionSync(act);
    } catch (error) {
      this.#writes += 1;
      // What it deleted is there again: a stamp that came back has to end with the next write.
      this.#notes.forget();
      throw error;
    }
  }

  #noteWrite(): void {
    this.#writes += 1;
    if (this.stamp !== null) this.#notes.delete(STAMP);
  }
}
