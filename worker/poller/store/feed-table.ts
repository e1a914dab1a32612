import type { Feed } from '../../model.ts';

/** Columns that a `FeedRow` is made of: all but the comments, which lie behind them. */
export const COLUMNS =
  'name, config, config_at, invalid, gone_since, changed_at, put_at, puts, owed, postponed, queued_since, last_poll, trouble, handed_at, rows_written, rows_day, head';

/** A feed's row but for the comments. Instants are ms since the epoch. */
export type FeedRow = {
  readonly name: string;
  /** CONFIG's value, as it was read last. */
  readonly config: string | null;
  /** Instant at which that value was first read, in the place of another one. */
  readonly configAt: number | null;
  /** `document`: what is remembered of the feed cannot be read. Versions before wrote here what people were told. */
  readonly invalid: string | null;
  /** Instant since which the feed is missing from CONFIG. */
  readonly goneSince: number | null;
  /**
   * Instant of the last write through the API that was handed over: `config` is its value, or, where the feed is gone, it
   * was the deletion.
   */
  readonly handedAt: number | null;
  /** The feed's state as text. */
  readonly head: string | null;
  readonly changedAt: number | null;
  /** Instant of the document's last put into SEEN. */
  readonly putAt: number | null;
  /** Puts of it in the day of that instant. */
  readonly puts: number;
  /** The document has changed since then: SEEN is due a put. */
  readonly putDue: boolean;
  /**
   * A poll of it is due, whatever the schedule says: CONFIG's value is another one, or the last poll was postponed.
   */
  readonly postponed: boolean;
  /** Since when the feed waits to be polled, where it was due and the requests of a tick had run out. */
  readonly queuedSince: number | null;
  /** Instant of the last poll, written where polls are rare or fail (`isRare`); else older, or `null`. */
  readonly lastPoll: number | null;
  /** Reason why the last poll failed or was cut short; `null`: it was neither. */
  readonly trouble: string | null;
  /** Rows written for the feed on a day (counted from the epoch), as an estimate; `null`: none were. */
  readonly rowsWritten: number;
  readonly rowsDay: number | null;
};

/** Outcome of a poll as far as the next one depends on it. */
export type PollEnd = {
  readonly postponed: boolean;
  /** `null`: as it was, for the row need not say it. */
  readonly polledAt: number | null;
  readonly queuedSince: number | null;
  readonly trouble: string | null;
};

/** Part of a row that goes with a feed to another name. */
export type Adopted = Pick<FeedRow, 'config' | 'configAt' | 'lastPoll' | 'trouble'>;

/** The same row as SQLite has it: a tuple, in the order of `COLUMNS`, of which the runtime makes no object with names. */
export type Columns = [
  name: string,
  config: string | null,
  configAt: number | null,
  invalid: string | null,
  goneSince: number | null,
  changedAt: number | null,
  putAt: number | null,
  puts: number,
  owed: number,
  postponed: number,
  queuedSince: number | null,
  lastPoll: number | null,
  trouble: string | null,
  handedAt: number | null,
  rowsWritten: number,
  rowsDay: number | null,
  head: string | null,
];

/** A row of a feed of which nothing is known. */
export function emptyRow(name: string): FeedRow {
  return {
    name,
    config: null,
    configAt: null,
    invalid: null,
    goneSince: null,
    handedAt: null,
    head: null,
    changedAt: null,
    putAt: null,
    puts: 0,
    putDue: false,
    postponed: false,
    queuedSince: null,
    lastPoll: null,
    trouble: null,
    rowsWritten: 0,
    rowsDay: null,
  };
}

/** Converts a row from SQLite's columns. */
export function rowOf(columns: Columns): FeedRow {
  const [
    name,
    config,
    configAt,
    invalid,
    goneSince,
    changedAt,
    putAt,
    puts,
    owed,
    postponed,
    queuedSince,
    lastPoll,
    trouble,
    handedAt,
    rowsWritten,
    rowsDay,
    head,
  ] = columns;
  return {
    name,
    config,
    configAt,
    invalid,
    goneSince,
    handedAt,
    head,
    changedAt,
    putAt,
    puts,
    putDue: owed === 1,
    postponed: postponed === 1,
    queuedSince,
    lastPoll,
    trouble,
    rowsWritten,
    rowsDay,
  };
}

/** True if the feed's URL stands in CONFIG as it is, not in a secret, and is asked for without credentials. */
export function isOpen({ config }: FeedRow, { url, headers, auth }: Feed): boolean {
  return config?.includes(url) === true && auth === null && Object.keys(headers).length === 0;
}
