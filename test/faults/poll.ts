import type { FeedRequest } from '../../worker/io/fetch-feed.ts';
import type { Blog } from './blog.ts';

/** A URL that CONFIG may give a feed: which blog's comments it holds. */
export type Place = { readonly url: string; readonly blog: Blog };

/** A value of CONFIG's for the feed; a request says in a header which one its poll goes by. */
export type Version = { readonly place: Place; readonly to: readonly string[] };

/** Texts that the reader of a feed was given, by number. */
export type PageTexts = ReadonlyMap<number, string>;

/** A poll that is under way. `tick`: the instant that it takes for now. */
export type Poll = {
  readonly version: Version;
  readonly tick: number;
  /** URL that page 1 was had from. */
  url: string;
  /** Page 1 as served, `null`: not whole; when, and which version of the blog that was. */
  given: PageTexts | null;
  /** Comments that older pages showed, and those that pages which were not whole may have shown. */
  readonly older: Set<number>;
  readonly perhaps: Set<number>;
  servedAt: number;
  /** Retry-After of the answer, as far as that has arrived, ms. */
  wait: number | null;
  served: number;
  /** An older page failed, or there was none. */
  isShort: boolean;
};

/** Validators that a reader has, by URL. */
export type ValidatorsAt = ReadonlyMap<string, Awaited<ReturnType<FeedRequest['validatorsOf']>>>;
