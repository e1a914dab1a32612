/**
 * SQLite of one object, with a count of its writes: what was read is kept for as long as that is the same. SQLite counts them
 * itself (`total_changes()`), but to ask it at each look is a statement for each: most of what a poll without news asked of it.
 */
export class Database {
  readonly #storage: DurableObjectStorage;
  #writes = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Number of statements that may have written, and of transactions that were undone. */
  get writes(): number {
    return this.#writes;
  }

  /** Runs a statement, as `SqlStorage` has it: one that only reads begins with SELECT. */
  exec<T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): SqlStorageCursor<T> {
    if (!query.startsWith('SELECT')) this.#writes += 1;
    return this.#storage.sql.exec<T>(query, ...values);
  }

  /** Runs `act`, and undoes all that it wrote where it throws. */
  transactionSync<T>(act: () => T): T {
    try {
      return this.#storage.transactionSync(act);
    } catch (error) {
      this.#writes += 1;
      throw error;
    }
  }
}
