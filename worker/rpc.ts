import type { Event } from './model.ts';

// What the objects offer each other and the admin pages. Instants are ms since the epoch.

/** Cause for which a feed holds a comment back. */
export type BaselineCause = 'first poll' | 'below the edge' | 'import' | 'another address' | 'paused';

/** An event that a Poller or another Outbox hands to an Outbox. */
export type Offer = {
  /** The comment's key (`commentKey`), or a notice's subject (`noticeKey`): the destination's ids are digests of it. */
  readonly key: string;
  /** The queue in which it waits: a feed's name; `""`: it is about no feed. */
  readonly feed: string;
  /** Digest of the comment's content; `null`: it is a notice. */
  readonly content: string | null;
  /** Reason for not sending it; it stands in the log and can be sent from there. `null`: it is to be sent. */
  readonly hold: 'baseline' | 'filtered' | null;
  /** Rule that holds it back (`hold` is `filtered`), in words for the log. */
  readonly rule?: string;
  /** Cause of holding it back (`hold` is `baseline`), for the log. */
  readonly cause?: BaselineCause;
  readonly event: Event;
  /** Key of the comment's post (`postKey`): its comments go into one thread. Absent in offers of earlier versions. */
  readonly post?: string | null;
  /** Key of the comment that this one answers. */
  readonly parent?: string | null;
};

/**
 * An Outbox's answer to an offer: the content digest that it holds for that comment (an older one, where it had it).
 */
export type Accepted = { readonly content: string | null };

/** Keys of CONFIG beside the feeds'. */
export type ConfigKeys = {
  /** Names of all destinations. */
  readonly destinations: readonly string[];
  /** Keys that name neither a feed nor a destination, as they stand in CONFIG. */
  readonly misnamed: readonly string[];
};

/** Reasons of polls that did not end well: the request's, the parser's, the rules', and the Poller's own. */
export type PollReason =
  | 'blocked'
  | 'timeout'
  | 'network'
  | 'limit'
  | 'redirects'
  | 'gone'
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
};

/**
 * A value that was written into CONFIG through the API, or (`null`) deleted: handed to the object that works with it, for
 * KV may answer with an older one for minutes. `at`: as in the key's metadata, ms.
 */
export type Handed = { readonly value: string | null; readonly at: number };

/** A shard's part of a list of feeds, by name. `names`: the shard's feeds in CONFIG's list; `null`: that is not known. */
export type FeedQuery = {
  readonly names: readonly string[] | null;
  readonly after: string | null;
  readonly limit: number;
  readonly state: FeedStatus['state'] | null;
  /** Part of a name or title, in upper or lower case. */
  readonly q: string | null;
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
};

/** All that is remembered of a feed, to be moved to another shard; opaque text. */
export type FeedCopy = { readonly document: string };

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

