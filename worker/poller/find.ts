import { type Candidate, discover, repliesTo } from '../discovery/discover.ts';
import { isOwnFeed } from '../discovery/own-feed.ts';
import type { FeedFailure } from '../feed/failure.ts';
import { isFrontPage } from '../feed/page-url.ts';
import { parseFeed } from '../feed/parse.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import type { Body, FetchFailure } from '../io/fetch-feed.ts';
import type { Failure, Result } from '../model.ts';
import { commentsOf, isOfPosts } from '../systems/classify.ts';
import { usualFeeds } from '../systems/feed-addresses.ts';
import { atomTwin, isTwin } from '../systems/wordpress/atom-twin.ts';
import { fetchWithin } from './fetch.ts';
import { findPostFeed } from './follow/find-posts.ts';
import type { GatherContext } from './poll-context.ts';
import { usualWhy } from './trace.ts';
import { allows, feedAt, type FoundFeed, type NotFound, type Search, searchFrom, tryAt, widerOf } from './search.ts';
import type { FeedState } from './store/feed-state.ts';

const NOTHING_NAMED =
  'The page names no feed of comments that can be read. Give the URL of one, or of a post; of a site, "follow" watches each post’s own comments.';

const TWIN = 'WordPress’s Atom form of the feed that was found, which alone says what a comment answers';

const POSTS: Failure<'posts'> = {
  ok: false,
  reason: 'posts',
  detail:
    'This is a feed of posts, and no feed of their comments was found. Give the URL of one, or have each post’s own comments watched ("follow").',
};

/**
 * Finds the feed that the configured URL stands for: what it answered (`parsed`), or the comment feed nearest to a page or
 * to a feed of posts; and of WordPress's two the Atom one, for it alone states what a comment answers.
 */
export async function find(
  context: GatherContext,
  body: Body,
  parsed: Result<ParsedFeed, FeedFailure>,
  before: FeedState['found'],
): Promise<Result<FoundFeed, NotFound>> {
  if (context.wanted === 'posts') return findPostFeed(context, body, parsed, before);
  const search = searchFrom(context, body.url, before);
  if (parsed.ok && isOfPosts(parsed.value)) {
    return (await commentsOn(search, parsed.value, null)) ?? { ...POSTS, ...widerOf(search) };
  }
  if (parsed.ok) return preferred(search, { body, feed: parsed.value, at: context.url, of: 'feed' });
  // A page with a place to sign in may be one like any other.
  const isPage = parsed.reason === 'html' || parsed.reason === 'login';
  const nearest = isPage ? await nearestTo(search, body) : null;
  if (nearest === null && parsed.reason !== 'html') return { ...parsed, ...widerOf(search) };
  return nearest ?? { ok: false, reason: 'html', detail: NOTHING_NAMED, ...widerOf(search) };
}

/** Finds the feed by the configured URL alone, where that cannot be had: some servers refuse programs their pages, but not their feeds. */
export async function findUnseen(context: GatherContext, refusal: FetchFailure): Promise<Result<FoundFeed, NotFound>> {
  const { url, wanted } = context;
  if (wanted === 'posts') return refusal;
  return (await nearestOf(searchFrom(context, url, null), discover('', url, null), url)) ?? refusal;
}

/** Finds the feed anew from the configured URL, where the one that was found has `failed` for good. */
export async function findAgain(
  context: GatherContext,
  { found }: FeedState,
  failed: NotFound,
): Promise<Result<FoundFeed, NotFound>> {
  if (found === null) return failed;
  const answer = await fetchWithin(context, context.url);
  if (!answer.ok) return answer.reason === 'limit' ? answer : failed;
  if (answer.value.kind !== 'body') return failed;
  const body = answer.value;
  const other = await find(context, body, parseFeed(body.bytes, body), found);
  if (other.ok) return other.value.of === found.of ? other : failed;
  return other.reason === 'limit' ? other : { ...failed, ...(other.wider === undefined ? {} : { wider: other.wider }) };
}

