import * as v from 'valibot';
import { type Bucket, spend } from '../../rules/pace.ts';
import { addUsage, type Usage } from '../../rules/usage.ts';
import { writtenSends } from './written-state.ts';

/** Rows that a message costs when it is recorded: its own, and that of its place in the queue. */
const ROWS_RECORDED = 2;

/** Rows of a request beside its messages': its claim, and the alarm after it. */
const ROWS_SENT = 2;

/** State that each send changes. It lies beside the claim, which each send writes in any case. Instants are ms since the epoch. */
export type Sends = {
  readonly bucket: Bucket;
  /** Number of the last claim that counts here; `null`: not known. */
  readonly claimed: number | null;
  /** The feed that was served last: the next one in the order of names is next. */
  readonly lastFeed: string;
  /** Instant of the last delivery; `null`: none is known. */
  readonly lastDelivery: number | null;
  /** Use of the last UTC day in which anything was sent; `null`: none is known. */
  readonly usage: Usage | null;
};

/** A send that has its result: its claim's number, its instant (ms), and its messages. */
export type CountedSend = {
  readonly claim: number;
  readonly at: number;
  readonly feed: string;
  readonly messages: number;
  readonly requests: number;
  readonly isDelivered: boolean;
  /** It was the turn of its feed. */
  readonly isTurn: boolean;
};

/** Sends with one more. */
export function withSend(before: Sends, sent: CountedSend): Sends {
  const { claim, at, feed, messages, requests, isDelivered, isTurn } = sent;
  return {
    bucket: spend(before.bucket, at, requests),
    claimed: claim,
    lastFeed: isTurn ? feed : before.lastFeed,
    lastDelivery: isDelivered ? at : before.lastDelivery,
    usage: addUsage(before.usage, at, { rows: messages * ROWS_RECORDED + ROWS_SENT, sent: messages }),
  };
}

/** The part of a state that each send changes. */
export function sendsOf({ bucket, claimed, lastFeed, lastDelivery, usage }: Sends): Sends {
  return { bucket, claimed, lastFeed, lastDelivery, usage };
}

/**
 * Reads the sends: what was written with the last claim, and the send that followed, as its messages tell it. That is how it
 * is for nearly all, which so write no row of their own.
 */
export function readSends(sql: SqlStorage): Sends {
  const { number, sends } = sql.exec<{ number: number; sends: string }>('SELECT number, sends FROM claim').one();
  const before = v.parse(writtenSends, JSON.parse(sends));
  if (before.claimed !== number - 1) return before;
  const [first, ...others] = membersSent(sql);
  if (first === undefined) return before;
  const { feed, at, state } = first;
  const isDelivered = state === 'delivered';
  const isTurn = isDelivered || state === 'dead';
  return withSend(before, { claim: number, at, feed, messages: 1 + others.length, requests: 1, isDelivered, isTurn });
}

/** Writes the sends, where they would be read otherwise: a row. */
export function writeSends(sql: SqlStorage, sends: Sends): void {
  const value = JSON.stringify(sends);
  if (JSON.stringify(readSends(sql)) !== value) sql.exec('UPDATE claim SET sends = ?', value);
}

/** Members of the last claim that bear its number, and so have a result, in its order. */
function membersSent(sql: SqlStorage) {
  return sql
    .exec<{ feed: string; at: number; state: string }>(
      `SELECT feed, tried AS at, state FROM claim, json_each(seqs) AS member JOIN message ON seq = member.value
       WHERE message.claim = number AND tried IS NOT NULL ORDER BY member.key`,
    )
    .toArray();
}
