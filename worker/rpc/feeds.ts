import type { PostCounts } from './posts.ts';

/** Reasons of polls that did not end well: the request's, the parser's, the rules', and the Poller's own. */
export type PollReason =
  | 'blocked'
  | 'timeout'
  | 'network'
  | 'limit'
  | 'host'
  | 'redirects'
  | 'gone'
  | 'wall'
  | 'status'
  | 'empty'
  | 'html'
  | 'login'
  | 'json'
  | 'not-a-feed'
  | 'malformed'
  | 'posts'
  | 'lost'
  | 'cut'
  | 'deadline'
  | 'document'
  | 'error'
  | 'kv'
  | 'outbox'
  | 'server';

/** Outcome of a poll. `postponed`: through no fault of the feed; the next tick tries again. */
export type PollOutcome = {
  readonly outcome: 'watching' | 'read' | 'unchanged' | 'failed' | 'postponed';
  readonly reason?: PollReason;
  /** HTTP status, where there was an answer. */
  readonly status?: number | null;
  /** Comments that the feed held, that came, and that changed. */
  readonly comments?: number;
  readonly news?: number;
  readonly edits?: number;
};

/**
 * Outcome of a poll that was asked for. `unknown`: CONFIG has no such feed; `invalid`: its value
 * is, for `reason`; `paused`: by CONFIG; `busy`: another poll of it is under way.
 */
export type PollNowOutcome =
  | PollOutcome
  | { readonly outcome: 'unknown' | 'invalid' | 'paused' | 'busy'; readonly reason?: string };

/** State of a feed, for the API and the pages. */
export type FeedStatus = {
  readonly name: string;
  /** CONFIG's value as last read; `null`: not read yet. It may hold credentials: masked before anybody sees it. */
  readonly config: string | null;
  /** True while `config` is a value that was handed (`null`: its deletion), and KV may still show an older one. */
  readonly handed?: boolean;
  readonly title: string | null;
  /** The feed's URL, if CONFIG's `url` is another one. It may be as secret as that. */
  readonly found: string | null;
  readonly state: 'new' | 'ok' | 'failing' | 'paused' | 'invalid';
  /** Reason for failing or being invalid. */
  readonly reason: string | null;
  /** Start of that state, where it is known: `ok`, of the watch. */
  readonly since: number | null;
  /** Instant of the last new comment. */
  readonly lastNews: number | null;
  /** The last poll that is known of: one that brings nothing is noted in memory alone. */
  readonly lastPoll: number | null;
  /** The tick that polls it next; `null`: none does as things are. */
  readonly next: number | null;
  /** Of a site that is followed, where it was asked for by its name. */
  readonly posts?: PostCounts;
};

/** A shard's part of a list of feeds, by name. `names`: the shard's feeds in CONFIG's list; `null`: that is not known. */
export type FeedQuery = {
  readonly names: readonly string[] | null;
  readonly after: string | null;
  /** The last name that is wanted; `null`: all are. */
  readonly upTo: string | null;
  readonly limit: number;
  readonly state: FeedStatus['state'] | null;
  /** Part of a name or title, in upper or lower case. */
  readonly q: string | null;
};

/** Query of a shard for the overview: `names` as in `FeedQuery`, and the page of its feeds, where one is wanted. */
export type OverviewQuery = {
  readonly names: FeedQuery['names'];
  readonly page: Omit<FeedQuery, 'names'> | null;
};

/** Facts of a shard for the overview. `problems`: of feeds that fail or are invalid, 50 at most. */
export type ShardOverview = {
  readonly counts: Readonly<Record<FeedStatus['state'], number>>;
  readonly problems: readonly FeedStatus[];
  /** Destinations that the feeds name, with the number of feeds. */
  readonly destinations: Readonly<Record<string, number>>;
  readonly lastTick: number | null;
  /** Estimates of the UTC day of `now`. */
  readonly usage: { readonly puts: number; readonly rows: number; readonly polls: number };
  /** As `feedPage` gives it; `null`: it was not asked for. */
  readonly page: readonly FeedStatus[] | null;
};
