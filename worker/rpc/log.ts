import type { Event } from '../model.ts';

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
