import type { Happening } from '../model.ts';
import { type Clock, HEALTHY } from '../rules/clock.ts';
import type { Bucket } from '../rules/pace.ts';

/** Something that did not work so far: how often it was tried, and when it is tried next. */
export type Retry = { readonly tries: number; readonly next: number };

/** Why nothing is sent although it waits: the destination is unknown or cannot be used as it is configured. */
export type Parked = Retry & { readonly reason: string; readonly since: number; readonly announced: boolean };

/** Notices for other destinations that have not been handed to all of them yet. */
export type Notices = Retry & { readonly happenings: readonly Happening[] };

/** What an Outbox knows besides its messages. Instants are ms since the epoch. */
export type State = {
  /** The destination's name. */
  readonly name: string | null;
  /** CONFIG's value as last read; `null`: there was none. */
  readonly config: string | null;
  /** Digest of where and how that says to send, secrets resolved; `null`: not known yet. */
  readonly target: string | null;
  /** Which messages the destination wants, as of its last value that could be used; `'unknown'`: there was none yet. */
  readonly events: readonly string[] | null | 'unknown';
  readonly clock: Clock;
  readonly bucket: Bucket;
  /** The feed that was served last: the next one in the order of names is next. */
  readonly turn: string;
  /** The message (`seq`) behind which the next to be tried in another's stead is looked for; `null`: none has failed so. */
  readonly stoodIn: number | null;
  /** A feed of which the last roundup went wrong, and until when its comments go one by one for that. */
  readonly singly: { readonly feed: string; readonly until: number } | null;
  readonly parked: Parked | null;
  readonly notices: Notices | null;
  /** Nothing is sent before: the platform under us would not let us. */
  readonly rest: number;
  /** Of putting SEEN's marker; `null`: it is there. */
  readonly mark: Retry | null;
  /** When the last sweep for old messages began, and how far (`seq`) it has come; `null`: it has ended. */
  readonly sweep: { readonly began: number; readonly upTo: number | null };
};

const FRESH: State = {
  name: null,
  config: null,
  target: null,
  events: 'unknown',
  clock: HEALTHY,
  bucket: [],
  turn: '',
  stoodIn: null,
  singly: null,
  parked: null,
  notices: null,
  rest: 0,
  mark: { tries: 0, next: 0 },
  sweep: { began: 0, upTo: null },
};

/** Reads the state that was last written; what a newer version added has its first value. */
export function readState(sql: SqlStorage): State {
  const { value } = sql.exec<{ value: string }>('SELECT value FROM state').one();
  // Nobody but writeState writes it.
  const written: Partial<State> = JSON.parse(value);
  return { ...FRESH, ...written };
}

/** Writes it, where it differs from what is there: one row. */
export function writeState(sql: SqlStorage, state: State): void {
  const value = JSON.stringify(state);
  sql.exec('UPDATE state SET value = ?1 WHERE value <> ?1', value);
}
