import { atomTwin } from '../feed/twin.ts';
import { readTexts, type KvFailure } from '../io/kv.ts';
import { digest } from '../message.ts';
import type { Result } from '../model.ts';
import type { KnownComment, Watch } from '../rules/watch.ts';
import { type DocumentFailure, type FeedDocument, readDocument } from './document.ts';
import { freshHead, type Head } from './head.ts';
import type { Job } from './job.ts';
import { within } from './within.ts';

/** What is remembered of a feed, as a poll starts from it. */
export type State = {
  /** As stored. */
  readonly stored: Head;
  /** The same for the URL that is configured now. */
  readonly head: Head;
  readonly watch: Watch;
};

/**
 * Loads what is remembered of the feed, a fresh memory where it was never read. SEEN is asked only where there is no
 * working copy; that KV does not answer, or holds what cannot be read, is never taken for a feed that is new.
 */
export async function loadState(job: Job): Promise<Result<State, KvFailure | DocumentFailure>> {
  const { world, store, feed, now, signal } = job;
  const source = await digest(feed.url);
  const stored = store.document(feed.name);
  if (!stored.ok) return stored;
  if (stored.value !== null) return { ok: true, value: stateOf(job, stored.value, source) };
  const seen = await within(signal, readTexts(world.seen, [feed.name]));
  if (!seen.ok) return seen;
  const text = seen.value.get(feed.name) ?? null;
  if (text === null) return { ok: true, value: stateOf(job, { head: freshHead(source), known: [] }, source) };
  const document = readDocument(text);
  if (!document.ok) return document;
  store.commit(feed.name, document.value.head, { known: document.value.known, isPutDue: false, now });
  return { ok: true, value: stateOf(job, document.value, source) };
}

function stateOf(job: Job, { head, known }: FeedDocument, source: string): State {
  const here = head.source === source ? head : elsewhere(head, source, job.now);
  const found = placeOf(job, here);
  return {
    stored: head,
    head: found === here.found ? here : { ...here, found },
    watch: { ...here.watch, known: started(head, known) },
  };
}

/** Version 1 did not note as what a feed was found, but where: at CONFIG's URL itself, or at its Atom twin. */
function placeOf({ feed }: Job, { found }: Head): Head['found'] {
  if (found === null || found.url === feed.url) return null;
  return found.url === atomTwin(feed.url) ? { ...found, of: 'feed' } : found;
}

/** What a first poll of version 1 has left counts for nothing: it was not accepted by all. */
function started({ watch }: Head, known: readonly KnownComment[]): readonly KnownComment[] {
  return watch.since === null && watch.begun === null ? [] : known;
}

/** What was learnt of another URL than the one that is configured now says nothing of this one, and costs it no wait. */
function elsewhere(head: Head, source: string, now: number): Head {
  const { failing } = head;
  return {
    ...head,
    source,
    found: null,
    moved: null,
    validators: null,
    digest: null,
    notBefore: null,
    failing: failing && { ...failing, from: now },
  };
}