/** Finds the feed of all comments of the site: where its system has it, else as its home page names it. `page`: asked for. */
async function commentsOn(
  search: Search,
  { url, generator }: ParsedFeed,
  page: string | null,
): Promise<Result<FoundFeed, FetchFailure> | null> {
  if (url === null) return null;
  const { trace } = search.context;
  for (const { url: usual, system } of usualFeeds(url, generator, page)) {
    const [at, asked] = [URL.parse(usual), page === null ? null : URL.parse(page)];
    const of = at !== null && asked !== null && isOwnFeed(at, asked) ? 'page' : 'site';
    trace?.note(usual, of, usualWhy(system, of));
    if (!allows(search, of, usual)) continue;
    const comments = await feedAt(search, usual, of);
    if (comments?.ok === false) return comments;
    if (comments !== null && !isOfPosts(comments.value.feed)) return preferred(search, comments.value);
    trace?.reject(usual, comments === null ? 'unread' : 'posts');
  }
  const home = await tryAt(search, url);
  return home?.ok ? nearestTo(search, home.value) : home;
}

/** Finds the comment feed nearest to a page, of those that it names; `null` where none of them can be read. */
function nearestTo(search: Search, body: Body): Promise<Result<FoundFeed, FetchFailure> | null> {
  // What matters in it is ASCII.
  const html = new TextDecoder().decode(body.bytes);
  return nearestOf(search, discover(html, body.url, body.link), body.url);
}

/** Reads the candidates in their order, up to one that holds the page's own comments; else takes one of all its site's. */
async function nearestOf(
  search: Search,
  candidates: readonly Candidate[],
  page: string,
): Promise<Result<FoundFeed, FetchFailure> | null> {
  const { trace } = search.context;
  let posts: ParsedFeed | null = null;
  let wider: FoundFeed | null = null;
  trace?.noteAll(candidates);
  for (const candidate of candidates) {
    if (wider !== null && candidate.of === 'site') continue;
    if (candidate.of !== 'posts' && !allows(search, candidate.of, candidate.url)) continue;
    const read = await feedAt(search, candidate.url, 'page');
    if (read === null) trace?.reject(candidate.url, 'unread');
    if (read === null) continue;
    // What is nearest may be there again in a moment; what is taken in its place would be taken for good.
    if (!read.ok && wider === null) return read;
    if (!read.ok) break;
    const of = commentsOf(read.value.feed, candidate, page);
    let nearest: Result<FoundFeed, FetchFailure> | null =
      of === null ? null : { ok: true, value: { ...read.value, of } };
    if (of === null) {
      posts ??= read.value.feed;
      // A feed of posts is none of comments, but may name that of the post.
      const replies = repliesTo(page, read.value.feed);
      trace?.reject(candidate.url, 'posts');
      if (replies !== null)
        trace?.note(replies, 'page', 'the site’s feed of posts names it as the comments on this one');
      nearest = replies === null ? null : await feedAt(search, replies, 'page');
    }
    if (nearest === null || (nearest.ok && !allows(search, nearest.value.of, nearest.value.at))) continue;
    if (!nearest.ok || nearest.value.of === 'page' || isFrontPage(page)) {
      return nearest.ok ? preferred(search, nearest.value) : nearest;
    }
    // The whole site's comments; one further down may itself state that it is the page's.
    wider ??= nearest.value;
  }
  if (wider !== null) return preferred(search, wider);
  return posts === null ? null : commentsOn(search, posts, page);
}

/** Takes WordPress's Atom feed in place of its RSS one, where there is one. */
async function preferred({ context, before }: Search, found: FoundFeed): Promise<Result<FoundFeed, FetchFailure>> {
  const { format, generator } = found.feed;
  const url = format === 'rss' && /wordpress/i.test(generator ?? '') ? atomTwin(found.at) : null;
  const twin = url === null ? null : await feedAt(searchFrom(context, found.at, before), url, found.of);
  if (twin?.ok === false && twin.reason === 'limit') return twin;
  if (!twin?.ok || !isTwin(found.feed, twin.value.feed)) return { ok: true, value: found };
  context.trace?.note(twin.value.at, twin.value.of, TWIN);
  return { ok: true, value: twin.value };
}
