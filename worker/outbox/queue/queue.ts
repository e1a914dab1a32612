import type { MessageType } from '../../model.ts';
import type { Trial } from '../../rules/circuit.ts';
import type { OutboxContext } from '../context.ts';
import { roundupWith } from '../store/roundups.ts';
import { onTrial } from '../store/trials.ts';

/** A message that waits. */
export type WaitingMessage = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: MessageType;
  readonly attempts: number;
  readonly failures: number;
  readonly replayed: number | null;
  /** 1: a send of it was cut off or got no answer, so it may have arrived. */
  readonly uncertain: number;
  /** Id of the first message of an edit's comment; `null`: it is no edit. */
  readonly comment: string | null;
  /** Key of the comment's post, and the id of the first message of the comment that it answers. */
  readonly post: string | null;
  readonly parent: string | null;
  /** Number of replays. */
  readonly replays: number;
  readonly trial: Trial | null;
  readonly body: string | null;
};

// The state is written out in each query: only so does SQLite use the partial index, and finds the next one at once
// however many wait. What somebody asked for again goes whatever its type and the hour; edits of a comment that is passed over are
// passed over, too: they would come before it.
const WAITING = `state = 'waiting' AND due IS NULL
  AND (replayed IS NOT NULL OR (NOT json_extract(?1, '$.isQuiet')
    AND type NOT IN (SELECT value FROM json_each(?1, '$.types'))))
  AND NOT EXISTS (SELECT 1 FROM message AS first WHERE first.id = message.comment AND first.state = 'waiting'
    AND first.replayed IS NULL
    AND (json_extract(?1, '$.isQuiet') OR first.type IN (SELECT value FROM json_each(?1, '$.types'))))`;
const GATHERED = `replayed IS NULL AND type IN ('comment.created', 'comment.updated')`;
const BEFORE_CUT = `${WAITING} AND NOT (${GATHERED} AND accepted >= json_extract(?1, '$.digestFrom'))`;
const COLUMNS =
  'seq, id, feed, type, attempts, failures, replayed, uncertain, comment, post, parent, replays, trial, body';

/** Messages that wait and are passed over. */
export type PassedOver = {
  /** Types that are not wanted. */
  readonly types: readonly MessageType[];
  /** Comments accepted at this instant (ms) or later wait for their digest; `null`: none is gathered. */
  readonly digestFrom: number | null;
  /** Those that nobody asked for wait for the end of the quiet hours. */
  readonly isQuiet: boolean;
};

function waiting({ digestFrom }: PassedOver): string {
  return digestFrom === null ? WAITING : BEFORE_CUT;
}

function select(passedOver: PassedOver): string {
  return `SELECT ${COLUMNS} FROM message WHERE ${waiting(passedOver)}`;
}

/** Bodies in memory at once beyond what a roundup takes: at most so many times 256 KB. */
const AT_ONCE = 20;

/**
 * The message that is next: the one that is probed with, or is on trial, if it still waits; else the oldest of the feed
 * whose turn it is.
 */
export function nextInQueue(context: OutboxContext, passedOver: PassedOver): WaitingMessage | null {
  const { sql, state } = context;
  const first = state.circuit.failing?.seq ?? onTrial(context);
  return (
    (first === null ? null : find(sql, passedOver, 'seq = ?', first)) ??
    find(sql, passedOver, 'feed > ? ORDER BY feed, seq', state.lastFeed) ??
    find(sql, passedOver, 'feed >= ? ORDER BY feed, seq', '')
  );
}

/**
 * Another message to send after the head has failed: the oldest that was not tried so, of another feed if there is one,
 * else of the head's own; once all have been, the one whose turn was longest ago. So each gets its turn, however many are at
 * fault, and none that passes overtakes one of its feed that was not tried.
 */
export function alternateTo(
  { sql }: OutboxContext,
  failingHead: WaitingMessage,
  passedOver: PassedOver,
): WaitingMessage | null {
  const { feed, seq } = failingHead;
  // Nor what goes in one roundup with it, nor the edits of all these, which they go before.
  const heads = JSON.stringify(roundupWith(sql, seq)?.seqs ?? [seq]);
  const others = `seq NOT IN (SELECT value FROM json_each(?)) AND (comment IS NULL OR comment NOT IN
    (SELECT id FROM message WHERE seq IN (SELECT value FROM json_each(?))))`;
  // Its number first, so that no bodies are sorted.
  const number = `SELECT seq FROM message WHERE ${waiting(passedOver)} AND ${others}
    ORDER BY iif(trial IS NULL, 0, tried), feed = ?, seq LIMIT 1`;
  return find(sql, passedOver, `seq = (${number})`, heads, heads, feed);
}

