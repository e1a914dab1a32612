import type { FeedFailure } from '../feed/failure.ts';
import { parseFeed } from '../feed/parse.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import type { Body, FetchFailure } from '../io/fetch-feed.ts';
import type { Failure, Result } from '../model.ts';
import { fetchWithin } from './fetch.ts';
import type { GatherContext } from './poll-context.ts';
import { isPassing } from './poll-failure.ts';
import type { FeedState, FoundAs } from './store/feed-state.ts';

/** Feed that was found: read, with the URL to ask for from now on. `of`: whose comments it holds. */
export type FoundFeed = {
  readonly body: Body;
  readonly feed: ParsedFeed;
  readonly at: string;
  readonly of: FoundAs;
};

/** Failure to find a feed. `wider`: a feed of the whole site's comments that could be read, and is not what was asked for. */
export type NotFound = (FetchFailure | FeedFailure | Failure<'html' | 'posts'>) & { readonly wider?: string };

/**
 * Search for a comment feed. `asked`: all URLs that it has asked for, none of them twice. `before`: the feed that was found
 * before and cannot be read: only the same kind may take its place.
 */
export type Search = {
  readonly context: GatherContext;
  readonly asked: Set<string>;
  readonly before: FeedState['found'];
  /** URL of a feed of the whole site's comments that was not taken. */
  wider: string | null;
};

/** URLs that a search asks for, with the page itself: a poll has the Free plan's fifty requests, and each may be redirected. */
const ASKED_AT_MOST = 12;

/** True if a feed of such comments may be taken; notes one of the whole site's that may not. */
export function allows(search: Search, of: FoundAs, url: string): boolean {
  // A post has its own comments, or none.
  if (search.context.child !== undefined && of === 'site') return false;
  if (search.before === null || search.before.of === of) return true;
  if (of === 'site') search.wider ??= url;
  return false;
}

/** Fetches and reads the feed at a URL; `null` where there is none, a failure where that cannot be told now. */
export async function feedAt(
  search: Search,
  url: string,
  of: FoundAs,
): Promise<Result<FoundFeed, FetchFailure> | null> {
  const answer = await tryAt(search, url);
  if (!answer?.ok) return answer;
  const body = answer.value;
  const parsed = parseFeed(body.bytes, body);
  return parsed.ok ? { ok: true, value: { body, feed: parsed.value, at: url, of } } : null;
}

/** Fetches a URL that the search has not asked for yet; `null` where it has, or where nothing is. */
export async function tryAt({ context, asked }: Search, url: string): Promise<Result<Body, FetchFailure> | null> {
  const href = URL.parse(url)?.href;
  if (href === undefined || asked.has(href) || asked.size >= ASKED_AT_MOST) return null;
  asked.add(href);
  const answer = await fetchWithin(context, url);
  if (!answer.ok) return answer.reason === 'limit' || isPassing(answer) ? answer : null;
  return answer.value.kind === 'body' ? { ok: true, value: answer.value } : null;
}

/** Begins a search from a page. `before`: the feed that was found before. */
export function searchFrom(context: GatherContext, page: string, before: FeedState['found']): Search {
  const asked = new Set([context.url, page, before?.url ?? ''].flatMap((url) => URL.parse(url)?.href ?? []));
  return { context, asked, before, wider: null };
}

/** Gives the feed of the whole site's comments that was not taken, as part of a failure. */
export function widerOf({ wider }: Search): { readonly wider?: string } {
  return wider === null ? {} : { wider };
}
