/** A process that can be killed between any two things that it does: whatever it does after that has no effect. */
export class Mortal {
  #left = Number.POSITIVE_INFINITY;
  #done = 0;

  /** Number of things that it has done that others can see. */
  get done(): number {
    return this.#done;
  }

  /** Lets it do so many things more. */
  dieAfter(steps: number): void {
    this.#left = steps;
  }

  /** Another one takes its place, which does not die. */
  revive(): void {
    this.#left = Number.POSITIVE_INFINITY;
    this.#done = 0;
  }

  /** It does something. */
  step(): void {
    if (this.#left <= 0) throw new Error('the process is killed');
    this.#left -= 1;
    this.#done += 1;
  }

  /** Has each write into `storage` be a step; all that one transaction writes is one. */
  watch(storage: DurableObjectStorage): void {
    if (Object.hasOwn(storage, 'transactionSync')) return;
    const { sql, kv } = storage;
    const [exec, transact, put] = [sql.exec.bind(sql), storage.transactionSync.bind(storage), kv.put.bind(kv)];
    let isInside = false;
    replace(sql, 'exec', (query: string, ...values: SqlStorageValue[]) => {
      if (!isInside && !/^\s*(?:SELECT|CREATE)/i.test(query)) this.step();
      return exec(query, ...values);
    });
    replace(kv, 'put', (key: string, value: unknown) => {
      this.step();
      put(key, value);
    });
    replace(storage, 'transactionSync', <T>(write: () => T): T => {
      this.step();
      isInside = true;
      try {
        return transact(write);
      } finally {
        isInside = false;
      }
    });
  }
}

function replace(of: object, name: string, value: unknown): void {
  Object.defineProperty(of, name, { value });
}
