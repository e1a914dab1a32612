import type { CommentDraft } from '../feed/comment/draft.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';

/** Address rule: where a system has the feed of a page's comments, or of a whole site's, told by the page's own address. */
export type FeedAddress = {
  readonly of: 'page' | 'site';
  readonly page: RegExp;
  /** Generator that the page must name; left out where the host or a sign tells. */
  readonly generator?: RegExp;
  /** Text that the page must contain. */
  readonly sign?: RegExp;
  /** Builds the feed's address; `null`: the sign says too little. */
  readonly feed: (parts: RegExpExecArray, sign: RegExpExecArray | null, html: string) => string | null;
};

/** Blog, forum or comment system and how its comment feeds read: one file of this room each, one line in the registry. Pure. */
export type BlogSystem = {
  readonly name: string;
  /** Tells whether the feed is one of this system's. */
  readonly owns: (feed: ParsedFeed) => boolean;
  /** Reads this feed's entries; `null` of one that is no comment, such as the post itself. */
  readonly reader: (feed: ParsedFeed) => (entry: Entry) => CommentDraft | null;
  readonly addresses?: readonly FeedAddress[];
  /** Comment feeds of a site whose feed of posts names this generator, nearest to `page` first. `home`: the site's page. */
  readonly usual?: {
    readonly generator: RegExp;
    readonly feeds: (home: string, page: string | null) => readonly string[];
  };
};
