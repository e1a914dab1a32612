/** Costs of a day. Rows are those that SQLite says it wrote, index entries and alarms included. */
export type Bill = {
  kvReads: number;
  kvPuts: number;
  kvLists: number;
  objectRequests: number;
  rows: number;
  fetches: number;
  logBytes: number;
  delivered: number;
};

/** Counts the operations of objects and of KV. */
export class Counter {
  readonly bill: Bill = {
    kvReads: 0,
    kvPuts: 0,
    kvLists: 0,
    objectRequests: 0,
    rows: 0,
    fetches: 0,
    logBytes: 0,
    delivered: 0,
  };
  readonly #cursors: { readonly rowsWritten: number }[] = [];
  readonly #counted = new WeakSet();

  /** KV that counts its operations. */
  kv(kv: KVNamespace): KVNamespace {
    const { bill } = this;
    const counting = {
      get: (keys: string[], type: 'text') => {
        bill.kvReads += keys.length;
        return kv.get(keys, type);
      },
      getWithMetadata: (keys: string[], type: 'text') => {
        bill.kvReads += keys.length;
        return kv.getWithMetadata(keys, type);
      },
      list: (options: KVNamespaceListOptions) => {
        bill.kvLists += 1;
        return kv.list(options);
      },
      put: (key: string, value: string) => {
        bill.kvPuts += 1;
        return kv.put(key, value);
      },
      delete: (key: string) => kv.delete(key),
    };
    return counting as unknown as KVNamespace;
  }

  /** Counts the object's statements, and each alarm and key as the one row that it is. */
  count(state: DurableObjectState): DurableObjectState {
    const { storage } = state;
    const { sql, kv } = storage;
    if (this.#counted.has(storage)) return state;
    this.#counted.add(storage);
    const exec = sql.exec.bind(sql);
    const noted: SqlStorage['exec'] = (query, ...given) => {
      const cursor = exec(query, ...given);
      this.#cursors.push(cursor);
      return cursor as never;
    };
    const row = (act: (...given: never[]) => unknown) => {
      return (...given: never[]) => {
        this.bill.rows += 1;
        return act(...given);
      };
    };
    replace(sql, { exec: noted });
    replace(kv, { put: row(kv.put.bind(kv)), delete: row(kv.delete.bind(kv)) });
    replace(storage, {
      sql,
      kv,
      setAlarm: row(async () => {}),
      deleteAlarm: row(async () => {}),
      getAlarm: async () => null,
    });
    return state;
  }

  /** Counts the rows of the statements that have ended by now. */
  settle(): void {
    for (const cursor of this.#cursors.splice(0)) this.bill.rows += cursor.rowsWritten;
  }
}

function replace(target: object, over: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(over)) Object.defineProperty(target, name, { value, configurable: true });
}
