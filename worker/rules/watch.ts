// The watch of one feed: what an answer shows, what is remembered, what a poll comes to. Instants are ms since the epoch.

/** A comment as one answer shows it. `id`: digest of its ID. */
export type SeenComment = {
  readonly id: string;
  /** Digest of author + time + permalink; `null` where one of them is missing. */
  readonly fingerprint: string | null;
  /** Digest of the author's name. */
  readonly author: string | null;
  readonly time: number | null;
  /** Digest of its text. */
  readonly content: string;
  /** True if its text stands in its title alone. */
  readonly isTitle?: boolean;
  /** The number at the end of its ID, where the blog system counts its comments. */
  readonly number: number | null;
  /** The key of its messages where its ID is its own (message.ts). */
  readonly key: string;
  /** The feed's name and the ID: what the key begins with in a feed in which several comments have one ID. */
  readonly qualified: string;
};

/** One page of a feed, in its own order. */
export type SeenPage = readonly SeenComment[];

/** Reason for which reading older pages ended from outside: a passing failure, our own limits, or no (further) page. */
export type PagesEnd = 'failed' | 'limit' | 'none';

/** An address that a feed was read from, as digests; hosts without `www.`. */
export type Address = { readonly host: string; readonly page: string };

/** Pages that one poll has read. */
export type ReadPages = {
  /** `whole`: page 1 was read to its end. `cut`: it was not, and holds only what was whole in it. */
  readonly kind: 'whole' | 'cut';
  readonly page: SeenPage;
  /** Older pages, the first one numbered as `olderPage` said. */
  readonly older: readonly SeenPage[];
  readonly olderEnd: PagesEnd | null;
  /** Instant before which the server asked for no further request, where one of them failed so. */
  readonly olderUntil: number | null;
  /** Address of the last of them, where each names the next one. */
  readonly olderUrl: string | null;
  /** Address at which page 1 was read, and the digest of CONFIG's `url`. */
  readonly address: Address;
  readonly source: string;
  /** Digest of the host of the home page that the answer names. */
  readonly home: string | null;
};

/** A text that changes: what was seen last, how often it changed on that day, and since when it stands. */
export type Restless = {
  readonly content: string;
  readonly day: number;
  readonly changes: number;
  readonly since: number;
};

/** A remembered comment. */
export type RememberedComment = {
  readonly id: string;
  readonly fingerprint: string | null;
  readonly author: string | null;
  readonly time: number | null;
  /** Digest of the text that the Outboxes have; `''`: not known (an edit in doubt); `null`: page 1 never showed one. */
  readonly content: string | null;
  /** The key under which it was first offered; `null`: that which its ID gives (documents of version 1). */
  readonly key: string | null;
  /** True if it is held back, not sent: it was there before the watch began, or is below the edge. */
  readonly held: boolean;
  /** True if it is held back by the feed's filter: an edit that passes is offered as a new comment. */
  readonly filtered?: boolean;
  /** True if it stood in the last whole answer. */
  readonly shown: boolean;
  readonly restless: Restless | null;
};

/**
 * The time below which nothing is news, and the key of the comment that set it; `open`: there is nothing below. `isStart`: a new
 * post's comments begin there, so that what has no time lies above it, wherever it stands.
 */
export type Edge = 'open' | { readonly time: number; readonly by: string | null; readonly isStart?: true } | null;

/** Order in which a page of a feed lists its comments. */
export type Direction = 'newest-first' | 'oldest-first';

/** Stretch between page 1 and what is known that could not be read yet. */
export type Hole = {
  readonly since: number;
  /** The last whole answer before it opened: what is missing came after that. */
  readonly from: number;
  /** Time of the newest known comment when it opened. */
  readonly lower: number | null;
  /** Number of comments that were remembered when it opened: the first ones of `remembered`. */
  readonly known: number;
  /** The last older page that was read, by number and, where pages name the next one, by address. */
  readonly page: number;
  readonly url: string | null;
  /** Pages in a row that showed nothing unknown. */
  readonly barren: number;
  /** Older pages are not asked for before, as the server asked. */
  readonly notBefore: number | null;
  /** Old unknown comments that its polls have found: more than people approve at once were imported. */
  readonly old: number;
};

/** The daily look at older pages: its day, the page to go on with (`null`: done), and how many old ones it has found. */
export type LookBack = Pick<Hole, 'url' | 'old'> & { readonly day: number; readonly page: number | null };

/** Memory of a feed, as far as it decides what is new. */
export type Watch = {
  /** Digest of CONFIG's `url`. */
  readonly source: string;
  /** Up to five addresses that the feed was read from, the latest last. */
  readonly addresses: readonly Address[];
  readonly home: string | null;
  /** Instant of the first whole answer; `null`: there was none yet. */
  readonly since: number | null;
  /** Instant at which a baseline was begun that not all Outboxes are known to have. */
  readonly begun: number | null;
  /** The last whole answer: when, and how many comments it showed. */
  readonly whole: { readonly at: number; readonly count: number } | null;
  /** The largest number of comments that an answer ever showed. */
  readonly largest: number;
  /** The newest comment's number, where the blog system counts. */
  readonly newestNumber: number | null;
  /** Number of comments that are held back without a row in any log. */
  readonly unlisted: number;
  readonly edge: Edge;
  readonly direction: Direction | null;
  /** True, for good, once several comments had one ID. */
  readonly shares: boolean;
  /** True, for good, once an answer was not sorted by time. */
  readonly outOfOrder: boolean;
  /** Instant at which all IDs last changed at once. */
  readonly changed: number | null;
  readonly hole: Hole | null;
  readonly lookBack: LookBack | null;
  readonly lastNews: number | null;
  /** Unknown comments in the next whole answer are held back (resumed without delivery). */
  readonly skips: boolean;
  /** True if it comes from version 1, which knew IDs alone. */
  readonly migrated: boolean;
  /** In the order in which they were first seen. */
  readonly remembered: readonly RememberedComment[];
};

/**
 * First answer of a post's comment feed. `newsSince`: what was written after that (ms) is news; `isNew`: the post came after
 * the site's first answer, or had no comments then, so that what has no time is news, too.
 */
export type FirstAnswer = {
  readonly newsSince: number;
  readonly isNew: boolean;
  readonly madeAt: number;
  /** Number of its comments that the feed of posts states. */
  readonly count?: number | null;
};

/** Feed's configuration, as far as it decides what is new. `first`: the feed is one of a post, of a site that is followed. */
export type WatchedFeed = { readonly name: string; readonly backfill: number; readonly first?: FirstAnswer };

/** A watch that has not begun. `source`: digest of CONFIG's `url`. */
export function freshWatch(source: string): Watch {
  return {
    source,
    addresses: [],
    home: null,
    since: null,
    begun: null,
    whole: null,
    largest: 0,
    newestNumber: null,
    unlisted: 0,
    edge: null,
    direction: null,
    shares: false,
    outOfOrder: false,
    changed: null,
    hole: null,
    lookBack: null,
    lastNews: null,
    skips: false,
    migrated: false,
    remembered: [],
  };
}
