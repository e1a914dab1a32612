import { env, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { Database } from '../../../worker/poller/store/database.ts';
import { Notes } from '../../../worker/poller/store/notes.ts';
import { DocumentStore } from '../../../worker/poller/store/document-store.ts';
import { FeedStore } from '../../../worker/poller/store/feed-store.ts';
import { freshState } from '../../../worker/poller/store/feed-state.ts';
import { migrate } from '../../../worker/poller/store/migrations.ts';

const NOW = Date.parse('2026-11-02T00:00:00Z');

/** A shard's storage, in an object of its own, with a feed in it. */
function inStorage(act: (database: Database, feeds: FeedStore) => void): Promise<void> {
  return runInDurableObject(env.POLLER.getByName(crypto.randomUUID()), (_instance, state) => {
    const { storage } = state;
    migrate(storage);
    const database = new Database(state, new Notes(storage.kv));
    const feeds = new FeedStore(database);
    feeds.setConfig('blog', 'https://blog.example/', NOW);
    act(database, feeds);
  });
}

test('a feed’s row is not read again as long as nothing is written', () =>
  inStorage((_database, feeds) => {
    const [row] = feeds.rows();
    expect(feeds.row('blog')).toBe(row);
    expect(feeds.row('other')).toBe(feeds.row('other'));
    expect(feeds.rows()).toBe(feeds.rows());
  }));

test('a feed’s row is read again after a write, whoever writes', () =>
  inStorage((database, feeds) => {
    expect(feeds.row('blog')).toMatchObject({ goneSince: null });
    expect(feeds.rows()).toMatchObject([{ goneSince: null }]);
    database.exec('UPDATE feed SET gone_since = 1');
    expect(feeds.rows()).toMatchObject([{ goneSince: 1 }]);
    expect(feeds.row('blog')).toMatchObject({ goneSince: 1 });
    database.exec("INSERT INTO feed (name, owed) VALUES ('other', 1)");
    expect(feeds.row('other')).toMatchObject({ putDue: true });
  }));

test('a feed’s row is read again after a transaction that was undone', () =>
  inStorage((database, feeds) => {
    const undone = () => {
      feeds.setGone('blog', 1);
      expect(feeds.row('blog')).toMatchObject({ goneSince: 1 });
      throw new Error('undone');
    };
    expect(() => database.transactionSync(undone)).toThrow('undone');
    expect(feeds.row('blog')).toMatchObject({ goneSince: null });
  }));

test('a document is read again once it was committed or removed, also where that failed', () =>
  inStorage((database, feeds) => {
    const documents = new DocumentStore(database);
    const change = { remembered: [], isPutDue: false, now: NOW };
    const titleOf = () => {
      const document = documents.document('blog');
      return document.ok ? document.value?.feedState.title : document.reason;
    };
    documents.commit('blog', { ...freshState('here'), title: 'One' }, change);
    expect(titleOf()).toBe('One');
    expect(documents.document('blog')).toEqual(documents.document('blog'));
    documents.commit('blog', { ...freshState('here'), title: 'Two' }, change);
    expect(titleOf()).toBe('Two');
    database.exec("CREATE TRIGGER refuse BEFORE UPDATE ON feed BEGIN SELECT RAISE(ABORT, 'refused'); END");
    expect(() => documents.commit('blog', { ...freshState('here'), title: 'Three' }, change)).toThrow('refused');
    expect(titleOf()).toBe('Two');
    documents.remove('blog');
    feeds.remove('blog');
    expect(titleOf()).toBeUndefined();
  }));

test('a document that was just committed is given as it is read, whatever of it was committed', () =>
  inStorage((database) => {
    const documents = new DocumentStore(database);
    const comment = {
      id: 'a',
      fingerprint: 'f',
      author: null,
      content: 'c',
      time: NOW,
      key: 'k',
      held: true,
      shown: false,
    };
    const remembered = [
      { ...comment, filtered: false, restless: null },
      { ...comment, id: 'b', filtered: true, restless: { content: 'd', day: 3, changes: 2, since: NOW } },
    ];
    const fresh = freshState('here');
    const state = { ...fresh, watch: { serial: 7, ...fresh.watch, since: NOW, newestNumber: 7 } };
    const steps = [
      { state, remembered },
      { state: { ...state, title: 'Two' }, remembered: null },
      { state: { ...state, title: 'Three' }, remembered: [] },
    ];
    for (const step of steps) {
      documents.commit('blog', step.state, { remembered: step.remembered, isPutDue: false, now: NOW });
      const kept = documents.document('blog');
      const read = new DocumentStore(database).document('blog');
      expect(kept).toEqual(read);
      expect(JSON.stringify(kept)).toBe(JSON.stringify(read));
    }
    // No text of the comments is read for it.
    documents.commit('blog', state, { remembered, isPutDue: false, now: NOW });
    database.exec("UPDATE feed SET known = 'none'");
    expect(documents.document('blog').ok).toBe(true);
  }));
