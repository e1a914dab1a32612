// The nouns. This file imports nothing, so that every room can use them.

/** A value, or a tagged failure. Functions that can be expected to fail return this; `throw` is for bugs. */
export type Result<T, F extends Failure = Failure> = { readonly ok: true; readonly value: T } | F;

/** `reason` is for a switch, `detail` for a person: never a secret, a destination's URL or an exception's text. */
export type Failure<R extends string = string> = {
  readonly ok: false;
  readonly reason: R;
  readonly detail: string;
  /** Line of the document that it is about, from 1, where one is known. */
  readonly line?: number;
};

/** The comment or post that an entry answers, as it says (RFC 4685 `thr:in-reply-to`, `source:inReplyTo`). */
export type Reference = { readonly id: string | null; readonly url: string | null; readonly author: string | null };

/** A problem with a destination's settings, in words for the person who wrote them; it never repeats a value. */
export type OpenFailure = Failure<'config'> & { readonly key: string; readonly field: string | null };

/** Post that comments are on. `id` and `title` as its feed states them. */
export type Post = { readonly id: string | null; readonly url: string | null; readonly title: string | null };

/** Author of a comment: name, home page and picture. */
export type CommentAuthor = {
  readonly name: string | null;
  readonly url: string | null;
  readonly avatar: string | null;
};

/** The text as served, where mojibake was repaired. */
export type Original = {
  readonly author: string | null;
  readonly title: string | null;
  readonly text: string;
  readonly html: string;
};

/** Pages of a comment's system on which it can be edited and removed, by who may; they never act by being opened. */
export type Moderation = { readonly edit: string | null; readonly remove: string | null };

/** A comment as a message carries it: `html` is sanitised, `text` is plain, absent facts are `null`. */
export type Comment = {
  readonly id: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly author: CommentAuthor;
  readonly published: string | null;
  readonly updated: string | null;
  readonly language: string | null;
  readonly text: string;
  readonly html: string;
  /** The comment was over the size limit and has been cut. */
  readonly truncated: boolean;
  /** The comment that this one answers; never the post. */
  readonly inReplyTo: Reference | null;
  /** Only where the feed asks for it (`moderate`). Absent in messages of earlier versions. */
  readonly moderation: Moderation | null;
  readonly original: Original | null;
};

/** One rule of a filter, ready to be tried: plain data, so that it can be kept and compared. */
export type FilterRule = {
  /** `author`: the name. `null`: text, author (name and home page) and link. */
  readonly field: 'author' | 'text' | 'url' | 'title' | 'language' | null;
  readonly by: 'contains' | 'word' | 'is' | 'matches';
  /** RE2 pattern, or text as filters compare it. */
  readonly value: string;
  /** The rule in words for the log, shortened. */
  readonly shown: string;
};

/** Filter of comments: one passes if any rule of `include` (or none is there) and no rule of `exclude` matches. */
export type Filter = { readonly include: readonly FilterRule[]; readonly exclude: readonly FilterRule[] };

/** CONFIG's `feed:<name>`, checked, with defaults filled in and secrets resolved. */
export type Feed = {
  readonly name: string;
  readonly url: string;
  /** Names of destinations, at least one. */
  readonly to: readonly string[];
  /** Milliseconds between polls; `null`: automatic. */
  readonly every: number | null;
  /** Number of comments that the first poll delivers, newest ones. */
  readonly backfill: number;
  /**
   * `url` is a feed of posts or a site, and each post's own comment feed is watched for so long after its last comment, ms;
   * `null`: `url` is, or has, the one feed to watch.
   */
  readonly follow: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** `user:password` for HTTP Basic, or `null`. */
  readonly auth: string | null;
  readonly paused: boolean;
  /** `null`: all comments pass. */
  readonly filter: Filter | null;
  /** Messages carry links to edit or remove the comment, where its system has such. */
  readonly moderate: boolean;
};

/** At most `count` messages in `per` milliseconds. */
export type Pace = { readonly count: number; readonly per: number };

