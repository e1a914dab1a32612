import type { Event } from './model.ts';

// What the objects offer each other and the admin pages. Instants are ms since the epoch.

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

/** One message in the delivery log. */
export type LogEntry = {
  readonly seq: number;
  readonly id: string;
  readonly feed: string;
  readonly type: string;
  readonly state: MessageState;
  /** Reason for that state, or for the last failure. */
  readonly reason: string | null;
  /** Instant of the digest that it waits for. */
  readonly until: number | null;
  readonly accepted: number;
  /** Instant of the last attempt. */
  readonly tried: number | null;
  readonly settled: number | null;
  readonly replayed: number | null;
  readonly attempts: number;
  /** HTTP's, of the last answer. */
  readonly status: number | null;
  /** A send of it was cut off, or got no answer: it may have arrived more than once. */
  readonly uncertain: boolean;
  /** True if it can be sent again. */
  readonly kept: boolean;
};

/** Part of the log: newest first, those before `before` (an entry's `seq`), in that state. */
export type LogQuery = { readonly before?: number; readonly state?: MessageState; readonly limit?: number };

/** State of a destination. */
export type OutboxStatus = {
  readonly counts: Readonly<Partial<Record<MessageState, number>>>;
  readonly failing: { readonly since: number; readonly reason: string; readonly next: number } | null;
  /** Until when it has asked for no more. */
  readonly slow: { readonly until: number } | null;
  readonly blocked: string | null;
};

/** Messages to send (again): these, those accepted in a span of time (`to` not in it), or all dead ones. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly from: number; readonly to: number }
  | { readonly all: 'dead' };

/** Counts of the messages that wait again, and of those whose body is not kept any more. */
export type Replayed = { readonly waiting: number; readonly gone: number };

/** An Outbox's methods: one object a destination, by the destination's name. */
export type OutboxRpc = Rpc.DurableObjectBranded & {
  /** Takes the offers over, durably, in order; one answer for each. At most 1 MiB of messages a call. */
  readonly enqueue: (offers: readonly Offer[]) => Promise<readonly Accepted[]>;
  /** Sets an alarm if anything waits, and looks at the destination's config again. */
  readonly wake: () => Promise<void>;
  /** A page of the delivery log, newest first. */
  readonly log: (query?: LogQuery) => readonly LogEntry[];
  /** Counts of messages by state, and what keeps them from going. */
  readonly status: () => OutboxStatus;
  /** Lets messages wait again, under the same id. */
  readonly replay: (selection: Selection) => Promise<Replayed>;
};
