import { messageId, nextRevision } from '../message.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import { afterArrivals, outageOf } from '../rules/circuit.ts';
import type { OutboxContext } from './context.ts';
import { releaseEdits, acceptEdit, undoEdit } from './edits.ts';
import { addMessage, type CommentRecord, commentRecordOf } from './store/messages.ts';
import { isStale } from './destination-config.ts';
import { noteTaken } from './usage.ts';

/** Most bytes of the database: under the 10 GB of an object, so that there is always room to record what was sent. */
const DATABASE_BYTES = 8 * 1024 ** 3;

/** An offer with the ids that it would get. `edit`: for a `comment.updated`, as the revision after `previous`. */
type Prepared = {
  readonly offer: Offer;
  readonly id: string;
  /** Id of the first message of the comment that this one answers. */
  readonly parent: string | null;
  readonly edit: { readonly id: string; readonly previous: string | null; readonly revision: string } | null;
};

/**
 * Takes offers over, durably, in order, all in one transaction (but for the rare one whose comment was edited meanwhile:
 * it and those after it go in the next), whatever CONFIG says. Throws, and has taken nothing, where the database is full.
 */
export async function accept(context: OutboxContext, offers: readonly Offer[]): Promise<readonly Accepted[]> {
  if (context.sql.databaseSize > DATABASE_BYTES) throw new RangeError('The Outbox is full');
  const accepted: Accepted[] = [];
  while (accepted.length < offers.length) {
    const rest = offers.slice(accepted.length);
    const prepared = await Promise.all(rest.map((offer) => prepare(context, offer)));
    accepted.push(...context.atomically(() => takeAll(context, prepared)));
  }
  noteTaken(context, accepted.length);
  return accepted;
}

async function prepare(context: OutboxContext, offer: Offer): Promise<Prepared> {
  const id = await messageId(offer.key, null, context.name);
  const { parent: answered = null } = offer;
  const parent = answered === null ? null : await messageId(answered, null, context.name);
  if (offer.event.type !== 'comment.updated') return { offer, id, parent, edit: null };
  const previous = commentRecordOf(context.sql, id)?.revision ?? null;
  const revision = await nextRevision(previous, offer.content ?? '');
  return { offer, id, parent, edit: { previous, revision, id: await messageId(offer.key, revision, context.name) } };
}

/** Takes them in order, up to the first whose comment has another revision by now. */
function takeAll(context: OutboxContext, offers: readonly Prepared[]): readonly Accepted[] {
  const now = context.deps.now();
  releaseEdits(context, now);
  const accepted: Accepted[] = [];
  for (const prepared of offers) {
    const taken = take(context, prepared, now);
    if (taken === 'outdated') break;
    accepted.push(taken);
  }
  const { circuit, blocked } = context.state;
  const isRefuted = blocked?.byAnswer === true;
  // Somebody may have mended by now what it failed for.
  if ((isRefuted || outageOf(circuit) !== null) && isStale(context)) context.isAsked = true;
  const isOpen = blocked === null || isRefuted;
  context.change({ circuit: afterArrivals(circuit, now), blocked: isOpen ? blocked : { ...blocked, next: now } });
  return accepted;
}

function take(context: OutboxContext, { offer, id, parent, edit }: Prepared, now: number): Accepted | 'outdated' {
  const record = commentRecordOf(context.sql, id);
  const own: Accepted = { content: offer.content };
  if (edit === null) return takeFirst(context, record, { id, offer, parent }, now);
  if (record !== null && record.content === offer.content) {
    undoEdit(context, record, offer, now);
    return own;
  }
  if ((record?.revision ?? null) !== edit.previous) return 'outdated';
  acceptEdit(context, record, { comment: id, id: edit.id, revision: edit.revision, offer, parent }, now);
  return own;
}

/** Takes a comment that came, or a notice. */
function takeFirst(
  context: OutboxContext,
  record: CommentRecord | null,
  first: { id: string; offer: Offer; parent: string | null },
  now: number,
): Accepted {
  const { offer } = first;
  const own: Accepted = { content: offer.content };
  const holdsRecord = offer.event.type === 'comment.created';
  if (record !== null && !(holdsRecord && isOpenTo(offer, record))) return own;
  const isNew = record === null || (offer.hold === null && record.owner === null);
  if (isNew) addMessage(context, { ...first, holdsRecord }, now);
  return isNew ? own : { content: record.content };
}

/** True if a known comment is this feed's own, or no feed's yet. */
function isOpenTo(offer: Offer, { owner, feed }: CommentRecord): boolean {
  if (owner !== null) return owner === offer.feed;
  return offer.hold === null || feed === offer.feed;
}
