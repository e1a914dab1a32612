import { put } from '../../io/kv.ts';
import { log } from '../../io/log.ts';
import type { Feed } from '../../model.ts';
import type { ChildStore } from './child-store.ts';
import { SITE_BYTES, withChildren } from './children-document.ts';
import { writeDocument } from './document.ts';
import type { FeedState } from './feed-state.ts';
import type { DocumentStore } from './document-store.ts';
import type { FeedStore } from './feed-store.ts';
import { type FeedRow, isOpen } from './feed-table.ts';
import { startOfDay } from './rows-written.ts';
import { within } from '../../io/deadline.ts';
import type { Connection } from '../concurrency.ts';
import type { Dependencies } from '../dependencies.ts';

/** Least time between two puts of one feed, ms: of the first in a day … */
const PUT_INTERVAL = 15 * 60_000;
const FIRST_PUTS = 4;
/**
 * … and of the next one; from then on it is twice as long each time. A put costs as much as five rows, and on Free thirty
 * hot feeds would take most of the quota; what SEEN lacks is some hours of comments, and only an account that was restored asks
 * it for them.
 */
const NEXT_INTERVAL = 60 * 60_000;

/**
 * Puts of all shards in a day. The Free plan has 1,000 writes for the account, of which people's values in CONFIG and the
 * Outboxes' marks need some. https://developers.cloudflare.com/kv/platform/limits/
 */
const PUTS_A_DAY = 900;

/**
 * Puts that are noted in one transaction. Those of which a crash has taken the note are made again: a few, of the 900 of a
 * day.
 */
const NOTED_TOGETHER = 12;

/** A put that has ended, and is not noted yet. `commits`: of the document when it was read. */
type Done = { readonly name: string; readonly commits: number; readonly now: number; readonly day: number };

/** Puts documents into SEEN, as many a day as are this shard's share. */
export class SeenWriter {
  readonly #feeds: FeedStore;
  readonly #documents: DocumentStore;
  readonly #children: ChildStore;
  /** Puts that have begun and not ended. */
  #underway = 0;
  #done: Done[] = [];
  /** Puts of a day, as counted once: that reads a row of each feed. */
  #spent: { readonly day: number; readonly puts: number } | null = null;

  constructor(feeds: FeedStore, store: DocumentStore, children: ChildStore) {
    this.#feeds = feeds;
    this.#documents = store;
    this.#children = children;
  }

  /**
   * Puts the feed's document, if that is due and the day's puts are not used up. `share`: the shard's, of 1. `use`: runs a
   * request over one of the invocation's connections.
   */
  async putIfDue(
    deps: Dependencies,
    row: FeedRow,
    feed: Feed,
    share: number,
    now: number,
    { signal, use }: { readonly signal: AbortSignal; readonly use: Connection['use'] },
  ): Promise<void> {
    const day = startOfDay(now);
    const budget = Math.max(Math.floor(PUTS_A_DAY * share), 1);
    if (!isPutDue(row, now) || this.#putsSince(day) + this.#underway >= budget) return;
    this.#underway += 1;
    try {
      await use(() => this.#put(deps, row, feed, now, signal));
    } finally {
      this.#underway -= 1;
    }
    // Each put counts one, so this is said once a day.
    if (this.#putsSince(day) === budget) log('seen.budget', { puts: budget });
  }

  async #put(deps: Dependencies, row: FeedRow, feed: Feed, now: number, signal: AbortSignal): Promise<void> {
    const commits = this.#commitsOf(row.name);
    const text = this.#documentOf(row, feed);
    if (text === null) return;
    try {
      const done = await within(signal, put(deps.seen, row.name, text));
      if (done.ok) this.#add({ name: row.name, commits, now, day: startOfDay(now) });
      else log('seen.unwritten', { feed: row.name });
    } catch {
      log('seen.unwritten', { feed: row.name });
    }
  }

  /** Number that is another one once the document or those of its children have changed. */
  #commitsOf(name: string): number {
    return this.#documents.commits(name) + this.#children.writes(name);
  }

  #putsSince(day: number): number {
    if (this.#spent?.day !== day) this.#spent = { day, puts: this.#feeds.putsSince(day) };
    return this.#spent.puts;
  }

  #add(done: Done): void {
    this.#spent = { day: done.day, puts: this.#putsSince(done.day) + 1 };
    this.#done.push(done);
    if (this.#done.length >= NOTED_TOGETHER) this.note();
  }

  /** Notes the puts that have ended: without an await in between they are one transaction. */
  note(): void {
    for (const { name, commits, now, day } of this.#done.splice(0))
      // What was committed meanwhile is still to be put.
      this.#feeds.setPut(name, this.#commitsOf(name) === commits, now, day);
  }

  #documentOf(row: FeedRow, feed: Feed): string | null {
    const document = this.#documents.document(row.name);
    if (!document.ok || document.value === null) return null;
    const { feedState, remembered } = document.value;
    // A URL that a person keeps in a secret does not belong into KV, nor does one that it led to.
    const shown = isOpen(row, feed) ? feedState : withoutUrls(feedState);
    const text = writeDocument({ feedState: shown, remembered });
    // Of a secret address neither: read from SEEN, its posts begin as if they had been there from the first.
    return isOpen(row, feed) ? withChildren(text, this.#children, row.name, SITE_BYTES) : text;
  }
}

/** True if the document is to be put into SEEN at `now`. */
export function isPutDue({ putDue, putAt, puts }: Pick<FeedRow, 'putDue' | 'putAt' | 'puts'>, now: number): boolean {
  if (!putDue || putAt === null) return putDue;
  const today = putAt >= startOfDay(now) ? puts : 0;
  return now - putAt >= (today < FIRST_PUTS ? PUT_INTERVAL : NEXT_INTERVAL * 2 ** (today - FIRST_PUTS));
}

/** Gives a feed's state without the URLs that a secret one led to. */
function withoutUrls(head: FeedState): FeedState {
  const { hole, lookBack, ...watch } = head.watch;
  return {
    ...head,
    found: null,
    moved: null,
    watch: { ...watch, hole: hole && { ...hole, url: null }, lookBack: lookBack && { ...lookBack, url: null } },
  };
}
