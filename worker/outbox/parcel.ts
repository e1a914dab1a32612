import { unwantedTypes } from '../rules/wanted.ts';
import type { Desk } from './desk.ts';
import { lineOf, moreWait, type PassedOver, type Waiting } from './line.ts';
import type { Target } from './target.ts';

/** Most that one roundup stands for, in messages and in bytes of them: all are in memory at once. */
export const ROUNDUP_MESSAGES = 500;
const ROUNDUP_BYTES = 4 * 1024 * 1024;

/** What goes in one request: a message, or many comments of one feed as a roundup. */
export type Parcel = {
  /** The message's id; a roundup's is the same for the same messages. */
  readonly id: string;
  readonly feed: string;
  readonly isRoundup: boolean;
  readonly messages: readonly [Waiting, ...Waiting[]];
};

/** How long a feed's comments go one by one after a roundup of them went wrong. */
const SINGLY = 60 * 60_000;

/** From `now` on the feed's comments go one by one, so that the one at fault shows. */
export function singlyFrom(feed: string, now: number): { readonly feed: string; readonly until: number } {
  return { feed, until: now + SINGLY };
}

/** A message by itself. */
export function single(message: Waiting): Parcel {
  return { id: message.id, feed: message.feed, isRoundup: false, messages: [message] };
}

/** What goes with `first`: a roundup, where the platform has such and enough comments wait; else `first` by itself. */
export function parcelOf({ sql, state, world }: Desk, { platform, destination }: Target, first: Waiting): Parcel {
  const { feed } = first;
  const { clock, singly } = state;
  // A probe is one message: of a roundup that fails nobody would know which comment it was.
  const isProbe = clock.failing !== null || clock.suspect !== null;
  const isSingly = singly !== null && singly.feed === feed && world.now() < singly.until;
  const { events, roundup } = destination;
  const unwanted = unwantedTypes(events);
  if (platform.roundup === undefined || isProbe || isSingly || !moreWait(sql, feed, roundup, unwanted))
    return single(first);
  const rest = commentsAfter(sql, first, unwanted);
  const last = rest.at(-1);
  if (last === undefined || rest.length < roundup) return single(first);
  return { id: `${first.id}-${last.seq}`, feed, isRoundup: true, messages: [first, ...rest] };
}

/** The comments, new or edited, that wait right behind `first`, if that is one itself; anything else goes in its own turn. */
function commentsAfter(sql: SqlStorage, first: Waiting, unwanted: PassedOver): readonly Waiting[] {
  const rest: Waiting[] = [];
  let bytes = 0;
  for (const message of lineOf(sql, first.feed, unwanted)) {
    bytes += message.body?.length ?? 0;
    const isComment = message.type === 'comment.created' || message.type === 'comment.updated';
    if (!isComment || rest.length >= ROUNDUP_MESSAGES || bytes > ROUNDUP_BYTES) break;
    if (message.seq !== first.seq) rest.push(message);
  }
  return rest;
}
