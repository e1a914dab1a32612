import type { RenderedComment } from '../feed/comment/render.ts';
import type { FoundComment } from '../systems/comments.ts';
import { commentKey, iso, noticeKey, postKey, withoutWww } from '../message.ts';
import type { Event, Feed, FeedFacts, MessageData, Moderation, Reference } from '../model.ts';
import type { Offer } from '../rpc/offer.ts';
import type { PlannedOffer, Taken } from '../rules/plan.ts';

/** Facts that the offers of a poll are made of: the comments of its pages, and the feed. */
export type OfferFacts = {
  readonly feed: Feed;
  /** Address of the comment feed of one of a site's posts; left out: it is the feed's own. */
  readonly url?: string | undefined;
  readonly facts: FeedFacts;
  /** The comments of each page, page 1 first, in the page's own order. */
  readonly pages: readonly (readonly FoundComment[])[];
  readonly now: number;
};

/** Renders the offers of a plan: the notices, then its comments in their order. */
export function* offersOf(from: OfferFacts, plan: Taken): Generator<Offer> {
  const { feed, facts, now } = from;
  const { watching, gap, imported } = plan;
  if (watching !== null) {
    const data = { feed: facts, count: plan.count, newest: newestOf(from, plan) };
    yield notice(feed, now, watching, { type: 'feed.watching', data });
  }
  if (gap !== null) {
    const data = { feed: facts, since: iso(gap.since), missed: gap.missed };
    yield notice(feed, now, gap.since, { type: 'feed.gap', data });
  }
  if (imported !== null) {
    const { since, count, kept } = imported;
    yield notice(feed, now, since, { type: 'feed.imported', data: { feed: facts, count, kept, since: iso(since) } });
  }
  const offerOf = commentOffers(from, plan);
  for (const planned of plan.offers) {
    const offer = offerOf(planned);
    if (offer !== null) yield offer;
  }
}

/** Event about a comment. */
type CommentEvent = Extract<Event, { readonly type: PlannedOffer['type'] }>;

/** An offer of a comment. */
type CommentOffer = Offer & { readonly event: CommentEvent };

/** Gives what renders the offer of one of the poll's comments; `null`: there is none at that place. */
export function commentOffers(from: OfferFacts, plan: Taken): (planned: PlannedOffer) => CommentOffer | null {
  const parentKeyOf = parentKeys(from, plan);
  return (planned) => {
    const found = from.pages[planned.page]?.[planned.at];
    return found === undefined ? null : commentOffer(from, planned, found, parentKeyOf);
  };
}

type ParentKeyOf = (inReplyTo: Reference | null) => string | null;

/** Gives the key of the comment that one answers: as it is offered in this poll, else as its ID gives it. */
function parentKeys({ feed, url: child, pages }: OfferFacts, { offers }: Taken): ParentKeyOf {
  const named = { name: child === undefined ? feed.name : `${feed.name} ${child}` };
  const found = pages.flat();
  const ids = new Map(found.flatMap(({ id, url }) => (url === null ? [] : [[url, id] as const])));
  const planned = new Map(offers.map(({ page, at, key }) => [pages[page]?.[at]?.id, key]));
  return (inReplyTo) => {
    const url = inReplyTo?.url ?? null;
    // Some feeds link to it and do not name it.
    const id = inReplyTo?.id ?? (url === null ? null : (ids.get(url) ?? url));
    return id === null ? null : (planned.get(id) ?? commentKey(named, child ?? feed.url, id));
  };
}

function commentOffer(
  from: OfferFacts,
  { type, key, content, hold, cause, rule }: PlannedOffer,
  found: FoundComment,
  parentKeyOf: ParentKeyOf,
): CommentOffer {
  const { feed, facts, now } = from;
  const { post, ...comment } = rendered(from, found);
  const { published, updated } = comment;
  // Many feeds repeat the time of writing in `updated`: that is not when it was edited.
  const edited = updated === published ? null : updated;
  const timestamp = (type === 'comment.created' ? (published ?? updated) : edited) ?? iso(now);
  return {
    key,
    feed: feed.name,
    content,
    hold,
    ...(cause === undefined ? {} : { cause }),
    ...(rule === undefined ? {} : { rule }),
    event: { type, timestamp, data: { feed: facts, post, comment } },
    post: postKey(feed, post),
    parent: parentKeyOf(comment.inReplyTo),
  };
}

/** Pages on which a comment is moderated: of one on the feed's own host alone, for a feed may hold strangers' as well. */
function moderationOf({ moderate, url }: Feed, found: FoundComment): Moderation | null {
  const [own, host] = [url, found.url].map((one) => withoutWww(URL.parse(one ?? '')?.host ?? ''));
  return moderate && own === host ? found.moderation() : null;
}

/** Longest time that a comment may be ahead of its poll, in ms: beyond it the year is of another calendar (2083 is Nepal's 2026). */
const AHEAD = 366 * 86_400_000;

/** Renders a comment without times that are years ahead, and with the pages on which it is moderated. */
function rendered({ feed, now }: OfferFacts, found: FoundComment): RenderedComment {
  const comment = found.render();
  const [published, updated] = [comment.published, comment.updated].map((time) => {
    return time === null || Date.parse(time) > now + AHEAD ? null : time;
  });
  const moderation = moderationOf(feed, found);
  return { ...comment, published: published ?? null, updated: updated ?? null, moderation };
}

function newestOf(from: OfferFacts, { offers }: Taken): MessageData['feed.watching']['newest'] {
  const newest = offers.at(-1);
  if (newest === undefined) return null;
  const found = from.pages[newest.page]?.[newest.at];
  if (found === undefined) return null;
  const { post, ...comment } = rendered(from, found);
  return { post, comment };
}

/** Renders the offer of a notice that a feed has broken, or can be read again. `since` is when it broke, ms. */
export function conditionOffer(
  type: 'feed.failing' | 'feed.recovered',
  feed: Feed,
  facts: FeedFacts,
  { since, reason }: { readonly since: number; readonly reason: string },
  now: number,
): Offer {
  return notice(feed, now, since, { type, data: { feed: facts, reason, since: iso(since) } });
}

type FeedNotice = {
  [T in 'feed.watching' | 'feed.gap' | 'feed.imported' | 'feed.failing' | 'feed.recovered']: {
    readonly type: T;
    readonly data: MessageData[T];
  };
}['feed.watching' | 'feed.gap' | 'feed.imported' | 'feed.failing' | 'feed.recovered'];

function notice(feed: Feed, now: number, since: number, what: FeedNotice): Offer {
  return {
    key: noticeKey(what.type, feed.name, iso(since)),
    feed: feed.name,
    content: null,
    hold: null,
    event: { ...what, timestamp: iso(now) },
  };
}
