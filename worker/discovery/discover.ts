import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { knownFeeds } from '../systems/feed-addresses.ts';
import { linksOfHeader, type NamedLink } from '../feed/link-header.ts';
import { readPage, type Page } from './page.ts';
import { pageOf, samePage, spelled } from '../feed/page-url.ts';

/** A feed that a page names, and what of: the comments on the page itself, all of the site's, or its posts. */
export type Candidate = {
  readonly url: string;
  readonly of: 'page' | 'site' | 'posts';
  /** The page or its system says so; else the feed's address alone does, which may mislead. */
  readonly stated: boolean;
};

/** Where a page is, and of what kind. */
type Here = {
  readonly base: string;
  readonly page: URL;
  /** It lists posts, and so has a feed of them for its own. */
  readonly lists: boolean;
};

const FEED_TYPE = /^(?:application|text)\/(?:atom\+xml|rss\+xml|rdf\+xml|feed\+json|xml)\b/i;

/** In an address: `/comments/feed/`, `feed=comments-rss2`, `/feeds/comments/default`; but not `/commentary/`. */
const COMMENTS = /comment(?!ar(?:y|ies)|at)/i;

/** By what WordPress names a post, a page or a picture where addresses have no words; its feed has the same. */
const NUMBERS = ['p', 'page_id', 'attachment_id'];

/** What WordPress says of a page in its body's classes: one that lists posts has a feed of posts for its own. */
const LISTS = new Set(['archive', 'category', 'tag', 'author', 'date', 'search', 'blog', 'home']);
const SHOWS = new Set(['single', 'singular', 'page']);

/** Enough for any head and most of a body: the rest of a page is not read. */
const MAX_PAGE = 524_288;

/** Tried at most: a page can name any number. */
const MAX_CANDIDATES = 10;

const NEARNESS: Readonly<Record<Candidate['of'], number>> = { page: 0, site: 2, posts: 4 };

/** The feeds that the HTML page at `url` names, that nearest to its own comments first. `linkHeader`: as answered. */
export function discover(html: string, url: string, linkHeader: string | null): readonly Candidate[] {
  const read = html.slice(0, MAX_PAGE);
  const page = readPage(read, url);
  const here = { base: page.base, page: new URL(addressOf(url)), lists: isList(page) };
  const named = [...linksOfHeader(linkHeader ?? ''), ...page.links].filter(isFeed);
  const found = [
    ...named.flatMap((link) => candidateOf(link.href, here, link.rel.includes('replies') ? 'page' : null)),
    ...knownFeeds(page, url).flatMap((shaped) => candidateOf(shaped.url, here, shaped.of)),
    ...page.anchors.flatMap((href) => candidateOf(href, here, null)).filter((candidate) => candidate.of !== 'posts'),
  ];
  const first = new Map<string, Candidate>();
  for (const candidate of found) {
    const before = first.get(candidate.url);
    if (before === undefined || distanceOf(candidate) < distanceOf(before)) first.set(candidate.url, candidate);
  }
  return [...first.values()].toSorted((a, b) => distanceOf(a) - distanceOf(b)).slice(0, MAX_CANDIDATES);
}

/** The comment feed that a feed of posts names for the post at `url` (`wfw:commentRss`, `link rel=replies`). */
export function repliesTo(url: string, posts: ParsedFeed): string | null {
  const post = posts.entries.find((entry) => samePage(entry.url, url) || samePage(entry.url, addressOf(url)));
  return post?.replies.feed ?? null;
}

/** A post's own address, be `url` that of its page for phones or of a page of its comments. */
function addressOf(url: string): string {
  return (pageOf(url) ?? url).replace(/\/amp\/?$/, '/');
}

function isFeed(link: NamedLink): boolean {
  const replies = link.rel.includes('replies');
  // A link to replies without a type is hardly ever a feed: RFC 4685 names the page of comments so too.
  return (replies || link.rel.includes('alternate')) && FEED_TYPE.test(link.type ?? '');
}

function isList({ classes }: Page): boolean {
  return classes.some((name) => LISTS.has(name)) && !classes.some((name) => SHOWS.has(name));
}

/** `stated`: what the page or its system says that it is the feed of. */
function candidateOf(href: string, here: Here, stated: 'page' | 'site' | null): Candidate[] {
  const feed = URL.parse(href, here.base);
  if (feed === null || !/^https?:$/.test(feed.protocol)) return [];
  feed.hash = '';
  const shown = COMMENTS.test(feed.pathname + feed.search) ? 'site' : 'posts';
  return [{ url: feed.href, of: stated ?? (isOwn(feed, here) ? 'page' : shown), stated: stated !== null }];
}

function distanceOf({ of, stated }: Candidate): number {
  return NEARNESS[of] + (stated ? 0 : 1);
}

/** Whether the feed's address says that it is this page's: it continues the page's, or names its number. */
function isOwn(feed: URL, { page, lists }: Here): boolean {
  if (/\/feeds\/\d+\/comments\//.test(feed.pathname)) return true;
  if (siteOf(feed) !== siteOf(page)) return false;
  const numbers = NUMBERS.filter((name) => page.searchParams.has(name));
  if (numbers.some((name) => feed.searchParams.has(name))) {
    return numbers.every((name) => feed.searchParams.get(name) === page.searchParams.get(name));
  }
  if (page.pathname === '/' || lists) return false;
  const stem = stemOf(page);
  const own = stemOf(feed);
  // Where a number names the page, all of the blog's feeds are at its path.
  if (own === stem) return numbers.length === 0;
  return own.startsWith(`${stem}/`) || (/\/\d+$/.test(own) && stem.startsWith(`${own}/`));
}

function siteOf({ host }: URL): string {
  return host.replace(/^www\./, '');
}

function stemOf({ pathname }: URL): string {
  return spelled(pathname)
    .replace(/\/$/, '')
    .replace(/\.\w{2,5}$/, '');
}