/** A Poller's methods: one object a shard of the feeds. */
export type PollerRpc = Rpc.DurableObjectBranded & {
  /**
   * Polls what is due at `now`. `names`: this shard's feeds in CONFIG; `null`: the list failed. `share`: this shard's part
   * of what all may use together, of 1 (left out: all). `keys`: what else CONFIG holds, to be checked (left out: is not).
   */
  readonly tick: (now: number, names: readonly string[] | null, share?: number, keys?: ConfigKeys) => Promise<void>;
  /**
   * Polls one feed now, if its server has not asked to wait; a poll that is cut short is made up for by the next tick.
   */
  readonly pollNow: (name: string, now: number) => Promise<PollNowOutcome>;
  /**
   * States of the named feeds, in that order, or (`null`) of all in this shard by name; a feed never heard of is `new`.
   */
  readonly feedStatuses: (names: readonly string[] | null, now: number) => Promise<readonly FeedStatus[]>;
  /** Takes a value that was written through the API: it holds until KV shows it, or for ten minutes. */
  readonly handFeed: (name: string, handed: Handed) => Promise<void>;
  /** Up to `limit` + 1 feeds of the shard behind `after`, by name. */
  readonly feedPage: (query: FeedQuery, now: number) => Promise<readonly FeedStatus[]>;
  readonly shardOverview: (names: readonly string[] | null, now: number) => Promise<ShardOverview>;
  /** Forgets what is remembered of a feed, in SEEN too: its next poll is a first one. */
  readonly resetFeed: (name: string, now: number) => Promise<void>;
  /** Makes the feed's next answer one that nothing is sent of (`deliver` false), as after another address. */
  readonly resumeFeed: (name: string, deliver: boolean, now: number) => Promise<void>;
  /** A feed's memory; `null`: there is none. */
  readonly copyFeed: (name: string) => Promise<FeedCopy | null>;
  /** Takes over what another name's feed remembers, unless this one has a memory of its own (`false`). */
  readonly adoptFeed: (name: string, copy: FeedCopy, now: number) => Promise<boolean>;
  /** Finds the feed that a URL stands for. */
  readonly discover: (url: string, now: number) => Promise<Discovery>;
  /** Polls a feed, as CONFIG's `value` has it, without writing or offering anything; `value` has been checked. */
  readonly preview: (name: string, value: string, now: number) => Promise<Preview>;
  /** True if what is done hourly is still to be done in the hour of `now`. */
  readonly isHourDue: (now: number) => Promise<boolean>;
  /** Notes that it is done. */
  readonly noteHour: (now: number) => Promise<void>;
  /** True if, at `now`, no tick has come for three of the cron's intervals. */
  readonly isLate: (now: number) => Promise<boolean>;
};

/** State of a message in an Outbox; store/schema.ts there says what each means. */
export type MessageState =
  | 'waiting'
  | 'delivered'
  | 'dead'
  | 'baseline'
  | 'filtered'
  | 'unwanted'
  | 'superseded'
  | 'known';

/** A message about a comment for a list of messages: a stranger's text, of which `excerpt` is the beginning in one line. */
export type MessageSummary = {
  readonly author: string | null;
  /** The post's title. */
  readonly post: string | null;
  readonly excerpt: string;
  readonly url: string | null;
};

/** One message in the delivery log. */
export type LogEntry = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: string;
  readonly state: MessageState;
  /**
   * Reason for that state: of one that waits, what keeps it (`blocked`, `failing`, `slow`, `quiet`, `digest`, `pace`), else
   * for the last failure.
   */
  readonly reason: string | null;
  /** Earliest end of what keeps it (`reason`: a digest, quiet hours …), or of an edit's hour; `null`: that is not known. */
  readonly until: number | null;
  readonly accepted: number;
  /** Instant of the last attempt. */
  readonly tried: number | null;
  readonly settled: number | null;
  readonly replayed: number | null;
  readonly attempts: number;
  /** HTTP's, of the last answer. */
  readonly status: number | null;
  /** Time that answer took, ms, and its first 2 KB: hostile text, without the destination's credentials. */
  readonly ms: number | null;
  readonly answer: string | null;
  /** A send of it was cut off, or got no answer: it may have arrived more than once. */
  readonly uncertain: boolean;
  /** True if it can be sent again. */
  readonly kept: boolean;
  /** `null`: it is about no comment, or its body is not kept. Absent: an answer of an earlier version. */
  readonly summary?: MessageSummary | null;
};

/**
 * Part of the log: newest first, those before `before` (an entry's `seq`), in that state, of that feed, with `q` in the text,
 * the author or the title of the post (upper or lower case).
 */
export type LogQuery = {
  readonly before?: number;
  readonly state?: MessageState;
  readonly feed?: string;
  readonly q?: string;
  readonly limit?: number;
};

/** A page of the log. `next`: the `before` of the page that follows; a page may be short, or empty, before the end. */
export type LogPage = { readonly entries: readonly LogEntry[]; readonly next: number | null };

/**
 * A message with the body of its request, and credentials blanked in it; `payload` `null`: the body is not kept, or the
 * destination cannot be used as it is.
 */
