import { log } from '../io/log.ts';
import type { Offer } from '../model.ts';
import type { Desk } from './desk.ts';
import type { MessageState } from './schema.ts';

/** Messages are at most so large. No comment comes near: it is cut long before. */
const MESSAGE_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/** What the row of a comment's first message says of the comment. */
export type Root = {
  readonly feed: string;
  readonly owner: string | null;
  readonly content: string | null;
  readonly revision: string | null;
};

/** What is known of the comment whose first message is `id`; `null`: nothing. */
export function rootOf(sql: SqlStorage, id: string): Root | null {
  return sql.exec<Root>('SELECT feed, owner, content, revision FROM message WHERE id = ?', id).toArray()[0] ?? null;
}

type Addition = {
  readonly id: string;
  readonly offer: Offer;
  /** Whether the row speaks for the comment. */
  readonly isRoot: boolean;
};

/**
 * Puts a message at the end of its line; one that is there already stays, unless it was held back and is not now. One that
 * is too large is never sent, and its body not kept: a row of over 2 MB cannot be written at all.
 */
export function addMessage({ sql, name }: Desk, { id, offer, isRoot }: Addition, now: number): void {
  const { feed, hold, happening, content } = offer;
  const body = JSON.stringify(happening);
  const tooLarge = isTooLarge(body);
  const state: MessageState = hold ?? (tooLarge ? 'dead' : 'waiting');
  const reason = tooLarge ? 'larger than 256 KB' : null;
  if (hold === null) sql.exec("DELETE FROM message WHERE id = ? AND state IN ('baseline', 'filtered')", id);
  const added = sql.exec(
    `INSERT OR IGNORE INTO message (id, feed, type, state, reason, owner, content, accepted, settled, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING 1`,
    id,
    feed,
    happening.type,
    state,
    reason,
    isRoot && hold === null ? feed : null,
    isRoot ? content : null,
    now,
    state === 'waiting' ? null : now,
    tooLarge ? null : body,
  );
  if (added.toArray().length > 0 && state === 'dead')
    log('message.dead', { destination: name, feed, message: id, reason });
}

/** Remembers a comment whose first message this Outbox never had. */
export function addKnown(sql: SqlStorage, id: string, { feed }: Offer, now: number): void {
  sql.exec(
    "INSERT INTO message (id, feed, type, state, accepted, settled) VALUES (?, ?, 'comment.created', 'known', ?3, ?3)",
    id,
    feed,
    now,
  );
}

/** Notes what was last taken over of a comment, and from which feed. */
export function takeOver(sql: SqlStorage, id: string, root: Omit<Root, 'feed'>, now: number): void {
  sql.exec(
    'UPDATE message SET owner = ?, content = ?, revision = ?, edited = ? WHERE id = ?',
    root.owner,
    root.content,
    root.revision,
    now,
    id,
  );
}

function isTooLarge(body: string): boolean {
  // A character is at most three bytes, so most need no counting.
  return body.length * 3 > MESSAGE_BYTES && encoder.encode(body).byteLength > MESSAGE_BYTES;
}
