import { type Channel, NO_REFS, type Receipt, type Refs, type Reply } from '../../destination/channel.ts';
import { log } from '../../io/log.ts';
import { readEvent } from '../../message.ts';
import type { OutboxContext } from '../context.ts';
import type { Batch } from '../queue/batch.ts';
import type { WaitingMessage } from '../queue/queue.ts';

const DAY = 24 * 60 * 60_000;

/** Longest that a receipt counts after its thread was last used, ms. */
export const RECEIPT_KEPT = 90 * DAY;

/** Longest text that an answer may have kept about a place, in UTF-16 units. */
const LEARNED_LENGTH = 1024;

/** Longest name of a message or thread that is kept: chats' are far shorter. */
const NAME_LENGTH = 1000;

/** Most of a comment that stands for it where another one answers it. */
const EXCERPT_LENGTH = 200;

/** Facts of a delivery that are to be kept about its place. */
export type Kept = {
  readonly place: string;
  readonly receipt: Receipt | null;
  /** The thread that the message went into, by its receipt or by what it referred to. */
  readonly thread: string | null;
  readonly learned: string | null;
  /** Change that the owner is to make in CONFIG by that. */
  readonly outdated: Outdated | null;
};

/** Field of CONFIG's value that works for now, and is to be changed. */
export type Outdated = { readonly field: string; readonly detail: string };

/** Refs of a batch, as far as receipts of that place are kept. */
export function refsOf(sql: SqlStorage, { place, threads, edits }: Channel, batch: Batch, now: number): Refs {
  const [first] = batch.messages;
  // A digest is about many posts.
  if (batch.isDigest) return NO_REFS;
  const thread = threads && first.post !== null ? threadOf(sql, first.post, place, now) : null;
  if (batch.isRoundup) return { ...NO_REFS, thread };
  return { thread, sent: edits ? sentBefore(sql, first, place) : null, parent: parentOf(sql, first, place) };
}

/** Gives what was learned from an answer, if it is short enough to be kept. */
export function learnedFrom({ shownName }: OutboxContext, { learned }: Reply): string | null {
  if (learned === null || learned.length <= LEARNED_LENGTH) return learned;
  log('outbox.learned-too-much', { destination: shownName });
  return null;
}

/** Reads what was learned from earlier answers of a place; `null`: nothing. */
export function learnedOf(sql: SqlStorage, place: string): string | null {
  const rows = sql.exec<{ value: string }>('SELECT value FROM learned WHERE place = ?', place);
  return rows.toArray()[0]?.value ?? null;
}

/**
 * Keeps what was learned, and of a delivery the post's thread; the receipt itself stands in the message's row. True if
 * what was learned is news.
 */
export function keep(context: OutboxContext, batch: Batch, kept: Kept, isDelivered: boolean, now: number): boolean {
  if (isDelivered) keepThread(context, batch, kept, now);
  const { place, learned } = kept;
  if (learned === null) return false;
  const written = context.sql.exec(
    `INSERT INTO learned (place, value, used) VALUES (?1, ?2, ?3)
     ON CONFLICT (place) DO UPDATE SET value = ?2, used = ?3 WHERE value <> ?2 RETURNING 1`,
    place,
    learned,
    now,
  );
  return written.toArray().length > 0;
}

function keepThread({ sql }: OutboxContext, batch: Batch, { place, thread }: Kept, now: number): void {
  const [{ post }] = batch.messages;
  if (batch.isDigest || post === null || thread === null || thread.length > NAME_LENGTH) return;
  // The day is enough to know for how long to keep it, and spares a row for most messages.
  sql.exec(
    `INSERT INTO thread (post, place, thread, used) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (post, place) DO UPDATE SET thread = ?3, used = ?4 WHERE thread <> ?3 OR used <= ?4 - ?5`,
    post,
    place,
    thread,
    now,
    DAY,
  );
}

/** The receiver's name for a message that went alone, if it is to be kept. */
export function sentOf({ isRoundup }: Batch, { receipt }: Kept): string | null {
  return isRoundup || receipt === null || receipt.sent.length > NAME_LENGTH ? null : receipt.sent;
}

/** Forgets threads that were not used for so long, and what was learned of places that are none of this destination's. */
export function forgetReceipts(sql: SqlStorage, place: string | null, now: number): void {
  sql.exec('DELETE FROM thread WHERE used < ?', now - RECEIPT_KEPT);
  if (place !== null) sql.exec('DELETE FROM learned WHERE used < ? AND place <> ?', now - RECEIPT_KEPT, place);
}

function threadOf(sql: SqlStorage, post: string, place: string, now: number): string | null {
  const query = 'SELECT thread FROM thread WHERE post = ? AND place = ? AND used >= ?';
  return sql.exec<{ thread: string }>(query, post, place, now - RECEIPT_KEPT).toArray()[0]?.thread ?? null;
}

/** The receiver's name for the message in which an edit's comment went alone. */
function sentBefore(sql: SqlStorage, { comment }: WaitingMessage, place: string): string | null {
  if (comment === null) return null;
  const query = 'SELECT sent FROM message WHERE id = ? AND place = ?';
  return sql.exec<{ sent: string | null }>(query, comment, place).toArray()[0]?.sent ?? null;
}

function parentOf(sql: SqlStorage, { parent, body }: WaitingMessage, place: string): Refs['parent'] {
  if (parent === null) return null;
  const query = 'SELECT sent, body FROM message WHERE id = ? AND place = ? AND sent IS NOT NULL';
  const [row] = sql.exec<{ sent: string; body: string | null }>(query, parent, place).toArray();
  if (row === undefined) return null;
  const answered = readEvent(row.body);
  if (answered !== null && 'comment' in answered.data) {
    const { author, text } = answered.data.comment;
    return { sent: row.sent, author: author.name, excerpt: text.slice(0, EXCERPT_LENGTH).toWellFormed() };
  }
  const own = readEvent(body);
  const author = own !== null && 'comment' in own.data ? (own.data.comment.inReplyTo?.author ?? null) : null;
  return { sent: row.sent, author, excerpt: null };
}
