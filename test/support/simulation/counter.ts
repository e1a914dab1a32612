/** Counts of all that Cloudflare bills. Rows are those that SQLite says it wrote, index entries included, and a row an alarm that is set or deleted. */
export type Bill = {
  kvReads: number;
  kvPuts: number;
  kvLists: number;
  /** Calls and alarms of objects. */
  objectRequests: number;
  /** Time during which an object was at work or waited for others, ms. */
  duration: number;
  rows: number;
  rowsRead: number;
  /** Runs of the cron. */
  ticks: number;
  fetches: number;
  delivered: number;
  logLines: number;
  logBytes: number;
  /** Most requests to others in one run of an object, KV and objects not among them. */
  mostExternal: number;
  /** Most calls of KV and of objects in one run of anything. */
  mostInternal: number;
};

const NOTHING: Bill = {
  kvReads: 0,
  kvPuts: 0,
  kvLists: 0,
  objectRequests: 0,
  duration: 0,
  rows: 0,
  rowsRead: 0,
  ticks: 0,
  fetches: 0,
  delivered: 0,
  logLines: 0,
  logBytes: 0,
  mostExternal: 0,
  mostInternal: 0,
};

type Cursor = { readonly rowsWritten: number; readonly rowsRead: number };

/** Counts the operations of objects and of KV. */
export class Counter {
  bill: Bill = { ...NOTHING };
  /** Instants for which alarms are set, by object. */
  readonly alarms = new Map<string, number>();
  readonly #cursors: Cursor[] = [];
  readonly #counted = new WeakSet();

  /** Begins a new bill. */
  reset(): void {
    this.bill = { ...NOTHING };
  }

  /** KV that counts its operations; `called`: hears of each call. */
  kv(kv: KVNamespace, called: () => void): KVNamespace {
    const noted = (what: 'kvReads' | 'kvPuts' | 'kvLists', operations: number): void => {
      this.bill[what] += operations;
      called();
    };
    const counting = {
      get: (keys: string[], type: 'text') => {
        noted('kvReads', keys.length);
        return kv.get(keys, type);
      },
      getWithMetadata: (keys: string[], type: 'text') => {
        noted('kvReads', keys.length);
        return kv.getWithMetadata(keys, type);
      },
      list: (options: KVNamespaceListOptions) => {
        noted('kvLists', 1);
        return kv.list(options);
      },
      put: (key: string, value: string) => {
        noted('kvPuts', 1);
        return kv.put(key, value);
      },
      delete: (key: string) => kv.delete(key),
    };
    return counting as unknown as KVNamespace;
  }

  /** Counts the statements of the object `name`, and each alarm and key as the one row that it is. Its alarms ring no bell. */
  count(state: DurableObjectState, name: string): DurableObjectState {
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
      setAlarm: row(async (at: number) => void this.alarms.set(name, at)),
      deleteAlarm: row(async () => void this.alarms.delete(name)),
      getAlarm: async () => this.alarms.get(name) ?? null,
    });
    return state;
  }

  /** Counts the rows of the statements that have ended by now. */
  settle(): void {
    for (const { rowsWritten, rowsRead } of this.#cursors.splice(0)) {
      this.bill.rows += rowsWritten;
      this.bill.rowsRead += rowsRead;
    }
  }
}

function replace(target: object, over: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(over)) Object.defineProperty(target, name, { value, configurable: true });
}
