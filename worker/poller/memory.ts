import * as v from 'valibot';
import { withDeadline, within } from '../io/deadline.ts';
import { remove } from '../io/kv.ts';
import { log } from '../io/log.ts';
import { digest } from '../message.ts';
import type { FeedCopy } from '../rpc/poller.ts';
import type { Dependencies } from './dependencies.ts';
import type { FeedView } from './feed-view.ts';
import { storedDocument } from './load-state.ts';
import type { Shard } from './shard.ts';
import type { ChildStore } from './store/child-store.ts';
import { restoreChildren, withChildren } from './store/children-document.ts';
import { readDocument, readFeedState, writeDocument } from './store/document.ts';
import { type FeedDocument, freshState } from './store/feed-state.ts';
import type { FeedRow } from './store/feed-table.ts';
import { feedMemory } from './store/feed-memory.ts';

/** Parts of a shard that hold what is remembered of its feeds. */
type Memory = Pick<Shard, 'feeds' | 'views' | 'documents' | 'children' | 'limiter'> & { readonly deps: Dependencies };

/**
 * Time after a rename for which comments have the keys that the former name gives them, ms: while the rename was under way,
 * or where it was cut off, both names may have been polled.
 */
const BOTH_NAMES = 24 * 60 * 60_000;

/**
 * Forgets what is remembered of a feed. In its place stands a memory of nothing: SEEN, which would be read where there is
 * none, may answer with the old one for minutes. That is deleted then, and where it cannot be, it is due to be written over.
 * Three things are kept: offers that Outboxes are owed, the destinations that were told that the feed fails, and the instant
 * before which its server asked not to be polled.
 */
export async function resetFeed(memory: Memory, name: string, now: number): Promise<void> {
  const { deps, feeds, views, documents, children, limiter } = memory;
  await limiter.alone(name, async () => {
    const view = views.viewOf(feeds.row(name), deps.secrets);
    const { failing = null, notBefore = null } = view.feedState ?? {};
    const fresh = {
      ...freshState(await configuredSource(view)),
      notBefore,
      failing: failing && { ...failing, from: now },
    };
    documents.commit(name, fresh, { remembered: [], isPutDue: true, now });
    children.clear(name);
    feeds.restart(name);
    const removed = await withDeadline(deps.deadline / 3, (signal) => within(signal, remove(deps.seen, name)));
    if (!removed.ok) log('seen.unwritten', { feed: name });
  });
}

/**
 * Has the feed's next whole answer be one of which nothing is sent, or, where all is to be delivered, one like any other: as
 * it is by itself where somebody takes `paused` out of CONFIG. Before there is a baseline nothing is sent anyway.
 */
export async function resumeFeed(memory: Memory, name: string, deliver: boolean, now: number): Promise<void> {
  await memory.limiter.alone(name, async () => {
    const document = await documentOf(memory, name, now);
    if (document === null || document.feedState.watch.skips === !deliver) return;
    const { feedState } = document;
    const { watch } = feedState;
    // Read whole, for after "nothing has changed" the answer after that one would be the first.
    const next = { ...feedState, validators: null, digest: null, watch: { ...watch, skips: !deliver } };
    memory.documents.commit(name, next, { remembered: null, isPutDue: false, now });
    resumeChildren(memory.children, name, deliver, now);
  });
}

/**
 * The same of each of a site's posts. All of them are polled next, for what comes after that is news; of those that are not, for
 * they have retired, or wait for their first poll, what is older than now is held back. One row each.
 */
function resumeChildren(children: ChildStore, name: string, deliver: boolean, now: number): void {
  const rows = children.of(name);
  for (const { url, retiredAt } of rows) {
    const memory = children.memory(name, url);
    const document = memory.document();
    if (!document.ok || document.value === null) continue;
    const { feedState } = document.value;
    const { watch } = feedState;
    if (watch.since === null && watch.begun === null) {
      if (!deliver) children.skip(name, url, now);
      continue;
    }
    const isDated = watch.edge !== null && watch.edge !== 'open';
    const held =
      retiredAt === null || !isDated ? { skips: !deliver } : deliver ? {} : { edge: { time: now, by: null } };
    const next = { ...feedState, validators: null, digest: null, watch: { ...watch, ...held } };
    memory.commit(next, { remembered: null, isPutDue: false, now });
  }
  const moved = rows.map((row) => ({ ...row, movedAt: now }));
  children.put(name, [], moved, now);
}

const Copied = v.object({
  name: v.string(),
  document: v.string(),
  config: v.nullable(v.string()),
  configAt: v.nullable(v.number()),
  lastPoll: v.nullable(v.number()),
  trouble: v.nullable(v.string()),
});

/** Gives what is remembered of a feed, between two polls; it stays here, and so does what Outboxes are owed of it. */
export function copyFeed(memory: Memory, name: string, now: number): Promise<FeedCopy | null> {
  return memory.limiter.alone(name, async () => {
    const document = await documentOf(memory, name, now);
    if (document === null) return null;
    const { config, configAt, lastPoll, trouble } = memory.feeds.row(name);
    const copied: v.InferOutput<typeof Copied> = {
      name,
      document: withChildren(writeDocument(document), memory.children, name, Infinity),
      config,
      configAt,
      lastPoll,
      trouble,
    };
    return { document: JSON.stringify(copied) };
  });
}

/**
 * Remembers of a feed what another name's remembers. `false`: it has a memory of its own. That of a feed that is gone from
 * CONFIG gives way: who renames one back, or is cut off and does it once more, has left such a memory.
 */
export function adoptFeed(memory: Memory, name: string, copy: FeedCopy, now: number): Promise<boolean> {
  const { feeds, documents, children, limiter } = memory;
  const { name: former, document: text, ...row } = v.parse(Copied, JSON.parse(copy.document));
  const document = readDocument(text);
  if (!document.ok) throw new Error('the copy of a feed cannot be read');
  const { feedState, remembered } = document.value;
  return limiter.alone(name, async () => {
    const before = feeds.row(name);
    if (before.goneSince === null && !isBlank(before)) return false;
    // The row goes first: without a document it is a feed that was never read.
    feeds.adopt(name, row, now);
    const isStill = feedState.formerly !== null && now < feedState.formerly.until;
    const formerly = { name: isStill ? feedState.formerly.name : former, until: now + BOTH_NAMES };
    children.clear(name);
    restoreChildren(children, name, text, { keyFeed: former, formerly }, now);
    documents.commit(name, { ...feedState, formerly }, { remembered, isPutDue: true, now });
    return true;
  });
}

/** Gives a feed's document; where it cannot be read now it throws: nothing was done, and it can be tried again. */
async function documentOf(
  { deps, documents, children }: Memory,
  name: string,
  now: number,
): Promise<FeedDocument | null> {
  const read = await withDeadline(deps.deadline / 3, (signal) =>
    storedDocument({ deps, memory: feedMemory(documents, children, name), now, signal }, name),
  );
  if (!read.ok) throw new Error(`the memory of a feed cannot be read: ${read.reason}`);
  return read.value;
}

/** True if nothing is remembered in a row: no first answer was ever begun, or that was forgotten. */
function isBlank({ head }: FeedRow): boolean {
  const state = head === null ? null : readFeedState(head);
  if (state === null) return true;
  const { since, begun, migrated } = state.ok ? state.value.watch : { since: 0, begun: 0, migrated: false };
  return since === null && begun === null && !migrated;
}

async function configuredSource({ feed, feedState }: FeedView): Promise<string> {
  return feed?.ok ? digest(feed.value.url) : (feedState?.source ?? '');
}
