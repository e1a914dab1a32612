import { type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { knownFeeds } from '../systems/feed-addresses.ts';
import { linksOfHeader, type NamedLink } from '../feed/link-header.ts';
import { readPage, type Page } from './page.ts';
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

const FEED_TYPE = /^(?:application|text)\/(?:atom\+xml|rss\+xml|rdf\+xml|feed\+json|xml)\b/i;

/** Word in the address of a comment feed: `/comments/feed/`, `feed=comments-rss2`, `/feeds/comments/default`; but not `/commentary/`. */
const COMMENTS = /comment(?!ar(?:y|ies)|at)/i;

/** Classes of the body of WordPress's pages that list posts, and so have a feed of posts for their own; and of others. */
const LISTS = new Set(['archive', 'category', 'tag', 'author', 'date', 'search', 'blog', 'home']);
const SHOWS = new Set(['single', 'singular', 'page']);

/** Word in a link's title for comments, or for replies to something, in the languages of most forums and blogs. */
const TITLE =
  /\b(?:[ck]omm?ent(?:s?|i|are|aires?|[aá]rios?)|repl(?:y|ies)|answers?|responses?|antworten|respuestas|this (?:discussion|topic|thread))\b|réponses|комментари|ответы|コメント|评论|評論|回复|回覆|留言|댓글/i;

/** Such a word that is no section's name, as "Comment" is a newspaper's: with it a page states what its own feed is of. */
const STATES =
  /\b(?:[ck]omm?ent(?:s|are|aires|[aá]rios)|replies|responses|antworten|respuestas)\b|réponses|комментарии|ответы|コメント|评论|評論|回复|回覆|留言|댓글/i;

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
  const named = [...linksOfHeader(linkHeader ?? ''), ...page.links].filter(isFeed);
  const addresses = addressesOf(page, url);
  const bare: Here = { base: page.base, addresses, lists: isList(page), titled: null };
  const hasOwn = named.some((link) => candidateOf(link.href, bare, 'head', null).some(({ of }) => of === 'page'));
  const here = hasOwn ? bare : { ...bare, titled: titledLike(page.title, named) };
  const found = [
    ...named.flatMap((link) =>
      candidateOf(link.href, here, 'head', link.rel.includes('replies') ? 'page' : null, link.title),
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

/** The address that was asked for, and the canonical one (RFC 6596), which names what `/?p=7` or a link to a message is about. */
function addressesOf({ links, base }: Page, url: string): readonly URL[] {
  const canonical = links.find(({ rel }) => rel.includes('canonical'))?.href;
  const own = canonical === undefined ? null : URL.parse(canonical, base);
  return [url, own?.href ?? url].flatMap((address) => URL.parse(postAddress(address)) ?? []);
}

function isFeed(link: NamedLink): boolean {
  const replies = link.rel.includes('replies');
  // A link to replies without a type is hardly ever a feed: RFC 4685 names the page of comments so too.
  return (replies || link.rel.includes('alternate')) && FEED_TYPE.test(link.type ?? '');
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
  const feed = URL.parse(href, here.base);
  if (feed === null || !/^https?:$/.test(feed.protocol)) return [];
  feed.hash = '';
  const isOwn = !here.lists && (here.addresses.some((page) => isOwnFeed(feed, page)) || href === here.titled);
  const isOfComments = COMMENTS.test(feed.pathname + feed.search) || TITLE.test(title ?? '');
  const shown = isOwn ? 'page' : isOfComments ? 'site' : 'posts';
  const isStated = stated !== null || (isOwn && STATES.test(title ?? ''));
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
