import * as v from 'valibot';
import { noticeKey } from '../../message.ts';
import type { Event } from '../../model.ts';
import type { Handed } from '../../rpc/config.ts';
import type { Circuit } from '../../rules/circuit.ts';
import { readSends, type Sends, writeSends } from './sends.ts';
import { writtenState } from './written-state.ts';

/** Something that did not work so far: how often it was tried, and when it is tried next. */
export type Retry = { readonly tries: number; readonly next: number };

/** Reason why nothing is sent: the destination is unknown or cannot be used as it is configured. */
export type Blocked = Retry & {
  readonly reason: string;
  readonly since: number;
  readonly announced: boolean;
  /** CONFIG's value looks right, and an answer has shown that it is not: only another answer ends it. */
  readonly byAnswer?: boolean;
};

/** A notice for other destinations: `to` these alone (`null`: to all that there are). Those in `told` have it. */
export type Notice = {
  /** Key of its offer. */
  readonly key: string;
  readonly event: Event;
  readonly to: readonly string[] | null;
  readonly told: readonly string[];
  /** It is for the destination itself as well. */
  readonly toItself?: boolean;
};

/** Notices that have not been handed to all yet, oldest first. */
export type Notices = Retry & { readonly list: readonly Notice[] };

/** Destinations that a `destination.failing` went to that is not over yet; `since` as it says. */
export type Told = { readonly since: string; readonly to: readonly string[] };

/** A value that was handed over, and the instant up to which it holds at the longest, ms. `isShown`: KV has shown it. */
export type HandedConfig = Handed & { readonly until: number; readonly isShown: boolean };

/** State of an Outbox besides its messages. Instants are ms since the epoch. */
export type OutboxState = Sends & {
  /** The destination's name. */
  readonly name: string | null;
  /** CONFIG's value as last read; `null`: there was none. */
  readonly config: string | null;
  /** CONFIG's value as it was handed over by who wrote it: it holds `until` then, or until KV shows it. `null`: KV's holds. */
  readonly handed: HandedConfig | null;
  /** Instant at which it was first read so, after another value; 0: it was the first. */
  readonly configSince: number;
  /** Digest of where and how that says to send, secrets resolved; `null`: not known yet. */
  readonly configDigest: string | null;
  readonly circuit: Circuit;
  readonly blocked: Blocked | null;
  readonly notices: Notices | null;
  readonly told: readonly Told[];
  /** More waits than can go in time, since then, and people are told; `null`: not so. */
  readonly backlog: { readonly since: number } | null;
  /** Nothing is sent before: the platform under us would not let us. */
  readonly pausedUntil: number;
  /** Retries of putting SEEN's marker; `null`: it is there. */
  readonly mark: Retry | null;
  /** Beginning of the last run of retention, and how far (`seq`) it has come; `null`: it has ended. */
  readonly retention: { readonly began: number; readonly upTo: number | null };
};

/** Former names of the state's fields, those of its circuit and those of a failing destination among them. */
const FORMER: Readonly<Record<string, string>> = {
  clock: 'circuit',
  doubt: 'afterRefusals',
  quiet: 'inconclusive',
  target: 'configDigest',
  parked: 'blocked',
  rest: 'pausedUntil',
  sweep: 'retention',
};

/** Reads the state that was last written; what a newer version added has its first value. */
export function readOutboxState(sql: SqlStorage): OutboxState {
  const { value } = sql.exec<{ value: string }>('SELECT value FROM state').one();
  const { notices, ...written } = v.parse(writtenState, JSON.parse(value, underNewNames));
  const state = { ...written, ...readSends(sql) };
  if (notices === null || 'list' in notices) return { ...state, notices };
  const { happenings, ...retry } = notices;
  return { ...state, notices: { ...retry, list: happenings.map((one) => noticeOf(state.name ?? '', one)) } };
}

/** Renames the fields of the state itself, of its circuit and of that's `failing`; nothing within a notice. */
function underNewNames(name: string, value: unknown): unknown {
  const isOfState = name === '' || name === 'clock' || name === 'circuit' || name === 'failing';
  if (!isOfState || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [FORMER[field] ?? field, part]));
}

/** A notice that has gone to nobody yet. */
export function noticeOf(name: string, event: Event, to: readonly string[] | null = null): Notice {
  const subject = 'key' in event.data ? event.data.key : name;
  const since = 'since' in event.data ? event.data.since : event.timestamp;
  return { key: noticeKey(event.type, subject, since), event, to, told: [] };
}

/** Writes the state, where it differs from what is there: one row, and one for what each send changes. */
export function writeOutboxState(sql: SqlStorage, state: OutboxState): void {
  const { bucket, claimed, lastFeed, lastDelivery, usage, ...rest } = state;
  sql.exec('UPDATE state SET value = ?1 WHERE value <> ?1', JSON.stringify(rest));
  writeSends(sql, { bucket, claimed, lastFeed, lastDelivery, usage });
}
