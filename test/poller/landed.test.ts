import { env, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { readFeedState, readOutline, readRemembered, writeFeedState } from '../../worker/poller/store/document.ts';
import { freshState } from '../../worker/poller/store/feed-state.ts';
import { Database } from '../../worker/poller/store/database.ts';
import { Notes } from '../../worker/poller/store/notes.ts';
import { FeedStore } from '../../worker/poller/store/feed-store.ts';
import { migrate } from '../../worker/poller/store/migrations.ts';
import failing from './version-1/failing.json';

/** The table as version 0.1.0 made it. */
const LANDED = `CREATE TABLE feed (
  name TEXT PRIMARY KEY, config TEXT, invalid TEXT, gone_since INTEGER,
  changed_at INTEGER, put_at INTEGER, owed INTEGER NOT NULL DEFAULT 0,
  postponed INTEGER NOT NULL DEFAULT 0, head TEXT, known TEXT
)`;

test('a database of the landed version opens with all that it holds, and once only is made anew', () =>
  runInDurableObject(env.POLLER.getByName('landed'), (_poller, state) => {
    const { storage } = state;
    const { sql } = storage;
    sql.exec('DROP TABLE feed');
    // It numbered none.
    sql.exec('DELETE FROM version');
    sql.exec(LANDED);
    sql.exec(
      `INSERT INTO feed VALUES ('blog', '{"url":"https://blog.example/"}', 'abc 2026-11-01T00:00:00.000Z told', 1, 2, 3, 1, 1,
       '{"version":1}', '[["a",null,"b"]]')`,
    );
    const row = {
      name: 'blog',
      config: '{"url":"https://blog.example/"}',
      configAt: null,
      invalid: 'abc 2026-11-01T00:00:00.000Z told',
      goneSince: 1,
      handedAt: null,
      changedAt: 2,
      putAt: 3,
      puts: 0,
      putDue: true,
      postponed: true,
      queuedSince: null,
      lastPoll: null,
      trouble: null,
      rowsWritten: 0,
      rowsDay: null,
      head: '{"version":1}',
    };
    migrate(storage);
    expect(new FeedStore(new Database(state, new Notes(storage.kv))).rows()).toEqual([row]);
    expect(readRemembered(sql.exec<{ known: string }>('SELECT known FROM feed').one().known)).toMatchObject({
      ok: true,
      value: [{ id: 'a', content: 'b' }],
    });
    const written = () => sql.exec<{ count: number }>('SELECT total_changes() AS count').one().count;
    const before = written();
    migrate(storage);
    expect(new FeedStore(new Database(state, new Notes(storage.kv))).row('blog')).toEqual(row);
    expect(written()).toBe(before);
    // The comments stay behind all else, so that a look at the rest does not read them.
    const columns = sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('feed')").toArray();
    expect(columns.at(-1)?.name).toBe('known');
  }));

test('a state of version 1 says on when the feed is polled, how much it held, and what it was called', () => {
  const head = { ...failing.head, notBefore: '2026-11-03T08:00:00.000Z', maxAge: 15 };
  expect(readFeedState(JSON.stringify(head))).toMatchObject({
    ok: true,
    value: {
      source: head.source,
      title: 'Comments for Kites & how they fall',
      homePage: 'https://blog.example/archives/kites.php',
      maxAge: 15,
      notBefore: Date.parse(head.notBefore),
      failing: {
        since: Date.parse('2026-11-02T00:15:00Z'),
        from: Date.parse('2026-11-02T00:15:00Z'),
        reason: 'The test says status.',
      },
      watch: { largest: 10, newestNumber: 20, lastNews: Date.parse('2026-11-02T00:00:00Z') },
    },
  });
});

test.each([
  [
    'of today',
    writeFeedState({ ...freshState('digest'), title: 'Kites', notBefore: Date.UTC(2026, 10, 3), maxAge: 15 }),
  ],
  [
    'of one that fails',
    writeFeedState({ ...freshState('digest'), failing: { since: 1, from: 2, reason: 'no', told: [] } }),
  ],
  ['of version 1', JSON.stringify(failing.head)],
])('lists tell of a state %s what a poll reads there', (_which, text) => {
  const [outline, state] = [readOutline(text), readFeedState(text)];
  expect(state).toMatchObject({ ok: true });
  expect(state).toMatchObject(outline);
});

test('a state that cannot be read is none for lists, either', () => {
  expect(readOutline('{"version":3}')).toEqual(readFeedState('{"version":3}'));
});
