import type { Event } from '../model.ts';
import type { Offer } from './offer.ts';

/** A feed that a URL may stand for. `why`: in words. */
export type FoundCandidate = {
  readonly url: string;
  readonly of: 'feed' | 'page' | 'site' | 'posts';
  readonly why: string;
};

/** Findings at a URL: the feed that would be read, and those that were named beside it; or why there is none. */
export type Discovery =
  | {
      readonly kind: 'feed';
      readonly chosen: FoundCandidate;
      readonly title: string | null;
      readonly homePage: string | null;
      readonly comments: number;
      readonly others: readonly FoundCandidate[];
    }
  | { readonly kind: 'none'; readonly reason: string; readonly others: readonly FoundCandidate[] };

/** A comment as the next poll would offer it, were it made now. */
export type PreviewedComment = {
  readonly offer: Offer | null;
  /** The comment's event, also where it would not be offered (known already, or below the edge). */
  readonly event: Extract<Event, { readonly type: 'comment.created' | 'comment.updated' }>;
  /** In words: "there before the watch begins: not sent", "new", "known already". */
  readonly reason: string;
};

/** Result of a poll that writes nothing and hands nothing over. `comments`: the newest ten, newest first. */
export type Preview = { readonly found: Discovery; readonly comments: readonly PreviewedComment[] };
