/**
 * Values that a shard notes for itself, by key: a row each. Nobody else writes them, and they are few: all are read at once
 * when one is first asked for in the object's lifetime.
 */
export class Notes {
  readonly #kv: SyncKvStorage;
  #known: Map<string, unknown> | null = null;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  /** The value; `undefined`: there is none. */
  get(key: string): unknown {
    this.#known ??= new Map(this.#kv.list());
    return this.#known.get(key);
  }

  /** The value, where it is a number; `null`: there is none. */
  number(key: string): number | null {
    const value = this.get(key);
    return typeof value === 'number' ? value : null;
  }

  put(key: string, value: unknown): void {
    this.#kv.put(key, value);
    this.#known?.set(key, value);
  }

  delete(key: string): void {
    this.#kv.delete(key);
    this.#known?.delete(key);
  }

  /** Has all read again: what was noted since may have been undone. */
  forget(): void {
    this.#known = null;
  }
}
