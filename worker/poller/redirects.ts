import { parseFeed } from '../feed/parse.ts';
import type { Body } from '../io/fetch-feed.ts';
import type { Feed } from '../model.ts';
import { isWanted } from './feed-facts.ts';
import { fetchWithin } from './fetch.ts';
import type { GatherContext } from './poll-context.ts';
import type { FeedState } from './store/feed-state.ts';

/** Times in a row after which a permanent redirect is believed: some lead to a maintenance page for an hour. */
const REDIRECTS_BELIEVED = 3;

/** State of a feed without the permanent redirect that was believed: it is read anew, so that this is remembered. */
export function withoutMove(feedState: FeedState): FeedState {
  return { ...feedState, moved: null, validators: null, digest: null };
}

/** State of a feed that is named at another address by whoever knows: as if permanent redirects had led there. */
export function namedAt(feedState: FeedState, url: string): FeedState {
  return { ...feedState, moved: { url, times: REDIRECTS_BELIEVED } };
}

/** Gives the URL to ask for: the one that permanent redirects have led to for long enough, else the found, else the configured one. */
export function targetOf(
  configured: Pick<Feed, 'url'>,
  { found, moved }: Pick<FeedState, 'found' | 'moved'>,
): { readonly url: string; readonly isMoved: boolean } {
  const isMoved = moved !== null && moved.times >= REDIRECTS_BELIEVED;
  return { url: isMoved ? moved.url : (found?.url ?? configured.url), isMoved };
}

/** True if a permanent redirect that was believed is there no more: its target may be a copy that is no longer kept up. */
export async function isTakenBack(context: GatherContext, { found }: FeedState): Promise<boolean> {
  const answer = await fetchWithin(context, found?.url ?? context.url);
  if (!answer.ok || answer.value.kind === 'unmodified' || answer.value.movedTo !== null) return false;
  const parsed = parseFeed(answer.value.bytes, answer.value);
  return parsed.ok && isWanted(context, parsed.value);
}

/**
 * Gives the run of permanent redirects to one address that goes on with this answer. One that leads elsewhere ends a run and
 * begins none: where each answer leads to another place, as with a session's number in it, not each is written.
 */
export function movedAfter({ moved }: FeedState, { movedTo, url }: Pick<Body, 'movedTo' | 'url'>): FeedState['moved'] {
  if (moved === null) return movedTo === null ? null : { url: movedTo, times: 1 };
  if (moved.url !== url) return null;
  return movedTo === null ? moved : { url: movedTo, times: Math.min(moved.times + 1, REDIRECTS_BELIEVED) };
}
