import { atomTwin } from '../systems/wordpress/atom-twin.ts';
import { readTexts, type KvFailure } from '../io/kv.ts';
import { digest } from '../message.ts';
import type { Result } from '../model.ts';
import type { RememberedComment, Watch } from '../rules/watch.ts';
import { type DocumentFailure, type FeedDocument, readDocument } from './store/document.ts';
import { freshState, type FeedState } from './store/feed-state.ts';
import type { PollContext } from './poll-context.ts';
import { within } from '../io/deadline.ts';

/** What is remembered of a feed, as a poll starts from it. */
export type LoadedState = {
  /** As stored. */
  readonly stored: FeedState;
  /** The same for the URL that is configured now. */
  readonly feedState: FeedState;
  readonly watch: Watch;
};

/**
 * Loads what is remembered of the feed, a fresh memory where it was never read. SEEN is asked only where there is no
 * working copy; that KV does not answer, or holds what cannot be read, is never taken for a feed that is new.
 */
export async function loadState(context: PollContext): Promise<Result<LoadedState, KvFailure | DocumentFailure>> {
  const { deps, documents, feed, now, signal } = context;
  const source = await digest(feed.url);
  const stored = documents.document(feed.name);
  if (!stored.ok) return stored;
  if (stored.value !== null) return { ok: true, value: stateOf(context, stored.value, source) };
  const seen = await within(signal, readTexts(deps.seen, [feed.name]));
  if (!seen.ok) return seen;
  const text = seen.value.get(feed.name) ?? null;
  if (text === null) return { ok: true, value: stateOf(context, { feedState: freshState(source), known: [] }, source) };
  const document = readDocument(text);
  if (!document.ok) return document;
  documents.commit(feed.name, document.value.feedState, { known: document.value.known, isPutDue: false, now });
  return { ok: true, value: stateOf(context, document.value, source) };
}

function stateOf(context: PollContext, { feedState, known }: FeedDocument, source: string): LoadedState {
  const here = feedState.source === source ? feedState : elsewhere(feedState, source, context.now);
  const found = placeOf(context, here);
  return {
    stored: feedState,
    feedState: found === here.found ? here : { ...here, found },
    watch: { ...here.watch, known: started(feedState, known) },
  };
}

/** Version 1 did not note as what a feed was found, but where: at CONFIG's URL itself, or at its Atom twin. */
function placeOf({ feed }: PollContext, { found }: FeedState): FeedState['found'] {
  if (found === null || found.url === feed.url) return null;
  return found.url === atomTwin(feed.url) ? { ...found, of: 'feed' } : found;
}

/** What a first poll of version 1 has left counts for nothing: it was not accepted by all. */
function started({ watch }: FeedState, known: readonly RememberedComment[]): readonly RememberedComment[] {
  return watch.since === null && watch.begun === null ? [] : known;
}

/** What was learnt of another URL than the one that is configured now says nothing of this one, and costs it no wait. */
function elsewhere(feedState: FeedState, source: string, now: number): FeedState {
  const { failing } = feedState;
  return {
    ...feedState,
    source,
    found: null,
    moved: null,
    validators: null,
    digest: null,
    notBefore: null,
    failing: failing && { ...failing, from: now },
  };
}
