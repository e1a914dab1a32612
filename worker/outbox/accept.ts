import { messageId, nextRevision } from '../message.ts';
import type { Accepted, Offer } from '../model.ts';
import { joined } from '../rules/clock.ts';
import { isWanted } from '../rules/wanted.ts';
import type { Desk } from './desk.ts';
import { type Root, addKnown, addMessage, rootOf, takeOver } from './rows.ts';
import { lookUp } from './target.ts';

/** Under the 10 GB of an object, so that there is always room to record what was sent. */
const DATABASE_BYTES = 8 * 1024 ** 3;

/** An offer with the ids that it would get. `edit`: for a `comment.updated`, as the revision after `previous`. */
type Prepared = {
  readonly offer: Offer;
  readonly wanted: boolean;
  readonly id: string;
  readonly edit: { readonly id: string; readonly previous: string | null; readonly revision: string } | null;
};

/**
 * Takes offers over, durably, in order, all in one transaction (but for the rare one whose comment was edited meanwhile:
 * it and those after it go in the next). Throws, and has taken nothing, where the database is full.
 */
export async function accept(desk: Desk, offers: readonly Offer[]): Promise<readonly Accepted[]> {
  if (desk.sql.databaseSize > DATABASE_BYTES) throw new RangeError('The Outbox is full');
  await lookUp(desk);
  const { events } = desk.state;
  const accepted: Accepted[] = [];
  while (accepted.length < offers.length) {
    const rest = offers.slice(accepted.length);
    const prepared = await Promise.all(
      rest.map((offer) => prepare(desk, offer, events === 'unknown' || isWanted(offer.happening.type, events))),
    );
    accepted.push(...desk.atomically(() => takeAll(desk, prepared)));
  }
  return accepted;
}

async function prepare(desk: Desk, offer: Offer, wanted: boolean): Promise<Prepared> {
  const id = await messageId(offer.key, null, desk.name);
  if (offer.happening.type !== 'comment.updated') return { offer, wanted, id, edit: null };
  const previous = rootOf(desk.sql, id)?.revision ?? null;
  const revision = await nextRevision(previous, offer.content ?? '');
  return { offer, wanted, id, edit: { previous, revision, id: await messageId(offer.key, revision, desk.name) } };
}

/** Takes them in order, up to the first whose comment has another revision by now. */
function takeAll(desk: Desk, offers: readonly Prepared[]): readonly Accepted[] {
  const now = desk.world.now();
  const accepted: Accepted[] = [];
  for (const prepared of offers) {
    const taken = take(desk, prepared, now);
    if (taken === 'outdated') break;
    accepted.push(taken);
  }
  const { clock, parked } = desk.state;
  desk.change({ clock: joined(clock, now), parked: parked === null ? null : { ...parked, next: now } });
  return accepted;
}

function take(desk: Desk, { offer, wanted, id, edit }: Prepared, now: number): Accepted | 'outdated' {
  const { sql } = desk;
  const own: Accepted = { content: offer.content };
  if (!wanted) return own;
  const { type } = offer.happening;
  const root = rootOf(sql, id);
  const isComment = type === 'comment.created' || type === 'comment.updated';
  if (root !== null && !(isComment && isOpenTo(offer, root))) return own;
  if (edit === null) {
    const isNew = root === null || (offer.hold === null && root.owner === null);
    if (isNew) addMessage(desk, { id, offer, isRoot: isComment }, now);
    return isNew ? own : { content: root.content };
  }
  if (root?.content === offer.content) return own;
  if ((root?.revision ?? null) !== edit.previous) return 'outdated';
  addMessage(desk, { id: edit.id, offer, isRoot: false }, now);
  // What is held back changes nothing of what the destination has been told.
  if (offer.hold !== null) return own;
  if (root === null) addKnown(sql, id, offer, now);
  takeOver(sql, id, { owner: offer.feed, content: offer.content, revision: edit.revision }, now);
  return own;
}

/** Whether a comment that is here already has to do with this feed: it is the feed's own, or nobody's yet. */
function isOpenTo(offer: Offer, { owner, feed }: Root): boolean {
  if (owner !== null) return owner === offer.feed;
  return offer.hold === null || feed === offer.feed;
}
