import { comparableText } from '../feed/comment/comparable-text.ts';
import { shortId } from '../feed/comment/short-id.ts';
import { commentTime } from '../feed/date/dates.ts';
import { pageOf } from '../feed/page-url.ts';
import { type Entry, type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import type { NamedComment } from './comments.ts';
import { usualFeeds } from './feed-addresses.ts';
import { SYSTEMS, systemOf } from './registry.ts';

/** Post found in a feed of posts: names that tell it from others, and where and how many its comments are. */
export type FoundPost = NamedComment & {
  /** Its comment feed; where none is known, the page that is to be searched for it. */
  readonly comments: string;
  /** Number of its comments, as stated. */
  readonly count: number | null;
  /** Time of its last comment, as stated. */
  readonly updated: string | null;
};

/** Finds the posts of a feed whose comments may be somewhere, in its own order. */
export function findPosts(served: ParsedFeed): readonly FoundPost[] {
  const feed = withOriginalUrls(served);
  return feed.entries.flatMap((entry) => {
    const comments = commentFeedOf(feed, entry);
    if (comments === null) return [];
    return {
      id: shortId(entry.id),
      url: entry.url,
      author: entry.author.name,
      published: commentTime(entry.published) ?? commentTime(entry.updated),
      content: comparableText({ type: 'text', value: entry.title ?? '', base: null }),
      isTitle: true,
      comments,
      count: entry.replies.count,
      updated: entry.replies.updated ?? null,
    };
  });
}

/** Gives where a post's comments are: as the feed names it, as its system has it, else the page that shows them. */
function commentFeedOf(feed: ParsedFeed, entry: Entry): string | null {
  // Of a list of links, what an entry leads to is somewhere else than what is said of it.
  const pages = [pageOf(entry.commentsUrl), pageOf(entry.url)].filter((page) => page !== null);
  const usual = feed.url === null ? [] : pages.flatMap((page) => usualOf(feed.url ?? '', feed.generator, page));
  const found = [entry.replies.feed, ...pages.flatMap((page) => knownOf(feed, page)), ...usual, ...pages];
  return found.find((url) => url !== null && /^https?:\/\//i.test(url) && URL.canParse(url)) ?? null;
}

/** Addresses at which systems have the comments of a page, by the page's address alone. */
function knownOf(feed: ParsedFeed, page: string): readonly string[] {
  const href = URL.parse(page)?.href ?? page;
  const system = systemOf(feed).name;
  const signs = { generators: [], settings: new Map<string, string>(), scripts: [] };
  return SYSTEMS.flatMap(({ name, addresses = [] }) =>
    addresses.flatMap((rule) => {
      const isMade = rule.generator === undefined || name === system || rule.generator.test(feed.generator ?? '');
      const parts = rule.of === 'page' && isMade ? rule.page.exec(href) : null;
      return parts === null ? [] : (rule.feed(parts, signs) ?? []);
    }),
  );
}

/** The comment feed that belongs to a page by the system that made the feed of posts; not its whole site's. */
function usualOf(home: string, generator: string | null, page: string): readonly string[] {
  const folder = page.replace(/\/$/, '');
  return usualFeeds(home, generator, page).flatMap(({ url }) => (url.startsWith(`${folder}/`) ? url : []));
}
