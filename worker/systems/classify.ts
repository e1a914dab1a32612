import { type Entry, type ParsedFeed, withOriginalUrls } from '../feed/parsed-feed.ts';
import { generic } from './generic.ts';
import { isFrontPage, namesComment, opensWithin, samePage } from '../feed/page-url.ts';
import { systemOf } from './registry.ts';

/** Word comment and a number, which may be hexadecimal, in an id. A post's slug has other words there. */
const COMMENT_ID = /comments?(?:[-_]?id)?[-_:/=]?[0-9a-f]*\d/i;

/** Beginning of an answer's title, in some behind the forum's name: forums have a page for each answer. */
const ANSWER = /^(?:[^•·|»]{1,80} [•·|»] )?(?:(?:re|aw|sv|antw)\s*:|reply\b|comments? (?:by|from|on)\b)/i;

/** Word in the title of a feed of comments. */
const COMMENTS_TITLE = /\b[ck]omm?ent(?:s|i|are|aires|[aá]rios)\b/i;

/** Beginning of the title of a feed of answers to one thing; alone it may be a blog's. */
const ANSWERS_TITLE =
  /^(?:repl(?:y|ies)|answers?|responses?|antworten|réponses|respuestas|risposte|respostas|ответы)(?![\p{L}\d])/iu;

/** Fragment by which newspapers count readers, which names no part of the page: `#xtor=RSS-1`. */
const COUNTED = /#[^#]*=/;

/** True if the entries are posts: they count or name their comments, or their system is known, and none is a comment. */
export function isOfPosts(served: ParsedFeed): boolean {
  const feed = withOriginalUrls(served);
  const { entries } = feed;
  if (entries.length === 0 || entries.some(isComment)) return false;
  return isMost(entries, ({ replies }) => replies.feed !== null || replies.count !== null) || isOfKnownPosts(feed);
}

/** True if the entries are plainly comments: most have the names of such, or their system reads one. */
export function isOfComments(served: ParsedFeed): boolean {
  const feed = withOriginalUrls(served);
  if (isOfPosts(feed)) return false;
  return isMost(feed.entries, isComment) || (isKnown(feed) && readsComment(feed));
}

/** Facts of a feed by the page that names it: whose it seems to be, and whether the page or its system states so. */
type Expected = { readonly of: 'page' | 'site' | 'posts'; readonly stated: boolean };

/**
 * Tells whose comments a feed holds that the page at `page` names: the page's own, or others of its site; `null`: it holds
 * posts. What the feed itself says outweighs its address.
 */
export function commentsOf(served: ParsedFeed, { of, stated }: Expected, page: string): 'page' | 'site' | null {
  const feed = withOriginalUrls(served);
  if (isOfPosts(feed)) return null;
  const { entries } = feed;
  const whose = of === 'page' || (!stated && isAbout(feed, page)) ? 'page' : 'site';
  if (stated) return whose;
  if (entries.length === 0) return of === 'posts' ? null : of;
  if (isKnown(feed)) {
    // The post or the topic itself stands in the feed of its comments also where it has none yet.
    const isTopic = whose === 'page' && entries.some(({ url }) => samePage(url, page));
    return readsComment(feed) || isTopic ? whose : null;
  }
  if (of === 'posts' && whose === 'site' && (!isMost(entries, isAnswer) || isOfAnother(feed, page))) return null;
  const isOwn = samePage(feed.url, page) && !isFrontPage(page);
  if (isOwn && (of === 'site' || isOfAnswers(feed))) return whose;
  return isOfPages(feed, page) ? null : whose;
}

/**
 * Tells a feed of answers, beneath or beside the page that it links to, from one of posts, as a section of a blog has it:
 * by its title, or by addresses that name comments. Titles of the entries' own, and plain numbers, may be either's.
 */
function isOfAnswers({ title, entries }: ParsedFeed): boolean {
  return ANSWERS_TITLE.test(title?.trim() ?? '') || isMost(entries, ({ url }) => namesComment(url));
}

/** True if a feed is plainly about the page: it links to that as its own, or all its entries are places on it. */
function isAbout({ url, entries }: ParsedFeed, page: string): boolean {
  if (isFrontPage(page)) return false;
  return samePage(url, page) || isMost(entries, (entry) => opensWithin(entry.url) && samePage(entry.url, page));
}

/** True of the answers on one topic, at a page that is neither the site's front page nor above this one: another's own. */
function isOfAnother(feed: ParsedFeed, page: string): boolean {
  const [at, here] = [URL.parse(feed.url ?? ''), URL.parse(page)];
  if (at === null || here === null || !isThread(feed) || isFrontPage(feed.url)) return false;
  const above = [at.pathname.replace(/[^/]*$/, ''), `${at.pathname}/`].filter((folder) => folder !== '/');
  return !above.some((folder) => here.pathname.startsWith(folder));
}

function isAnswer({ title }: Entry): boolean {
  return ANSWER.test(title ?? '');
}

function isComment({ inReplyTo, id, url }: Entry): boolean {
  return inReplyTo !== null || COMMENT_ID.test(id) || (/#[^#]*\d/.test(url ?? '') && !COUNTED.test(url ?? ''));
}

function isOfKnownPosts(feed: ParsedFeed): boolean {
  // WordPress gives every comment an id and an address that say so.
  if (/wordpress/i.test(feed.generator ?? '')) return true;
  // One entry alone may be the post itself in the feed of its comments.
  return feed.entries.length > 1 && isKnown(feed) && !readsComment(feed);
}

function isKnown(feed: ParsedFeed): boolean {
  return systemOf(feed) !== generic;
}

function readsComment(feed: ParsedFeed): boolean {
  const read = systemOf(feed).reader(feed);
  return feed.entries.some((entry) => read(entry) !== null);
}

/** Tells a feed whose entries look like a blog's posts: most have a page of their own, and at most one of them is this one. */
function isOfPages(feed: ParsedFeed, page: string): boolean {
  const { entries, title } = feed;
  if (COMMENTS_TITLE.test(title ?? '') || entries.some(isComment) || isThread(feed)) return false;
  const pages = entries.filter((entry) => isPage(entry.url) && !isAnswer(entry));
  const here = pages.filter(({ url }) => samePage(url, page)).length;
  return here < 2 && pages.length > here && pages.length * 2 > entries.length;
}

/** Shortest title of a topic that its messages' titles are searched for: a shorter word may be in any. */
const MIN_TOPIC = 4;

/** Tells the feed of one topic, whose messages have pages of their own: all have one title, or the feed's in theirs. */
function isThread({ entries, title: topic }: ParsedFeed): boolean {
  const [first, ...others] = entries;
  const title = first?.title ?? null;
  if (title === null) return false;
  if (others.length > 0 && others.every((entry) => entry.title === title)) return true;
  return topic !== null && topic.length >= MIN_TOPIC && entries.every((entry) => entry.title?.includes(topic) === true);
}

function isPage(url: string | null): boolean {
  return url !== null && (!opensWithin(url) || COUNTED.test(url));
}

function isMost(entries: readonly Entry[], test: (entry: Entry) => boolean): boolean {
  return entries.filter(test).length * 2 > entries.length;
}
