import type { Handed } from './config.ts';
import type { MessageState, LogQuery, LogPage, LoggedMessage, LoggedComment } from './log.ts';
import type { Offer, Accepted } from './offer.ts';

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
  /** Messages that wait, edits that wait for another feed among them. */
  readonly waiting: number;
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
  /** State of the destination, the number of messages that wait, and what keeps them from going. */
  readonly status: () => OutboxStatus;
  /** Lets messages wait again, under the same id. */
  readonly replay: (selection: Selection) => Promise<Replayed>;
};
