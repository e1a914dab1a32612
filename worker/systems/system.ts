import type { CommentDraft } from '../feed/comment/draft.ts';
import type { Moderation } from '../model.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';

/** Facts of an HTML page, as the parser read them, by which the comment systems are known that are part of it. */
export type PageSigns = {
  /** Systems that the page says it was made with (`meta name=generator`): plugins say so too. */
  readonly generators: readonly string[];
  /** Values of its `data-…` attributes by name, of each name the first. */
  readonly settings: ReadonlyMap<string, string>;
  /** Texts of its scripts, in their order. */
  readonly scripts: readonly string[];
};

/** Address rule: makes the address of a page's comment feed, or of its whole site's, from the page's own address. */
export type FeedAddress = {
  readonly of: 'page' | 'site';
  readonly page: RegExp;
  /** Generator that the page must name; left out where the host or the page's settings tell. */
  readonly generator?: RegExp;
  /** Builds the feed's address; `null`: the page does not say enough. `parts`: groups of `page`. */
  readonly feed: (parts: RegExpExecArray, page: PageSigns) => string | null;
};

/** Blog, forum or comment system with its reader of comment feeds: a file of this room, and a line in the registry. Pure. */
export type BlogSystem = {
  readonly name: string;
  /** True if the feed is one of this system's. */
  readonly owns: (feed: ParsedFeed) => boolean;
  /** Reads this feed's entries; `null` of one that is no comment, such as the post itself. */
  readonly reader: (feed: ParsedFeed) => (entry: Entry) => CommentDraft | null;
  /** Gives the pages on which its comments are edited and removed; `null` where the feed does not say enough. */
  readonly moderation?: (feed: ParsedFeed) => (draft: CommentDraft) => Moderation | null;
  readonly addresses?: readonly FeedAddress[];
  /** Comment feeds of a site whose feed of posts names this generator, nearest to `page` first. `home`: the site's page. */
  readonly usual?: {
    readonly generator: RegExp;
    readonly feeds: (home: string, page: string | null) => readonly string[];
  };
};
