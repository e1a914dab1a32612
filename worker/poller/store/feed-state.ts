import { freshWatch, type Watch } from '../../rules/watch.ts';

/** What kind of place a feed was found in: CONFIG's `url` itself, the comments of the page there, or of its site. */
export type PlaceKind = 'feed' | 'page' | 'site';

/** Not succeeding, so far: `from` is where the row of retries begins (`null`: it is asked as often as ever), `told` which destinations know (`[]`: the feed's). */
export type Failing = {
  readonly since: number;
  readonly from: number | null;
  readonly reason: string;
  readonly told: readonly string[] | null;
};

/** What is remembered of a feed but for its comments: enough to decide when it is polled, and to ask for it. */
export type FeedState = {
  /** Digest of the CONFIG `url` that this is the memory of: the URL itself may be a secret. */
  readonly source: string;
  /** Where the feed was found, if CONFIG's `url` is not it, and as what. */
  readonly found: { readonly url: string; readonly of: PlaceKind } | null;
  /** Where permanent redirects from there end, and how often in a row they did. */
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
  /** Minutes. */
  readonly maxAge: number;
  readonly failing: Failing | null;
  readonly notBefore: number | null;
  readonly watch: Omit<Watch, 'known'>;
};

/** The memory of a feed that was never read. `source`: digest of CONFIG's `url`. */
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
    watch: withoutKnown(freshWatch(source)),
  };
}

/** A watch as the head has it: the comments lie apart. */
export function withoutKnown({ known: _known, ...watch }: Watch): FeedState['watch'] {
  return watch;
}
