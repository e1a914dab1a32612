import type { Answer, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { CommentFacts, Message, Pace } from '../model.ts';

/** A message about a comment. */
export type CommentMessage = Extract<Message, { readonly type: 'comment.created' | 'comment.updated' }>;

/** A receiver's own names for a message and for the thread that it is in; `thread` is `null` where it is in none. */
export type Receipt = { readonly sent: string; readonly thread: string | null };

/** Earlier messages that a message refers to, as their receipts name them; `null`: there is none, or none is known. */
export type Refs = {
  /** Thread of the comment's post. */
  readonly thread: string | null;
  /** Message in which an edit's comment went alone. */
  readonly sent: string | null;
  /** Message of the comment that this one answers, with that comment's author and its beginning. */
  readonly parent: {
    readonly sent: string;
    readonly author: CommentFacts['comment']['author']['name'];
    readonly excerpt: string | null;
  } | null;
};

/** Circumstances of a delivery. */
export type DeliveryContext = {
  /** ms since the epoch. */
  readonly now: number;
  /** The same however often a delivery is tried, and another for each replay: for the platform's own idempotency. */
  readonly deliveryId: string;
  /** Text that an earlier answer of this place taught; `null`: none yet. */
  readonly learned: string | null;
  /** A roundup is a digest: it goes into no thread, and begins none. */
  readonly isDigest?: true;
};

/** A platform's reading of an answer. */
export type Reply = {
  /** `null`: the status alone decides. */
  readonly verdict: PlatformVerdict | null;
  /** Kept only where the message is delivered. */
  readonly receipt: Receipt | null;
  /** Something to be kept about the place and given to `render` from now on, 1 KB at most; `null`: nothing new. */
  readonly learned: string | null;
};

/** A destination, opened: it closes over its typed settings and has done nothing yet. Pure but for WebCrypto. */
export type Channel = {
  /** The published limit, where the destination sets no `pace`. */
  readonly pace: Pace;
  /** Name of the place that messages go to, without credentials: receipts and what was learned count only there. */
  readonly place: string;
  /** Comments of one post go into one thread, so that a roundup holds one post's alone. */
  readonly threads: boolean;
  /** A first message that is sent again opens no second thread: the chat knows the repeat, or names the thread by its post. */
  readonly knowsThreads?: true;
  /** A message that was sent can be edited in place, so that edits come here where `events` is left out. */
  readonly edits: boolean;
  /** Its answers' bodies say more than their status, and are read. */
  readonly readsAnswer: boolean;
  /** Renders a message, and signs it where the platform signs, within its limits, with no stranger's words alive in it. */
  readonly render: (message: Message, refs: Refs, about: DeliveryContext) => Promise<Outgoing>;
  /** Renders many comments of one feed, oldest first, as one message. Absent: each goes by itself. */
  readonly roundup?: (comments: readonly CommentMessage[], refs: Refs, about: DeliveryContext) => Promise<Outgoing>;
  /** Number of comments, from the first on, of which one roundup or digest has all in it. Present where `roundup` is. */
  readonly capacity?: (comments: readonly CommentMessage[]) => number;
  readonly read: (answer: Answer, request: Outgoing) => Reply;
  /** The field of CONFIG's value that the owner is to change, by what was learned; `render` makes up for it until then. */
  readonly outdated?: (learned: string) => { readonly field: string; readonly detail: string } | null;
};

/** Refs of a message that refers to nothing. */
export const NO_REFS: Refs = { thread: null, sent: null, parent: null };