export type LoggedMessage = { readonly entry: LogEntry; readonly event: Event | null; readonly payload: string | null };

/** A comment of a feed, as an Outbox has it. `key`: the same in every Outbox. */
export type LoggedComment = {
  readonly key: string;
  readonly entry: LogEntry;
  readonly event: Event | null;
};

/** State of a destination. */
export type OutboxStatus = {
  /** CONFIG's value as last read or handed; `null`: there is none. It holds credentials. */
  readonly config: string | null;
  /** True while `config` is a value that was handed (`null`: its deletion), and KV may still show an older one. */
  readonly handed?: boolean;
  readonly type: string | null;
  readonly state: 'ready' | 'blocked' | 'failing' | 'invalid';
  readonly reason: string | null;
  readonly since: number | null;
  readonly lastDelivery: number | null;
  /** Instant of the next attempt; `null`: nothing waits. */
  readonly next: number | null;
  /** Cause for which what waits does not go now: `slow`, `quiet`, `digest`, `pace`, `failing`, `blocked`; `null`: nothing waits, or it goes. */
  readonly waitsFor: string | null;
  readonly counts: Readonly<Partial<Record<MessageState, number>>>;
  readonly failing: { readonly since: number; readonly reason: string; readonly next: number } | null;
  /** Until when it has asked for no more. */
  readonly slow: { readonly until: number } | null;
  readonly blocked: string | null;
};

/**
 * Messages to send (again): these, or (by default the delivered and the dead) those accepted in a span of time (`to` not in
 * it), in that state, of that feed; none where it names nothing.
 */
export type Selection =
  | { readonly ids: readonly string[] }
  | {
      readonly from?: number;
      readonly to?: number;
      readonly state?: Exclude<MessageState, 'waiting' | 'known'>;
      readonly feed?: string;
    };

/** Counts of the messages that wait again, and of those whose body is not kept any more. */
export type Replayed = { readonly waiting: number; readonly gone: number };

/** An Outbox's methods: one object a destination, by the destination's name. */
export type OutboxRpc = Rpc.DurableObjectBranded & {
  /** Takes the offers over, durably, in order; one answer for each. At most 1 MiB of messages a call. */
  readonly enqueue: (offers: readonly Offer[]) => Promise<readonly Accepted[]>;
  /** Sets an alarm if anything waits, and looks at the destination's config again. */
  readonly wake: () => Promise<void>;
  /** A page of the delivery log, newest first. */
  readonly log: (query?: LogQuery) => LogPage;
  /** One message, by its id; `null`: there is none. */
  readonly message: (id: string) => Promise<LoggedMessage | null>;
  /** Comments of a feed, newest first, as `log` gives messages. */
  readonly comments: (query: LogQuery & { readonly feed: string }) => Promise<{
    readonly comments: readonly LoggedComment[];
    readonly next: number | null;
  }>;
  /** The same comments in this Outbox, by key; one that it never had is missing. */
  readonly commentsByKey: (feed: string, keys: readonly string[]) => Promise<readonly LoggedComment[]>;
  /** Sends `destination.test` at once, whatever waits; gives its id. `feeds`: names of the feeds that come here. */
  readonly sendTest: (feeds: readonly string[]) => Promise<string>;
  /** Takes a value that was written through the API: it holds until KV shows it, or for ten minutes. */
  readonly hand: (handed: Handed) => Promise<void>;
  /** Renames a feed in all that is kept of it. */
  readonly renameFeed: (from: string, to: string) => Promise<void>;
  /** Rows written and messages sent in the UTC day of `now`, as an estimate. */
  readonly usage: (now: number) => { readonly rows: number; readonly sent: number };
  /** Counts of messages by state, and what keeps them from going. */
  readonly status: () => OutboxStatus;
  /** Lets messages wait again, under the same id. */
  readonly replay: (selection: Selection) => Promise<Replayed>;
};
