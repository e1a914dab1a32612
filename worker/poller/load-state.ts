import { atomTwin } from '../systems/wordpress/atom-twin.ts';
import { readTexts, type KvFailure } from '../io/kv.ts';
import type { Result } from '../model.ts';
import type { RememberedComment, Watch } from '../rules/watch.ts';
import { type DocumentFailure, readDocument } from './store/document.ts';
import { type FeedDocument, freshState, type FeedState } from './store/feed-state.ts';
import { urlDigests } from './kept-digests.ts';
import type { PollContext } from './poll-context.ts';
import { within } from '../io/deadline.ts';

/** Beginning of the source of a state that knows posts: no digest has a colon. */
const POSTS = 'posts:';

const DAY = 24 * 60 * 60_000;

/** State of a feed and its comments, as a poll starts from it. */
export type LoadedState = {
  /** As stored. */
  readonly stored: FeedState;
  /** The same for the URL that is configured now. */
  readonly feedState: FeedState;
  readonly watch: Watch;
};

/**
 * Loads a feed's state, a fresh one where it was never read. SEEN is read only where there is no working copy; a KV that
 * does not answer, or holds what cannot be read, is never taken for a new feed.
 */
export async function loadState(context: PollContext): Promise<Result<LoadedState, KvFailure | DocumentFailure>> {
  const source = await sourceOf(context);
  const stored = await storedDocument(context, context.feed.name);
  if (!stored.ok) return stored;
  const document = stored.value ?? { feedState: freshState(source), remembered: [] };
  return { ok: true, value: loadedStateOf(context, document, source) };
}

/** Digest of the URL that a state is learnt from, with what was wanted there. */
export async function sourceOf({ url, wanted }: Pick<PollContext, 'url' | 'wanted'>): Promise<string> {
  return (wanted === 'posts' ? POSTS : '') + (await urlDigests.of(url));
}

/** Gives a feed's document; one that is in SEEN alone becomes the working copy. `null`: there is none. */
export async function storedDocument(
  { deps, memory, now, signal }: Pick<PollContext, 'deps' | 'memory' | 'now' | 'signal'>,
  name: string,
): Promise<Result<FeedDocument | null, KvFailure | DocumentFailure>> {
  const stored = memory.document();
  if (!stored.ok || stored.value !== null) return stored;
  const seen = await within(signal, readTexts(deps.seen, [name]));
  if (!seen.ok) return seen;
  const text = seen.value.get(name) ?? null;
  if (text === null) return { ok: true, value: null };
  const document = readDocument(text);
  if (!document.ok) return document;
  memory.restore(text, document.value, now);
  return document;
}

/** Gives the state that a poll starts from where that is the feed's document. */
export function loadedStateOf(
  context: Pick<PollContext, 'url' | 'now'>,
  { feedState, remembered }: FeedDocument,
  source: string,
): LoadedState {
  const here = feedState.source === source ? feedState : elsewhere(feedState, source, context.now);
  const found = correctedFound(context, here);
  return {
    stored: feedState,
    feedState: found === here.found ? here : { ...here, found },
    watch: { ...here.watch, remembered: started(here, remembered) },
  };
}

/**
 * Corrects as what a feed of version 1 was found, which noted the URL alone: CONFIG's itself, or its Atom twin.
 */
function correctedFound({ url }: Pick<PollContext, 'url'>, { found }: FeedState): FeedState['found'] {
  if (found === null || found.url === url) return null;
  return found.url === atomTwin(url) ? { ...found, of: 'feed' } : found;
}

/** Drops what an unfinished first poll of version 1, or of another URL, has left: not all Outboxes accepted it. */
function started({ watch }: FeedState, remembered: readonly RememberedComment[]): readonly RememberedComment[] {
  return watch.since === null && watch.begun === null ? [] : remembered;
}

/** Drops what was learnt of another URL than the configured one, backoff and an unfinished baseline included. */
function elsewhere(feedState: FeedState, source: string, now: number): FeedState {
  const { failing, watch } = feedState;
  // What is known of posts says nothing of comments.
  const isBegun = watch.since !== null || watch.migrated;
  const isOther = feedState.source.startsWith(POSTS) || source.startsWith(POSTS);
  return {
    ...feedState,
    source,
    watch: isOther ? begunAnew(watch, source, now) : isBegun ? watch : freshState(source).watch,
    found: null,
    moved: null,
    validators: null,
    digest: null,
    notBefore: null,
    failing: failing && { ...failing, from: now },
  };
}

/** A watch that begins anew, but for when all was told of before: what was written after that is news, of a day at most. */
function begunAnew({ whole, lastNews }: FeedState['watch'], source: string, now: number): FeedState['watch'] {
  const { watch } = freshState(source);
  if (whole === null) return watch;
  return { ...watch, whole: { at: Math.max(whole.at, lastNews ?? 0, now - DAY), count: 0 } };
}
