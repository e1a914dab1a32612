import type { ParsedFeed } from './parsed-feed.ts';
import { knownShapes } from './known-shape.ts';
import { linksOfHeader, type NamedLink } from './link-header.ts';
import { readPage, type Page } from './page.ts';
import { samePage } from './source/place.ts';

/** A feed that a page names, and what of: the comments on the page itself, all of the site's, or its posts. */
export type Candidate = { readonly url: string; readonly of: 'page' | 'site' | 'posts' };

const FEED_TYPE = /^(?:application|text)\/(?:atom\+xml|rss\+xml|rdf\+xml|feed\+json|xml)\b/i;

/** In an address: `/comments/feed/`, `feed=comments-rss2`, `/feeds/comments/default`. */
const COMMENTS = /comment/i;

/** What WordPress says of a page in its body's classes: one that lists posts has a feed of posts for its own. */
const LISTS = new Set(['archive', 'category', 'tag', 'author', 'date', 'search', 'blog', 'home']);
const SHOWS = new Set(['single', 'singular', 'page']);

/** Enough for any head and most of a body: the rest of a page is not read. */
const MAX_PAGE = 524_288;

/** Tried at most: a page can name any number. */
const MAX_CANDIDATES = 10;

const NEARNESS: Readonly<Record<Candidate['of'], number>> = { page: 0, site: 1, posts: 2 };

/** The feeds that the HTML page at `url` names, that nearest to its own comments first. `linkHeader`: as answered. */
export function discover(html: string, url: string, linkHeader: string | null): readonly Candidate[] {
  const read = html.slice(0, MAX_PAGE);
  const page = readPage(read, url);
  const named = [...linksOfHeader(linkHeader ?? ''), ...page.links].filter(isFeed);
  const found = [
    ...named.flatMap((link) => candidateOf(link.href, page, url, link.rel.includes('replies'))),
    ...knownShapes(read, url).flatMap((href) => candidateOf(href, page, url, true)),
    ...page.anchors
      .flatMap((href) => candidateOf(href, page, url, false))
      .filter((candidate) => candidate.of !== 'posts'),
  ];
  const first = new Map<string, Candidate>();
  for (const candidate of found) {
    const before = first.get(candidate.url);
    if (before === undefined || NEARNESS[candidate.of] < NEARNESS[before.of]) first.set(candidate.url, candidate);
  }
  return [...first.values()].toSorted((a, b) => NEARNESS[a.of] - NEARNESS[b.of]).slice(0, MAX_CANDIDATES);
}

/** The comment feed that a feed of posts names for the post at `url` (`wfw:commentRss`, `link rel=replies`). */
export function repliesTo(url: string, posts: ParsedFeed): string | null {
  return posts.entries.find((entry) => samePage(entry.url, url))?.replies.feed ?? null;
}

/** WordPress's Atom feed of the same comments as its RSS one, which alone knows whom a comment answers; else `null`. */
export function atomTwin(url: string): string | null {
  const twin = URL.parse(url);
  if (twin === null) return null;
  const format = twin.searchParams.get('feed');
  if (format !== null) {
    const atom = { rss2: 'atom', rss: 'atom', 'comments-rss2': 'comments-atom' }[format];
    if (atom === undefined) return null;
    twin.searchParams.set('feed', atom);
    return twin.href;
  }
  const path = twin.pathname.replace(/\/feed(?:\/rss2?)?\/?$/, '/feed/atom/');
  if (path === twin.pathname) return null;
  twin.pathname = path;
  return twin.href;
}

function isFeed(link: NamedLink): boolean {
  const replies = link.rel.includes('replies');
  // A link to replies without a type is hardly ever a feed: RFC 4685 names the page of comments so too.
  return (replies || link.rel.includes('alternate')) && FEED_TYPE.test(link.type ?? '');
}

function candidateOf(href: string, page: Page, url: string, replies: boolean): Candidate[] {
  const feed = URL.parse(href, page.base);
  if (feed === null || !/^https?:$/.test(feed.protocol)) return [];
  feed.hash = '';
  const ofPage = replies || isOwn(feed, new URL(url), page);
  return [{ url: feed.href, of: ofPage ? 'page' : COMMENTS.test(feed.pathname + feed.search) ? 'site' : 'posts' }];
}

/** Whether the feed's address says that it is this page's: it continues the page's, or names its number. */
function isOwn(feed: URL, page: URL, { classes }: Page): boolean {
  if (/\/feeds\/\d+\/comments\//.test(feed.pathname)) return true;
  const lists = classes.some((name) => LISTS.has(name)) && !classes.some((name) => SHOWS.has(name));
  if (page.pathname === '/' || lists) {
    const post = page.searchParams.get('p');
    return post !== null && feed.searchParams.get('p') === post;
  }
  const stem = page.pathname.replace(/\/$/, '').replace(/\.\w{2,5}$/, '');
  const own = feed.pathname.replace(/\.\w{2,5}$/, '');
  return feed.host === page.host && (own === stem || own.startsWith(`${stem}/`));
}
