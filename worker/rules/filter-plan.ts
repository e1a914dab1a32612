import type { PlannedOffer, Taken } from './plan.ts';
import type { RememberedComment } from './watch.ts';

/**
 * Lets a feed's filter judge the news and the edits of a plan. `rejectionOf` gives the rule that rejects an offer's comment as
 * it reads now. What is rejected is held, and remembered as that; an edit that passes where its comment was held is offered
 * as a new comment. What is held as baseline is not judged.
 */
export function filterPlan(plan: Taken, rejectionOf: (offer: PlannedOffer) => string | null): Taken {
  const filtered = new Set(plan.after.remembered.flatMap(({ filtered: is, key }) => (is === true ? [key] : [])));
  const judged = new Map<string, boolean>();
  const offers = plan.offers.map((offer): PlannedOffer => {
    if (offer.hold !== null) return offer;
    const rule = rejectionOf(offer);
    const isOfHeld = filtered.has(offer.key);
    // An edit of a comment that was sent leaves that comment what it is.
    if (isOfHeld || (offer.type === 'comment.created' && rule !== null)) judged.set(offer.key, rule !== null);
    if (rule !== null) return { ...offer, hold: 'filtered', rule };
    return isOfHeld ? { ...offer, type: 'comment.created' } : offer;
  });
  if (judged.size === 0) return { ...plan, offers };
  const remembered = plan.after.remembered.map((known) => judgedComment(known, judged));
  return { ...plan, offers, after: { ...plan.after, remembered } };
}

function judgedComment(known: RememberedComment, judged: ReadonlyMap<string, boolean>): RememberedComment {
  const isRejected = known.key === null ? undefined : judged.get(known.key);
  if (isRejected === undefined) return known;
  const { filtered: _before, ...rest } = known;
  return isRejected ? { ...rest, held: true, filtered: true } : { ...rest, held: false };
}
