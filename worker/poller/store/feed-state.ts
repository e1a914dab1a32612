import { freshWatch, type RememberedComment, type Watch } from '../../rules/watch.ts';

/** Kind of address at which a feed was found: CONFIG's `url` itself, the comments of the page there, or of its site. */
export type FoundAs = 'feed' | 'page' | 'site';

/**
 * Failure that lasts. `since`, and `from`, the start of the backoff (`null`: none), in ms since the epoch; `told`:
 * destinations that people were told in (`[]`: the feed's).
 */
export type Failing = {
  readonly since: number;
  readonly from: number | null;
  readonly reason: string;
  readonly told: readonly string[] | null;
};

/** Everything remembered of a feed but its comments: enough to decide when it is polled, and to ask for it. */
export type FeedState = {
  /** Digest of the CONFIG `url` that this was learnt from: the URL itself may be a secret. */
  readonly source: string;
  /** URL at which the feed was found, and as what, if CONFIG's `url` is not it. */
  readonly found: { readonly url: string; readonly of: FoundAs } | null;
  /** End of permanent redirects from there, and how often in a row they led to it. */
  readonly moved: { readonly url: string; readonly times: number } | null;
  readonly title: string | null;
  readonly homePage: string | null;
  /** Verbatim, with the digest of the URL that they came from; only of a body that was read to its end. */
  readonly validators: {
    readonly url: string;
    readonly etag: string | null;
    readonly lastModified: string | null;
  } | null;
  /** Of that body's bytes. */
  readonly digest: string | null;
  /** Interval that the server asked for (`max-age`, `Expires`), in minutes. */
  readonly maxAge: number;
  readonly failing: Failing | null;
  /** Instant before which the server has asked not to be polled, ms since the epoch; `null`: it has not. */
  readonly notBefore: number | null;
  /**
   * The name that the feed had before, which the keys of its comments go on having until then (ms): what was offered, and not
   * noted, right before it was renamed is offered again under the same key. `null`: it had none.
   */
  readonly formerly: { readonly name: string; readonly until: number } | null;
  readonly watch: Omit<Watch, 'remembered'>;
};

/** Everything remembered of a feed: SEEN's value is this as JSON. */
export type FeedDocument = { readonly feedState: FeedState; readonly remembered: readonly RememberedComment[] };

/** Part of a feed's state that tells how it stands and when it is polled. */
export type StateOutline = Pick<FeedState, 'found' | 'title' | 'maxAge' | 'failing' | 'notBefore'> & {
  readonly watch: Pick<FeedState['watch'], 'since' | 'whole' | 'lastNews'>;
};

/** State of a feed that was never read. `source`: digest of CONFIG's `url`. */
export function freshState(source: string): FeedState {
  return {
    source,
    found: null,
    moved: null,
    title: null,
    homePage: null,
    validators: null,
    digest: null,
    maxAge: 5,
    failing: null,
    notBefore: null,
    formerly: null,
    watch: withoutComments(freshWatch(source)),
  };
}

/** Gives a watch as the feed's state holds it, without the comments, which are stored apart. */
export function withoutComments({ remembered: _remembered, ...watch }: Watch): FeedState['watch'] {
  return watch;
}
