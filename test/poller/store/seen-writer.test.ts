import { env, runInDurableObject } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { readFeedConfig } from '../../../worker/config/feed.ts';
import { ChildStore } from '../../../worker/poller/store/child-store.ts';
import { DocumentStore } from '../../../worker/poller/store/document-store.ts';
import { Database } from '../../../worker/poller/store/database.ts';
import { Notes } from '../../../worker/poller/store/notes.ts';
import { FeedStore } from '../../../worker/poller/store/feed-store.ts';
import { freshState } from '../../../worker/poller/store/feed-state.ts';
import { migrate } from '../../../worker/poller/store/migrations.ts';
import { SeenWriter } from '../../../worker/poller/store/seen-writer.ts';
import { emptyKv, Shard } from '../../support/shard.ts';

const NOW = Date.parse('2026-11-02T00:00:00Z');
const URL = 'https://blog.example/comments.atom';
const { signal } = new AbortController();

beforeEach(emptyKv);

type Stores = {
  readonly feeds: FeedStore;
  readonly documents: DocumentStore;
  readonly children: ChildStore;
  readonly seen: SeenWriter;
};

/** A shard's stores, in an object of its own. */
function inStores(act: (stores: Stores) => Promise<void>): Promise<void> {
  return runInDurableObject(env.POLLER.getByName(crypto.randomUUID()), (_instance, state) => {
    const { storage } = state;
    migrate(storage);
    const database = new Database(state, new Notes(storage.kv));
    const [feeds, documents, children] = [
      new FeedStore(database),
      new DocumentStore(database),
      new ChildStore(database),
    ];
    return act({ feeds, documents, children, seen: new SeenWriter(feeds, documents, children) });
  });
}

function learn({ documents }: Stores, name: string): void {
  documents.commit(name, freshState('here'), { remembered: [], isPutDue: true, now: NOW });
}

async function put({ feeds, seen }: Stores, name: string): Promise<void> {
  feeds.setConfig(name, URL, NOW);
  const feed = readFeedConfig(name, URL, () => undefined);
  if (feed.ok)
    await seen.putIfDue(new Shard().deps(), feeds.row(name), feed.value, 1, NOW, {
      signal,
      use: (request) => request(),
    });
}

test('a put is noted with the others of its round', () =>
  inStores(async (stores) => {
    for (const name of ['one', 'two']) {
      learn(stores, name);
      await put(stores, name);
      expect(await env.SEEN.get(name)).not.toBeNull();
      // A crash here has it put again.
      expect(stores.feeds.row(name)).toMatchObject({ putDue: true, putAt: null });
    }
    stores.seen.note();
    for (const name of ['one', 'two']) expect(stores.feeds.row(name)).toMatchObject({ putDue: false, putAt: NOW });
    expect(stores.feeds.putsSince(NOW)).toBe(2);
  }));

test('what is committed before a put is noted is still to be put', () =>
  inStores(async (stores) => {
    learn(stores, 'blog');
    await put(stores, 'blog');
    learn(stores, 'blog');
    stores.seen.note();
    expect(stores.feeds.row('blog')).toMatchObject({ putDue: true, putAt: NOW });
  }));

test('what a post’s comment feed brings before a put of its site is noted is still to be put', () =>
  inStores(async (stores) => {
    learn(stores, 'blog');
    await put(stores, 'blog');
    stores.children.memory('blog', URL).commit(freshState('here'), { remembered: [], isPutDue: true, now: NOW });
    stores.seen.note();
    expect(stores.feeds.row('blog')).toMatchObject({ putDue: true, putAt: NOW });
  }));

test('no more than twelve puts wait to be noted', () =>
  inStores(async (stores) => {
    for (let feed = 0; feed < 12; feed++) {
      learn(stores, `feed-${feed}`);
      await put(stores, `feed-${feed}`);
    }
    expect(stores.feeds.putsSince(NOW)).toBe(12);
  }));
