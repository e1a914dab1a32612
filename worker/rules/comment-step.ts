import type { Placed } from './compare.ts';
import { NOTHING_SAID } from './names.ts';
import { textChange } from './restless.ts';
import type { HoldCause, PlannedOffer } from './plan.ts';
import type { RememberedComment, ReadPages } from './watch.ts';

/** A remembered comment as a poll leaves it, and what there is to offer of it. */
export type CommentStep = {
  readonly remembered: RememberedComment;
  readonly offer: PlannedOffer | null;
  /** `learned`: a comment, an ID or a text is new; `noted`: something that can be written later is. */
  readonly change: 'learned' | 'noted' | null;
};

type StepContext = {
  readonly key: string;
  /** It is offered once more, as part of a baseline that was begun. */
  readonly isAgain: boolean;
  /** Most texts of page 1 change all the time. */
  readonly isRestlessFeed: boolean;
  readonly now: number;
};

/** Gives a known comment the names that it has now, and tells whether its text was edited: page 1 alone says so. */
export function knownStep(one: Placed, known: RememberedComment, read: ReadPages, context: StepContext): CommentStep {
  const { key, isAgain, isRestlessFeed, now } = context;
  const { id, fingerprint, author, time, content } = one.comment;
  const shown = read.kind === 'whole' ? one.page === 0 : known.shown;
  const named = { ...known, id, fingerprint, author, time: time ?? known.time, key, shown };
  const isRenamed = known.id !== id || known.key === null;
  const isMoved = known.fingerprint !== fingerprint || known.author !== author || known.time !== named.time;
  const change = isRenamed ? 'learned' : isMoved ? 'noted' : null;
  if (one.page > 0) return { remembered: named, offer: null, change };
  if (isAgain) {
    const offer = offerOf('comment.created', one, key, known.held ? 'first poll' : null);
    return { remembered: { ...named, content }, offer, change: 'learned' };
  }
  // Earlier builds did not read titles as texts: what they remembered as empty is learned, and no edit.
  const isLearned = one.comment.isTitle === true && known.content === NOTHING_SAID;
  const text = textChange(isLearned ? { ...named, content: null } : named, content, isRestlessFeed, now);
  const isEdit = text.change === 'edited';
  return {
    remembered: text.remembered,
    offer: isEdit ? offerOf('comment.updated', one, key, null) : null,
    change: isEdit ? 'learned' : (change ?? (text.change === null ? null : 'noted')),
  };
}

/** Remembers a comment that appears. `cause`: of holding it; `null`: it is news. */
export function newStep(one: Placed, read: ReadPages, cause: HoldCause | null, key: string): CommentStep {
  const { id, fingerprint, author, time, content } = one.comment;
  const isFirst = one.page === 0;
  const known: RememberedComment = {
    id,
    fingerprint,
    author,
    time,
    // An older page may be written otherwise than page 1 is.
    content: isFirst ? content : null,
    key,
    held: cause !== null,
    shown: isFirst && read.kind === 'whole',
    restless: null,
  };
  return {
    remembered: known,
    offer: offerOf('comment.created', one, key, cause),
    change: 'learned',
  };
}

function offerOf(
  type: PlannedOffer['type'],
  { page, at, comment }: Placed,
  key: string,
  cause: HoldCause | null,
): PlannedOffer {
  const offer = { type, page, at, key, content: comment.content } as const;
  return cause === null ? { ...offer, hold: null } : { ...offer, hold: 'baseline', cause };
}