/** The message of that number, whatever its state. */
export function messageBy(sql: SqlStorage, seq: number): WaitingMessage | null {
  return sql.exec<WaitingMessage>(`SELECT ${COLUMNS} FROM message WHERE seq = ?`, seq).toArray()[0] ?? null;
}

/** True if more than `count` messages of a feed wait. */
export function waitsMoreThan(sql: SqlStorage, feed: string, count: number, passedOver: PassedOver): boolean {
  const query = `SELECT 1 FROM message WHERE ${waiting(passedOver)} AND feed = ? ORDER BY seq LIMIT 1 OFFSET ?`;
  return sql.exec(query, JSON.stringify(passedOver), feed, count).toArray().length > 0;
}

/** Those of a feed that wait, oldest first; a few are read at a time, as a cursor that stays open locks the table. */
export function* waitingOf(sql: SqlStorage, feed: string, passedOver: PassedOver): Generator<WaitingMessage, void> {
  const query = `${select(passedOver)} AND feed = ? AND seq > ? ORDER BY seq LIMIT ?`;
  let after = 0;
  for (;;) {
    const some = sql.exec<WaitingMessage>(query, JSON.stringify(passedOver), feed, after, AT_ONCE).toArray();
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** Those of these messages that wait, oldest first. */
export function waitingAmong(
  sql: SqlStorage,
  seqs: readonly number[],
  passedOver: PassedOver,
): readonly WaitingMessage[] {
  const query = `${select(passedOver)} AND seq IN (SELECT value FROM json_each(?)) ORDER BY seq`;
  return sql.exec<WaitingMessage>(query, JSON.stringify(passedOver), JSON.stringify(seqs)).toArray();
}

/** The comments and edits of all feeds that wait for a digest that is cut by now, oldest first. */
export function* gathered(sql: SqlStorage, passedOver: PassedOver): Generator<WaitingMessage, void> {
  const query = `${select(passedOver)} AND ${GATHERED} AND seq > ? ORDER BY seq LIMIT ?`;
  let after = 0;
  for (;;) {
    const some = sql.exec<WaitingMessage>(query, JSON.stringify(passedOver), after, AT_ONCE).toArray();
    yield* some;
    const last = some.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** True if any message waits that is not passed over. */
export function anyReady(sql: SqlStorage, passedOver: PassedOver): boolean {
  const query = `SELECT 1 FROM message WHERE ${waiting(passedOver)} LIMIT 1`;
  return sql.exec(query, JSON.stringify(passedOver)).toArray().length > 0;
}

/** True if any message waits. */
export function anyWaits(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM message WHERE state = 'waiting' AND due IS NULL LIMIT 1").toArray().length > 0;
}

/** The last edit of a comment that waits and was accepted after `seq`; `null`: there is none. */
export function lastEditAfter(sql: SqlStorage, comment: string, seq: number): WaitingMessage | null {
  const query = `SELECT ${COLUMNS} FROM message
    WHERE comment = ? AND seq > ? AND state = 'waiting' AND due IS NULL ORDER BY seq DESC LIMIT 1`;
  return sql.exec<WaitingMessage>(query, comment, seq).toArray()[0] ?? null;
}

/** Gives the number of messages that wait of each feed. */
export function countByFeed(sql: SqlStorage, passedOver: PassedOver): readonly number[] {
  const query = `SELECT count(*) AS n FROM message WHERE ${waiting(passedOver)} GROUP BY feed`;
  return sql
    .exec<{ n: number }>(query, JSON.stringify(passedOver))
    .toArray()
    .map(({ n }) => n);
}

/** Longest wait, ms, of those that wait now, if one goes every `interval`, oldest first. */
export function longestWait(sql: SqlStorage, interval: number, now: number, passedOver: PassedOver): number {
  const query = `SELECT max(turn * ?2 - since) AS longest FROM (
    SELECT coalesce(replayed, accepted) AS since, row_number() OVER (ORDER BY seq) AS turn FROM message WHERE ${waiting(passedOver)})`;
  const { longest } = sql.exec<{ longest: number | null }>(query, JSON.stringify(passedOver), interval).one();
  return longest === null ? 0 : now + longest;
}

/** Gives the number of messages that wait. */
export function countWaiting(sql: SqlStorage): number {
  const query = "SELECT count(*) AS n FROM message WHERE state = 'waiting' AND due IS NULL";
  return sql.exec<{ n: number }>(query).one().n;
}

function find(
  sql: SqlStorage,
  passedOver: PassedOver,
  where: string,
  ...bindings: readonly (string | number)[]
): WaitingMessage | null {
  const found = sql.exec<WaitingMessage>(
    `${select(passedOver)} AND ${where} LIMIT 1`,
    JSON.stringify(passedOver),
    ...bindings,
  );
  return found.toArray()[0] ?? null;
}
