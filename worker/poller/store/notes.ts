/**
 * Numbers that a shard notes for itself, by key: a row each. Nobody else writes them, so each is read once in the object's
 * lifetime, however often it is asked for.
 */
export class Notes {
  readonly #kv: SyncKvStorage;
  readonly #known = new Map<string, number | null>();

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  /** The number; `null`: there is none. */
  get(key: string): number | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const stored = this.#kv.get(key);
    const number = typeof stored === 'number' ? stored : null;
    this.#known.set(key, number);
    return number;
  }

  put(key: string, number: number): void {
    this.#kv.put(key, number);
    this.#known.set(key, number);
  }

  delete(key: string): void {
    this.#kv.delete(key);
    this.#known.set(key, null);
  }
}
