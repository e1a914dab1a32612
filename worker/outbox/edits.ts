import { log } from '../io/log.ts';
import type { Offer } from '../rpc/offer.ts';
import type { OutboxContext } from './context.ts';
import { addRecord, addMessage, initialStateOf, dropHeld, type CommentRecord, updateRecord } from './store/messages.ts';
import type { MessageState } from '../rpc/log.ts';

/**
 * Wait, ms, of an edit that comes from another feed than the one its comment belongs to: that feed, which may show the
 * comment in other words, is polled every half hour at least where nothing else was asked for.
 */
const OWNER_HAS = 60 * 60_000;

/** An edit that is offered: the ids of its comment's first message and of its own, and the revision that it makes. */
export type Edit = {
  readonly comment: string;
  readonly id: string;
  readonly revision: string;
  readonly offer: Offer;
  /** Id of the first message of the comment that its comment answers. */
  readonly parent: string | null;
};

/** A comment's last edit, as its row has it. */
type LatestEdit = {
  readonly id: string;
  readonly feed: string;
  readonly state: MessageState;
  readonly due: number | null;
  readonly behind: string | null;
};

/**
 * Takes an edit over. The comment's own feed has its say at once; for another feed's edit it has an hour to offer one
 * itself. A last edit that was never to be sent as it stands (it waits out that hour, is unwanted or was undone) is
 * replaced where it stands in the queue.
 */
export function acceptEdit(context: OutboxContext, record: CommentRecord | null, edit: Edit, now: number): void {
  const { sql } = context;
  const { offer, comment, id, revision, parent } = edit;
  if (offer.hold !== null) {
    // What is held back changes nothing of what the destination is told.
    addMessage(context, { id, offer, holdsRecord: false, comment, parent }, now);
    return;
  }
  const last = record === null ? null : lastEditOf(sql, record);
  const isForeign = record !== null && record.owner !== null && record.owner !== offer.feed;
  if (isForeign && last?.id === id && last.state !== 'superseded') return;
  const replaced = last !== null && isReplaceable(last) ? last : null;
  const due = isForeign ? (replaced?.due ?? now + OWNER_HAS) : null;
  if (replaced === null) addMessage(context, { id, offer, holdsRecord: false, comment, parent }, now);
  else replace(context, replaced.id, edit, now);
  if (due !== null) {
    const behind = (replaced === null ? last?.id : replaced.behind) ?? comment;
    waitForOwner(sql, edit, { due, behind, owner: record?.owner ?? '' });
    sql.exec('UPDATE message SET edit = ?, edited = ? WHERE id = ?', id, now, comment);
    return;
  }
  if (record === null) addRecord(sql, comment, offer, now);
  updateRecord(sql, comment, { owner: offer.feed, content: offer.content, revision, edit: id }, now);
}

/** Sets a feed's edit aside where that feed, within the hour, shows again what the destination has been told. */
export function undoEdit({ sql }: OutboxContext, record: CommentRecord, { feed, hold }: Offer, now: number): void {
  if (record.edit === null || hold !== null) return;
  sql.exec(
    `UPDATE message SET state = 'superseded', reason = 'undone', settled = ?, due = NULL
     WHERE id = ? AND feed = ? AND due IS NOT NULL`,
    now,
    record.edit,
    feed,
  );
}

const DUE = `FROM message AS edit WHERE due IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM message WHERE id = edit.behind AND state = 'waiting')`;

/** Instant at which the next edit of another feed has waited long enough, with nothing of its comment before it, ms; `null`: none. */
export function releasesAt(sql: SqlStorage): number | null {
  return sql.exec<{ at: number | null }>(`SELECT min(due) AS at ${DUE}`).one().at;
}

/** Gives the number of edits of other feeds that wait for the owners of their comments; by their index. */
export function countDue(sql: SqlStorage): number {
  const query = "SELECT count(*) AS n FROM message WHERE state = 'waiting' AND due IS NOT NULL";
  return sql.exec<{ n: number }>(query).one().n;
}

/** Lets the edits of other feeds go that have waited long enough: their comments belong to those feeds now. */
export function releaseEdits({ sql }: OutboxContext, now: number): void {
  type Due = { id: string; comment: string; feed: string; content: string; revision: string };
  const released = sql.exec<Due>(`SELECT id, comment, feed, content, revision ${DUE} AND due <= ?`, now).toArray();
  for (const { id, comment, feed, content, revision } of released) {
    sql.exec('UPDATE message SET due = NULL, behind = NULL, reason = NULL WHERE id = ?', id);
    updateRecord(sql, comment, { owner: feed, content, revision, edit: id }, now);
  }
}

function lastEditOf(sql: SqlStorage, { edit }: CommentRecord): LatestEdit | null {
  if (edit === null) return null;
  const query = 'SELECT id, feed, state, due, behind FROM message WHERE id = ?';
  return sql.exec<LatestEdit>(query, edit).toArray()[0] ?? null;
}

function isReplaceable({ state, due }: LatestEdit): boolean {
  return due !== null || state === 'unwanted' || state === 'filtered' || state === 'superseded';
}

/** Puts an edit in the place of another. `claim` stays: the one that is under way is told by it. */
function replace({ sql, shownName }: OutboxContext, former: string, { id, offer, parent }: Edit, now: number): void {
  const { state, reason, body } = initialStateOf(offer);
  dropHeld(sql, id);
  sql.exec(
    `UPDATE message SET id = ?, feed = ?, state = ?, reason = ?, accepted = ?, settled = ?, body = ?, content = NULL,
       revision = NULL, due = NULL, behind = NULL, replayed = NULL, tried = NULL, status = NULL, ms = NULL, answer = NULL, attempts = 0,
       failures = 0, uncertain = 0, replays = 0, sent = NULL, place = NULL, post = ?, parent = ?
     WHERE id = ?`,
    id,
    offer.feed,
    state,
    reason,
    now,
    state === 'waiting' ? null : now,
    body,
    offer.post ?? null,
    parent,
    former,
  );
  if (state === 'dead') log('message.dead', { destination: shownName, feed: offer.feed, message: id, reason });
}

type Wait = { readonly due: number; readonly behind: string; readonly owner: string };

function waitForOwner(sql: SqlStorage, { id, offer, revision }: Edit, { due, behind, owner }: Wait): void {
  sql.exec(
    `UPDATE message SET due = ?, behind = ?, content = ?, revision = ?, reason = ? WHERE id = ? AND state = 'waiting'`,
    due,
    behind,
    offer.content,
    revision,
    `waits an hour for feed ${owner}, to which the comment belongs`,
    id,
  );
}
