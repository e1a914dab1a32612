import { log } from '../../io/log.ts';
import type { Offer } from '../../rpc/offer.ts';
import type { OutboxContext } from '../context.ts';
import type { MessageState } from '../../rpc/log.ts';

/** Largest message, in bytes. No comment comes near: it is cut long before. */
const MESSAGE_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/** Record of a comment, in the row of its first message. `edit`: the id of its last edit. */
export type CommentRecord = {
  readonly id: string;
  readonly feed: string;
  readonly owner: string | null;
  readonly content: string | null;
  readonly revision: string | null;
  readonly edit: string | null;
};

/** Reads the record of the comment whose first message is `id`; `null`: there is none. */
export function commentRecordOf(sql: SqlStorage, id: string): CommentRecord | null {
  const query = 'SELECT id, feed, owner, content, revision, edit FROM message WHERE id = ?';
  return sql.exec<CommentRecord>(query, id).toArray()[0] ?? null;
}

type Addition = {
  readonly id: string;
  readonly offer: Offer;
  /** The row holds the comment's record. */
  readonly holdsRecord: boolean;
  /** Id of the row with the comment's record; only of an edit. */
  readonly comment?: string;
  /** Id of the row of the comment that this one answers. */
  readonly parent: string | null;
};

/** State, reason and body with which a message begins. */
export type InitialState = {
  readonly state: MessageState;
  readonly reason: string | null;
  readonly body: string | null;
};

/**
 * State, reason and body of what is offered. A message that is too large is never sent, and its body not kept: a row of
 * over 2 MB cannot be written at all.
 */
export function initialStateOf({ hold, rule, cause, event }: Offer): InitialState {
  const body = JSON.stringify(event);
  if (isTooLarge(body)) return { state: hold ?? 'dead', reason: 'larger than 256 KB', body: null };
  return { state: hold ?? 'waiting', reason: rule ?? cause ?? null, body };
}

/** Puts a message at the end of its queue; one that is there already stays, unless it was held back and is not now. */
export function addMessage(
  { sql, shownName }: OutboxContext,
  { id, offer, holdsRecord, comment, parent }: Addition,
  now: number,
): void {
  const { key, feed, hold, event, content, post = null } = offer;
  const { state, reason, body } = initialStateOf(offer);
  if (hold === null) dropHeld(sql, id);
  const added = sql.exec(
    `INSERT OR IGNORE INTO message (id, feed, type, state, reason, owner, content, accepted, settled, comment, post,
       parent, key, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING 1`,
    id,
    feed,
    event.type,
    state,
    reason,
    holdsRecord && hold === null ? feed : null,
    holdsRecord ? content : null,
    now,
    state === 'waiting' ? null : now,
    comment ?? null,
    post,
    parent,
    key,
    body,
  );
  if (added.toArray().length > 0 && state === 'dead')
    log('message.dead', { destination: shownName, feed, message: id, reason });
}

/** Forgets a message that was held back: it is offered to be sent now. */
export function dropHeld(sql: SqlStorage, id: string): void {
  sql.exec("DELETE FROM message WHERE id = ? AND state IN ('baseline', 'filtered')", id);
}

/** Remembers a comment whose first message this Outbox never had. */
export function addRecord(sql: SqlStorage, id: string, { key, feed }: Offer, now: number): void {
  sql.exec(
    `INSERT INTO message (id, feed, type, state, accepted, settled, key)
     VALUES (?1, ?2, 'comment.created', 'known', ?3, ?3, ?4)`,
    id,
    feed,
    now,
    key,
  );
}

/** Content last accepted of a comment, its revision and its feed. */
export type RecordUpdate = Pick<CommentRecord, 'owner' | 'content' | 'revision'> & { readonly edit: string };

/** Updates the record of the comment whose first message is `id`. */
export function updateRecord(
  sql: SqlStorage,
  id: string,
  { owner, content, revision, edit }: RecordUpdate,
  now: number,
): void {
  sql.exec(
    'UPDATE message SET owner = ?, content = ?, revision = ?, edit = ?, edited = ? WHERE id = ?',
    owner,
    content,
    revision,
    edit,
    now,
    id,
  );
}

function isTooLarge(body: string): boolean {
  // A character is at most three bytes, so most need no counting.
  return body.length * 3 > MESSAGE_BYTES && encoder.encode(body).byteLength > MESSAGE_BYTES;
}
