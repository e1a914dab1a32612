import type { DiscoveryAnswer, PreviewAnswer } from './preview-shapes.ts';
import type {
  CommentAnswer,
  DestinationAnswer,
  FeedAnswer,
  ListQuery,
  MessageAnswer,
  MessageWithPayload,
  OverviewAnswer,
  Page,
  PollAnswer,
  PostAnswer,
  ReplayedAnswer,
} from './shapes.ts';

/** One thing that is wrong with a request or a value: the key in CONFIG, the field, and what to do. */
export type RequestError = { readonly key: string; readonly field: string | null; readonly detail: string };

/** Failure of an operation; `status` is HTTP's. `errors`: of a 422. `detail` says what to do, and quotes nothing. */
export type Refusal = {
  readonly ok: false;
  readonly status: 400 | 404 | 409 | 422 | 503;
  readonly detail: string;
  readonly errors?: readonly RequestError[];
};

/** Result of an operation. */
export type Done<T> = { readonly ok: true; readonly value: T } | Refusal;

/** A JSON value of CONFIG: a string (a URL or `secret:NAME`) or an object; a masked credential means "unchanged". */
export type ConfigValue = string | Readonly<Record<string, unknown>>;

/** earshot.json. */
export type ConfigDocument = {
  readonly $schema?: string;
  readonly destinations: Readonly<Record<string, ConfigValue>>;
  readonly feeds: Readonly<Record<string, ConfigValue>>;
};

/** Messages to send again: these, or those accepted in a span (ISO 8601, `to` not in it), in that state, of that feed. */
export type ReplayRequest =
  | { readonly ids: readonly string[] }
  | { readonly from?: string; readonly to?: string; readonly state?: string; readonly feed?: string };

/** Content of the first page. */
export type HomeAnswer = {
  readonly overview: OverviewAnswer;
  readonly feeds: Page<FeedAnswer>;
  readonly destinations: readonly DestinationAnswer[];
};

/** Everything that the API, the pages and MCP can do. What they show is masked already. */
export type Operations = {
  readonly overview: () => Promise<Done<OverviewAnswer>>;
  /** The overview with a page of the feeds and all destinations: each shard and each Outbox is asked once for all. */
  readonly home: (query: ListQuery) => Promise<Done<HomeAnswer>>;

  readonly feeds: (query: ListQuery) => Promise<Done<Page<FeedAnswer>>>;
  readonly feed: (name: string) => Promise<Done<FeedAnswer>>;
  readonly putFeed: (name: string, value: ConfigValue) => Promise<Done<FeedAnswer>>;
  readonly deleteFeed: (name: string) => Promise<Done<null>>;
  /** Waits 30 s at most; `polling`: it goes on after that. */
  readonly pollFeed: (name: string) => Promise<Done<PollAnswer>>;
  /** Forgets what is remembered: the next poll is a first one. */
  readonly resetFeed: (name: string) => Promise<Done<FeedAnswer>>;
  /** Keeps the feed's memory. */
  readonly renameFeed: (name: string, to: string) => Promise<Done<FeedAnswer>>;
  readonly pauseFeed: (name: string) => Promise<Done<FeedAnswer>>;
  /** `deliver`: what came while it was paused is sent, else held as baseline. */
  readonly resumeFeed: (name: string, deliver: boolean) => Promise<Done<FeedAnswer>>;
  /** Posts of a site that is followed, those that fail first; of any other feed none. */
  readonly posts: (name: string, query: ListQuery) => Promise<Done<Page<PostAnswer>>>;
  readonly comments: (name: string, query: ListQuery) => Promise<Done<Page<CommentAnswer>>>;
  readonly comment: (name: string, id: string) => Promise<Done<CommentAnswer>>;
  /** Adds a rule to `exclude` of the feed that no comment of that author passes. */
  readonly blockAuthor: (name: string, author: string) => Promise<Done<FeedAnswer>>;

  readonly destinations: (query: ListQuery) => Promise<Done<Page<DestinationAnswer>>>;
  readonly destination: (name: string) => Promise<Done<DestinationAnswer>>;
  readonly putDestination: (name: string, value: ConfigValue) => Promise<Done<DestinationAnswer>>;
  readonly deleteDestination: (name: string) => Promise<Done<null>>;
  /** Sends `destination.test` at once; gives its message id. */
  readonly testDestination: (name: string) => Promise<Done<{ readonly id: string }>>;
  readonly replay: (name: string, request: ReplayRequest) => Promise<Done<ReplayedAnswer>>;
  readonly messages: (name: string, query: ListQuery) => Promise<Done<Page<MessageAnswer>>>;
  readonly message: (name: string, id: string) => Promise<Done<MessageWithPayload>>;
  /** The webhook's `whsec_…` secrets; the only operation that shows a secret. */
  readonly secret: (name: string) => Promise<Done<{ readonly secrets: readonly string[] }>>;

  readonly discover: (url: string) => Promise<Done<DiscoveryAnswer>>;
  readonly preview: (feed: ConfigValue, destination: ConfigValue) => Promise<Done<PreviewAnswer>>;

  readonly config: () => Promise<Done<ConfigDocument>>;
  /** The sentences that `putConfig` would give; writes nothing. */
  readonly configChanges: (document: unknown) => Promise<Done<{ readonly changes: readonly string[] }>>;
  /** Gives the sentences that say what was changed. */
  readonly putConfig: (document: unknown) => Promise<Done<{ readonly changes: readonly string[] }>>;
  readonly opml: () => Promise<Done<string>>;
  readonly importOpml: (text: string) => Promise<Done<{ readonly added: readonly string[]; readonly known: number }>>;
};
