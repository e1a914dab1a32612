/** State of a post's comment feed: `new` was not read to an end yet, `gone` has left the site, `retired` is watched no more. */
export type PostState = 'new' | 'ok' | 'failing' | 'gone' | 'retired';

/** Place of a post in the list of a site's: its rank by state, the instant of what was heard last, and its number. */
export type PostPlace = { readonly rank: number; readonly heard: number; readonly number: number };

/** A post of a site that is followed. Instants are ms since the epoch. */
export type PostStatus = {
  /** Its comment feed, or its page, as first seen. It may be as secret as the site's URL. */
  readonly url: string;
  /** Number of its comments as the feed of posts states it, else as its comment feed showed last; `null`: not known. */
  readonly comments: number | null;
  readonly state: PostState;
  /** Reason for failing, having gone or being retired. */
  readonly reason: string | null;
  /** Start of that state, where it is known. */
  readonly since: number | null;
  readonly lastNews: number | null;
  /** The last poll that is known of: one that brings nothing is noted in memory alone. */
  readonly lastPoll: number | null;
  /** The tick that polls it next, if its host and the tick's requests allow it; `null`: none does as things are. */
  readonly next: number | null;
  readonly place: PostPlace;
};

/** Part of a site's list of posts. `after`: the place behind which it begins. */
export type PostQuery = {
  readonly after: PostPlace | null;
  readonly limit: number;
  readonly state: PostState | null;
};

/** Counts of a site's posts. */
export type PostCounts = {
  /** Posts that are watched, 500 at most: `unread`, `failing` and `gone` are among them. */
  readonly watched: number;
  readonly unread: number;
  readonly failing: number;
  readonly gone: number;
  /** Posts that are watched no more: nothing was heard of them for too long, or they were the quietest of too many. */
  readonly retired: { readonly quiet: number; readonly crowded: number };
  /** Posts that fail, longest first, ten at most. */
  readonly troubles: readonly Pick<PostStatus, 'url' | 'reason' | 'since'>[];
};