/** CONFIG's `destination:<name>`, checked, with secrets resolved. */
export type Destination = {
  readonly name: string;
  /** The platform's name in the destinations' registry. */
  readonly type: string;
  /** Its own fields, as its platform's schema gave them. */
  readonly settings: unknown;
  /** Message types that come here, by name or by prefix (`comment.*`); `null`: all but `comment.updated`. */
  readonly events: readonly string[] | null;
  readonly pace: Pace;
  /** Most comments of one feed that a chat gets one by one: if more wait, they go as one message. */
  readonly roundup: number;
  /** Times at which comments that have come go as one message; `null`: each goes when it comes. */
  readonly digest: Digest | null;
  /** Hours of each day in which nothing goes that nobody asked for; `null`: none. */
  readonly quiet: Quiet | null;
  /** `null`: all comments pass. Judged when a message is to be sent. */
  readonly filter: Filter | null;
};

/** Times at which a digest is cut, in a zone: every so many hours from local midnight, or at a time of day or week. */
export type Digest = {
  /** IANA's name. */
  readonly zone: string;
  /** Minutes after local midnight, ascending. */
  readonly minutes: readonly number[];
  /** Day of the week, 0 for Sunday; `null`: every day. */
  readonly weekday: number | null;
};

/** Hours of each day, in a zone (IANA's name), as minutes after local midnight: from the one on, up to the other, across midnight where that is less. */
export type Quiet = { readonly zone: string; readonly from: number; readonly to: number };

/** A feed as messages name it: CONFIG's name, its own title and its site's address. */
export type FeedFacts = { readonly name: string; readonly title: string | null; readonly homePage: string | null };
/** A destination as messages name it. `type`: its platform; `null`: not known. */
export type DestinationFacts = { readonly name: string; readonly type: string | null };
/** Comment with its feed and post: `data` of a message about it. */
export type CommentFacts = { readonly feed: FeedFacts; readonly post: Post | null; readonly comment: Comment };

/** Failure of a feed, or its end: `reason` in words, `since` ISO 8601 UTC. */
export type FeedHealth = { readonly feed: FeedFacts; readonly reason: string; readonly since: string };
/** Failure of a destination, or its end: `reason` is a code or in words, `since` ISO 8601 UTC. */
export type DestinationHealth = {
  readonly destination: DestinationFacts;
  readonly reason: string;
  readonly since: string;
  /** Number of messages that wait for it. */
  readonly waiting: number;
};

/** `data` of each type of message. `since` is ISO 8601 UTC. */
export type MessageData = {
  'comment.created': CommentFacts;
  'comment.updated': CommentFacts;
  'feed.watching': {
    readonly feed: FeedFacts;
    /** Number of comments that the feed held. */
    readonly count: number;
    readonly newest: { readonly post: Post | null; readonly comment: Comment } | null;
  };
  /** `missed`: at most so many, where the blog system counts its comments. */
  'feed.gap': { readonly feed: FeedFacts; readonly since: string; readonly missed: number | null };
  /** Many old comments appeared at once and are not sent: `count` of them, of which `kept` stand in the log. */
  'feed.imported': { readonly feed: FeedFacts; readonly count: number; readonly kept: number; readonly since: string };
  'feed.failing': FeedHealth;
  'feed.recovered': FeedHealth;
  'destination.failing': DestinationHealth;
  'destination.recovered': DestinationHealth;
  'config.invalid': {
    readonly key: string;
    readonly field: string | null;
    readonly reason: string;
    /** All keys with this cause, `key` among them; 50 at most. Messages of versions before, which may wait, lack it. */
    readonly keys?: readonly string[];
    readonly since: string;
  };
  'destination.test': { readonly destination: DestinationFacts; readonly feeds: readonly string[] };
};

/** Type of a message, as webhooks get it in `type`. */
export type MessageType = keyof MessageData;

/** An event before it has a message id. `timestamp`: when it happened, ISO 8601 UTC. */
export type Event = {
  readonly [T in MessageType]: { readonly type: T; readonly timestamp: string; readonly data: MessageData[T] };
}[MessageType];

/** A webhook's body, and what chats render: its `id` is the `webhook-id`, the same however often it is tried. */
export type Message = Event & { readonly id: string };
