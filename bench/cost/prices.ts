/** Price of a unit on the paid plan, beyond what that includes, and Free's quota of it. */
export type Price = {
  /** As a table names it. */
  readonly what: string;
  /** Dollars for a million. */
  readonly million: number;
  /** Units that Free has a day; `null`: it does not count them. */
  readonly free: number | null;
  /** Page that says both. */
  readonly source: string;
};

const KV = 'https://developers.cloudflare.com/kv/platform/pricing/';
const OBJECTS = 'https://developers.cloudflare.com/durable-objects/platform/pricing/';
const WORKERS = 'https://developers.cloudflare.com/workers/platform/pricing/';
const LOGS = 'https://developers.cloudflare.com/workers/observability/logs/workers-logs/';

/** Prices of 2026-11. The paid plan is $5 a month, and includes a million requests to objects and more than 30 of Free's days of all else. */
export const PRICES = {
  kvReads: { what: 'KV reads', million: 0.5, free: 100_000, source: KV },
  kvPuts: { what: 'KV writes', million: 5, free: 1_000, source: KV },
  kvLists: { what: 'KV lists', million: 5, free: 1_000, source: KV },
  objectRequests: { what: 'requests to objects', million: 0.15, free: 100_000, source: OBJECTS },
  /** An object has 128 MB. */
  gigabyteSeconds: { what: 'GB-s of objects', million: 12.5, free: 13_000, source: OBJECTS },
  rows: { what: 'rows written', million: 1, free: 100_000, source: OBJECTS },
  rowsRead: { what: 'rows read', million: 0.001, free: 5_000_000, source: OBJECTS },
  /** Runs of the cron; Free has no quota of these alone, but of a Worker's requests. */
  ticks: { what: 'runs of the cron', million: 0.3, free: 100_000, source: WORKERS },
  logMegabytes: { what: 'MB of log', million: 250, free: 500, source: LOGS },
} as const satisfies Record<string, Price>;

/** Name of what is counted and has a price. */
export type Priced = keyof typeof PRICES;

/** Memory of an object as it is billed, GB: all of its 128 MB. */
export const GIGABYTES = 0.128;

/**
 * Bytes that Workers Logs keeps beside each line, and of each call of an object or run of the cron, as which it keeps a line
 * as well: its fields with names, times and ids. An estimate: Cloudflare does not say.
 */
export const LOG_ENVELOPE = 1_000;
