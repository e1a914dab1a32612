import { type Candidate, discover, repliesTo } from '../feed/discovery.ts';
import { usualComments } from '../feed/known-shape.ts';
import { parseFeed } from '../feed/parse.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { isOfComments, isOfPosts } from '../feed/posts.ts';
import { atomTwin, isTwin } from '../feed/twin.ts';
import type { Body, FetchFailure } from '../io/fetch-feed.ts';
import type { Failure, Result } from '../model.ts';
import { ask } from './ask.ts';
import { isPassing } from './failing.ts';
import type { Job } from './job.ts';

/** A feed, and the URL at which to ask for it from now on. `searched`: it is not what the configured URL answered. */
export type Found = { readonly body: Body; readonly at: string; readonly searched: boolean };

type FoundFeed = Found & { readonly feed: ParsedFeed };

/** One search: all URLs that it has asked for. What was not taken the first time is not asked for again. */
type Search = { readonly job: Job; readonly asked: Set<string> };

/** In one search, with the page itself: a poll has the Free plan's fifty requests, and each may be redirected. */
const ASKED_AT_MOST = 12;

const POSTS: Failure<'posts'> = {
  ok: false,
  reason: 'posts',
  detail: 'This is a feed of posts, and no feed of their comments was found; give the URL of its comment feed.',
};

/**
 * The feed that the configured URL stands for: what it answered, or the comment feed nearest to a page or to a feed of
 * posts; and of WordPress's two the Atom one, for it alone says whom a comment answers. A body that is neither is given as it is, and
 * so is what was read at `known`, where the feed was found before.
 */
export async function find(
  job: Job,
  known: string | null,
  body: Body,
): Promise<Result<Found, Failure<'html' | 'posts'> | FetchFailure>> {
  if (known !== null) return { ok: true, value: { body, at: body.movedTo ?? known, searched: false } };
  const found = { body, at: body.movedTo ?? job.feed.url, searched: false };
  const search = searchFrom(job, body.url);
  const parsed = parseFeed(body.bytes, body);
  if (parsed.ok && isOfPosts(parsed.value)) return (await commentsOn(search, parsed.value, null)) ?? POSTS;
  if (parsed.ok) return preferred(search, { ...found, feed: parsed.value });
  // A page with a place to sign in may be one like any other.
  const isPage = parsed.reason === 'html' || parsed.reason === 'login';
  const nearest = isPage ? await nearestTo(search, body) : null;
  if (nearest === null && parsed.reason !== 'html') return { ok: true, value: found };
  return nearest ?? { ok: false, reason: 'html', detail: 'The page names no feed of comments that can be read.' };
}

/** The same where the configured URL cannot be had: some servers refuse their pages to programs, but not their feeds. */
export async function findUnseen(
  job: Job,
  known: string | null,
  refusal: FetchFailure,
): Promise<Result<Found, FetchFailure>> {
  if (known !== null || refusal.reason === 'limit' || isPassing(refusal)) return refusal;
  const { url } = job.feed;
  return (await nearestOf(searchFrom(job, url), discover('', url, null), url)) ?? refusal;
}

/** The comments on all posts of the site: where its system has them, else what its home page names. `page`: asked for. */
async function commentsOn(
  search: Search,
  { url, generator }: ParsedFeed,
  page: string | null,
): Promise<Result<Found, FetchFailure> | null> {
  if (url === null) return null;
  for (const usual of usualComments(url, generator, page)) {
    const comments = await feedAt(search, usual);
    if (comments?.ok === false) return comments;
    if (comments !== null && !isOfPosts(comments.value.feed)) return preferred(search, comments.value);
  }
  const home = await tryAt(search, url);
  return home?.ok ? nearestTo(search, home.value) : home;
}

/** The comment feed nearest to a page, of those that it names; `null`: none of them can be read. */
function nearestTo(search: Search, body: Body): Promise<Result<Found, FetchFailure> | null> {
  // What matters in it is ASCII.
  const html = new TextDecoder().decode(body.bytes);
  return nearestOf(search, discover(html, body.url, body.link), body.url);
}

async function nearestOf(
  search: Search,
  candidates: readonly Candidate[],
  page: string,
): Promise<Result<Found, FetchFailure> | null> {
  let posts: ParsedFeed | null = null;
  for (const candidate of candidates) {
    let nearest = await feedAt(search, candidate.url);
    if (nearest?.ok && !isOfComments(nearest.value.feed, candidate, page)) {
      posts ??= nearest.value.feed;
      // A feed of posts is none of comments, but may name that of the post.
      const replies = repliesTo(page, nearest.value.feed);
      nearest = replies === null ? null : await feedAt(search, replies);
    }
    // What is nearest may be there again in a moment; what is taken in its place would be taken for good.
    if (nearest !== null) return nearest.ok ? preferred(search, nearest.value) : nearest;
  }
  return posts === null ? null : commentsOn(search, posts, page);
}

async function preferred({ job }: Search, found: FoundFeed): Promise<Result<Found, FetchFailure>> {
  const { format, generator } = found.feed;
  const url = format === 'rss' && /wordpress/i.test(generator ?? '') ? atomTwin(found.at) : null;
  const twin = url === null ? null : await feedAt(searchFrom(job, found.at), url);
  if (twin?.ok === false && twin.reason === 'limit') return twin;
  const better = twin?.ok && isTwin(found.feed, twin.value.feed);
  return { ok: true, value: better ? { ...twin.value, searched: found.searched } : found };
}

/** `null`: there is none; a failure: not to be told now. */
async function feedAt(search: Search, url: string): Promise<Result<FoundFeed, FetchFailure> | null> {
  const answer = await tryAt(search, url);
  if (!answer?.ok) return answer;
  const body = answer.value;
  const parsed = parseFeed(body.bytes, body);
  if (!parsed.ok) return null;
  return { ok: true, value: { body, at: body.movedTo ?? url, searched: true, feed: parsed.value } };
}

async function tryAt({ job, asked }: Search, url: string): Promise<Result<Body, FetchFailure> | null> {
  const href = URL.parse(url)?.href;
  if (href === undefined || asked.has(href) || asked.size >= ASKED_AT_MOST) return null;
  asked.add(href);
  const answer = await ask(job, url);
  if (!answer.ok) return answer.reason === 'limit' || isPassing(answer) ? answer : null;
  return answer.value.kind === 'body' ? { ok: true, value: answer.value } : null;
}

function searchFrom(job: Job, page: string): Search {
  return { job, asked: new Set([job.feed.url, page].flatMap((url) => URL.parse(url)?.href ?? [])) };
}
