import { ANY_WORD, saysComments } from '../feed/comment/comment-words.ts';
import { type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { knownFeeds } from '../systems/feed-addresses.ts';
import { linksOfHeader, type NamedLink } from '../feed/link-header.ts';
import { FEED_ADDRESS, readPage, type Page } from './page.ts';
import { pageOf, samePage } from '../feed/page-url.ts';
import { isOwnFeed } from './own-feed.ts';

/** Feed that a page names. `of`: the comments on the page itself, all of the site's, or its posts, as far as its address tells. */
export type Candidate = {
  readonly url: string;
  readonly of: 'page' | 'site' | 'posts';
  /** True if the page or its system states so; else the feed's address alone does, which may mislead. */
  readonly stated: boolean;
  /** The page's head or headers name it, its text links to it, or its system has it there (by the system's name). */
  readonly by: 'head' | 'text' | { readonly system: string };
};

/** Page that names feeds. */
type Here = {
  readonly base: string;
  /** Its addresses: the one that it was asked for by, and the one that it calls its own. */
  readonly addresses: readonly URL[];
  /** True if it lists posts, or is the site's front page, and so has a feed of posts for its own. */
  readonly lists: boolean;
  /** Address, as written, of the one feed whose title has the page's; `null` where none, or several, have it. */
  readonly titled: string | null;
};

const FEED_TYPE = /^(?:application|text)\/(?:(?:x[-.])?(?:atom|rss|rdf)(?:\+xml)?|feed\+json|xml)(?![\w+-])/i;

/** Scheme of programs that read feeds, in place of http or before it: `feed://x.example/a`, `feed:https://x.example/a`. */
const FEED_SCHEME = /^feed:(?=https?:)|^feed:(?=\/\/)/i;

/** Word in the address of a comment feed: `/comments/feed/`, `feed=comments-rss2`, `/feeds/comments/default`; but not `/commentary/`. */
const COMMENTS = /comment(?!ar(?:y|ies)|at)/i;

/** Classes of the body of WordPress's pages that list posts, and so have a feed of posts for their own; and of others. */
const LISTS = new Set(['archive', 'category', 'tag', 'author', 'date', 'search', 'blog', 'home']);
const SHOWS = new Set(['single', 'singular', 'page']);

/** Words of a link's title for what is on the page. */
const HERE = /\bthis (?:discussion|topic|thread)\b/i;

/** Signs between the page's and the site's name in a title. */
const TITLE_PARTS = /\s+[-–—|»«·•:/]+\s+|[:：]\s/;

/** Shortest part of a title that is compared: a shorter one may stand in any. */
const MIN_PART = 4;

/** Characters of a page that are read: any head, and most of a body. */
const MAX_PAGE = 524_288;

/** Most candidates given: a page can name any number. */
const MAX_CANDIDATES = 10;

/** Distance of a candidate from the page's own comments, by kind. */
const NEARNESS: Readonly<Record<Candidate['of'], number>> = { page: 0, site: 2, posts: 4 };

/** Finds the feeds that the HTML page at `url` names, that nearest to its own comments first. `linkHeader`: as answered. */
export function discover(html: string, url: string, linkHeader: string | null): readonly Candidate[] {
  const page = readPage(html.slice(0, MAX_PAGE), url);
  const links = [...linksOfHeader(linkHeader ?? ''), ...page.links];
  const named = links.filter(isFeed);
  const addresses = addressesOf(links, page.base, url);
  const bare: Here = { base: page.base, addresses, lists: isList(page), titled: null };
  const hasOwn = named.some((link) => candidateOf(link.href, bare, 'head', null).some(({ of }) => of === 'page'));
  const here = hasOwn ? bare : { ...bare, titled: titledLike(page.title, named) };
  const found = [
    ...named.flatMap((link) =>
      candidateOf(
        link.href,
        here,
        'head',
        link.rel.includes('replies') || link.rel.includes('comments') ? 'page' : null,
        link.title,
      ),
    ),
    ...knownFeeds(page, url).flatMap((known) => candidateOf(known.url, here, { system: known.system }, known.of)),
    ...page.anchors
      .flatMap((href) => candidateOf(href, here, 'text', null))
      .filter((candidate) => candidate.of !== 'posts'),
  ];
  const first = new Map<string, Candidate>();
  for (const candidate of found) {
    const before = first.get(candidate.url);
    if (before === undefined || distanceOf(candidate) < distanceOf(before)) first.set(candidate.url, candidate);
  }
  return [...first.values()].toSorted((a, b) => distanceOf(a) - distanceOf(b)).slice(0, MAX_CANDIDATES);
}

/** Gives the comment feed that a feed of posts names for the post at `url` (`wfw:commentRss`, `link rel=replies`). */
export function repliesTo(url: string, posts: ParsedFeed): string | null {
  const post = withOriginalUrls(posts).entries.find(
    (entry) => samePage(entry.url, url) || samePage(entry.url, postAddress(url)),
  );
  return post?.replies.feed ?? null;
}

/** Gives a post's own address, where `url` is that of its page for phones or of a page of its comments. */
function postAddress(url: string): string {
  return (pageOf(url) ?? url).replace(/\/(?:amp|page[/-]\d+)\/?$/, '/');
}

/** Relations by which a page names its own address: in full (RFC 6596), and in short, as by its number. */
const OWN_ADDRESS = ['canonical', 'shortlink'];

/** The address that was asked for, and those that the page names: of `/?p=7`, of a link to a message, of `/depth` as `/node/5`. */
function addressesOf(links: readonly NamedLink[], base: string, url: string): readonly URL[] {
  const own = OWN_ADDRESS.flatMap((name) => links.find(({ rel }) => rel.includes(name)) ?? []);
  const addresses = [url, ...own.flatMap(({ href }) => URL.parse(href, base)?.href ?? [])];
  return addresses.flatMap((address) => URL.parse(postAddress(address)) ?? []);
}

/** Relations that name feeds of a page; the last three are no registered ones. */
const FEED_RELATIONS = ['alternate', 'replies', 'feed', 'comments', 'service.feed'];

function isFeed({ rel, type, href }: NamedLink): boolean {
  if (!FEED_RELATIONS.some((name) => rel.includes(name))) return false;
  // A link to replies without a type is hardly ever a feed: RFC 4685 names the page of comments so too.
  return FEED_TYPE.test(type ?? '') || (type === null && rel.includes('alternate') && FEED_ADDRESS.test(href));
}

function isList({ classes }: Page): boolean {
  return classes.some((name) => LISTS.has(name)) && !classes.some((name) => SHOWS.has(name));
}

/** `stated`: what the page or its system says that it is the feed of. `title`: the link's own. */
function candidateOf(
  href: string,
  here: Here,
  by: Candidate['by'],
  stated: 'page' | 'site' | null,
  title: string | null = null,
): Candidate[] {
  const feed = URL.parse(href.replace(FEED_SCHEME, ''), here.base);
  if (feed === null || !/^https?:$/.test(feed.protocol)) return [];
  feed.hash = '';
  const isOwn = !here.lists && (here.addresses.some((page) => isOwnFeed(feed, page)) || href === here.titled);
  const saysSo = ANY_WORD.test(title ?? '') || HERE.test(title ?? '');
  const isOfComments = COMMENTS.test(feed.pathname + feed.search) || saysSo;
  const shown = isOwn ? 'page' : isOfComments ? 'site' : 'posts';
  const isStated = stated !== null || (isOwn && saysComments(title ?? ''));
  return [{ url: feed.href, of: stated ?? shown, stated: isStated, by }];
}

/**
 * Address of the feed whose title has a part of the page's title that no other feed's has: "Feed - Topic - Which plane?" on
 * "Which plane? - Workshop". Of several parts the longest counts: the site's name is hardly ever that.
 */
function titledLike(title: string, feeds: readonly NamedLink[]): string | null {
  if (feeds.length < 2) return null;
  const parts = title.toLowerCase().split(TITLE_PARTS);
  for (const part of parts.filter(({ length }) => length >= MIN_PART).toSorted((a, b) => b.length - a.length)) {
    const [only, more] = feeds.filter((feed) => feed.title?.toLowerCase().includes(part));
    if (only !== undefined && more === undefined) return only.href;
  }
  return null;
}

function distanceOf({ of, stated }: Candidate): number {
  return NEARNESS[of] + (stated ? 0 : 1);
}
