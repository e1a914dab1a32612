import * as v from 'valibot';

// Shapes of the admin API's answers: the API, the pages and MCP speak of the same things; openapi.json is generated from them.
// Instants are ISO 8601, UTC; `null`: there is none, or it is not known.

const text = v.string();
const textOrNull = v.nullable(text);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const instant = v.pipe(text, v.isoTimestamp());
const instantOrNull = v.nullable(instant);

/** A value of CONFIG as JSON, a bare URL or `secret:NAME` as a string; credentials are masked (`masked:<last 4>`). */
const config = v.union([text, v.record(text, v.unknown())]);

/** A post of a site that is followed, with what is known of its comments. */
export const postShape = v.object({
  /** Its comment feed, or its page, as first seen. */
  url: text,
  /** As the feed of posts counts them, else as its comment feed showed last. */
  comments: v.nullable(count),
  state: v.picklist(['new', 'ok', 'failing', 'gone', 'retired']),
  /** In plain words. */
  reason: textOrNull,
  since: instantOrNull,
  lastNews: instantOrNull,
  lastPoll: instantOrNull,
  next: instantOrNull,
});
/** A post as answered. */
export type PostAnswer = v.InferOutput<typeof postShape>;

/** Counts of a site's posts. `unread`, `failing` and `gone` are among those `watched`, `retired` are not. */
export const postCountsShape = v.object({
  watched: count,
  unread: count,
  failing: count,
  gone: count,
  /** Watched no more: quiet for longer than `follow`, or the quietest of more than 500. */
  retired: v.object({ quiet: count, crowded: count }),
  /** Posts that fail, longest first; ten at most. */
  troubles: v.array(v.object({ url: text, since: instantOrNull, reason: textOrNull })),
});
/** Counts of a site's posts as answered. */
export type PostCountsAnswer = v.InferOutput<typeof postCountsShape>;

/** A feed, as `GET /api/feeds/:name` gives it. `config` is `null` where CONFIG has it and no object has read it yet. */
export const feedShape = v.object({
  name: text,
  config: v.nullable(config),
  title: textOrNull,
  /** The feed's URL, where CONFIG's `url` is another one. */
  found: textOrNull,
  state: v.picklist(['new', 'ok', 'failing', 'paused', 'invalid']),
  /** In plain words, with what to do where there is something. */
  reason: textOrNull,
  since: instantOrNull,
  lastNews: instantOrNull,
  lastPoll: instantOrNull,
  next: instantOrNull,
  /** Of a site that is followed, where it alone was asked for. */
  posts: v.optional(postCountsShape),
});
/** A feed as answered. */
export type FeedAnswer = v.InferOutput<typeof feedShape>;

/** A destination, as `GET /api/destinations/:name` gives it. */
export const destinationShape = v.object({
  name: text,
  /** The platform; `null`: its value cannot be read. */
  type: textOrNull,
  config: v.nullable(config),
  state: v.picklist(['ready', 'blocked', 'failing', 'invalid']),
  reason: textOrNull,
  since: instantOrNull,
  /** Number of messages that wait. */
  waiting: count,
  lastDelivery: instantOrNull,
  next: instantOrNull,
});
/** A destination as answered. */
export type DestinationAnswer = v.InferOutput<typeof destinationShape>;

/** States of a message in a log. */
export const messageStates = [
  'waiting',
  'delivered',
  'dead',
  'baseline',
  'filtered',
  'unwanted',
  'superseded',
] as const;

/** The receiver's answer to the last attempt. `status`: HTTP's; `ms`: time taken; `body`: its first 2 KB, hostile text. */
const answer = v.object({ status: v.nullable(count), ms: v.nullable(count), body: textOrNull });

/** A message in a destination's log. */
export const messageShape = v.object({
  id: text,
  type: text,
  feed: textOrNull,
  state: v.picklist(messageStates),
  reason: textOrNull,
  /** Rule of a filter, or of `events`, in words. */
  rule: textOrNull,
  attempts: count,
  accepted: instant,
  tried: instantOrNull,
  /** Instant at which it is tried next or goes by itself. */
  next: instantOrNull,
  answer: v.nullable(answer),
  /** Of a message about a comment: its author, post and beginning, as text of a stranger; `null`: the body is not kept. */
  summary: v.nullable(v.object({ author: textOrNull, post: textOrNull, excerpt: text, url: textOrNull })),
  /** True if its body is kept, so that it can be sent again. */
  kept: v.boolean(),
});
/** A message as answered. */
export type MessageAnswer = v.InferOutput<typeof messageShape>;

/** One message with `payload`, the body of the request: JSON where it is JSON, else text; `null`: it is not kept. */
export const messageWithPayloadShape = v.object({ ...messageShape.entries, payload: v.unknown() });
/** A message with its payload, as answered. */
export type MessageWithPayload = v.InferOutput<typeof messageWithPayloadShape>;

/** A comment of a feed, and what became of it for each destination. */
export const commentShape = v.object({
  id: text,
  url: textOrNull,
  author: textOrNull,
  published: instantOrNull,
  excerpt: textOrNull,
  /** The post's title. */
  post: textOrNull,
  /** All of the text: where one comment alone was asked for. */
  text: v.optional(textOrNull),
  destinations: v.array(
    v.object({
      name: text,
      /** The message's id there. */
      message: text,
      state: v.picklist(messageStates),
      reason: textOrNull,
      until: instantOrNull,
    }),
  ),
});
/** A comment as answered. */
export type CommentAnswer = v.InferOutput<typeof commentShape>;

/** A page of a list; `next` is the `after` of the page that follows, `null` at the end. Fewer items may come before that. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** `?limit=&after=&state=&feed=&q=`, checked. */
export type ListQuery = {
  readonly limit: number;
  readonly after: string | null;
  readonly state: string | null;
  readonly feed: string | null;
  readonly q: string | null;
};

/** Outcome of a poll that was asked for. */
export const pollShape = v.object({
  outcome: v.picklist(['watching', 'read', 'unchanged', 'failed', 'postponed', 'busy', 'paused', 'invalid', 'polling']),
  reason: textOrNull,
  comments: v.nullable(count),
  news: v.nullable(count),
  edits: v.nullable(count),
});
/** An outcome of a poll as answered. */
export type PollAnswer = v.InferOutput<typeof pollShape>;

/** Messages that wait again, and those whose body is not kept any more. */
export const replayedShape = v.object({ waiting: count, gone: count });
/** Counts of a replay as answered. */
export type ReplayedAnswer = v.InferOutput<typeof replayedShape>;

/** The overview: health in one sentence, counts, problems with what to do, and what was used today, as an estimate. */
export const overviewShape = v.object({
  sentence: text,
  feeds: v.object({ new: count, ok: count, failing: count, paused: count, invalid: count }),
  destinations: v.object({ ready: count, waiting: count, blocked: count, failing: count, invalid: count }),
  /** Number of feeds that name each destination. */
  feedsByDestination: v.optional(v.record(text, count)),
  /** `subject`: `feed:blog`, `destination:default` or `cron`; `problem` and `todo` in plain words. At most 50. */
  problems: v.array(v.object({ subject: text, problem: text, todo: textOrNull, since: instantOrNull })),
  lastTick: instantOrNull,
  /** Estimates of today (UTC), beside the Free plan's quota of a day. */
  usage: v.array(v.object({ what: text, used: count, quota: count })),
});
/** The overview as answered. */
export type OverviewAnswer = v.InferOutput<typeof overviewShape>;
