import { describe, expect, test } from 'vitest';
import { platforms } from '../../worker/destination/registry.ts';
import { messageId } from '../../worker/message.ts';
import { migrate } from '../../worker/outbox/store/migrations.ts';
import { sendsOf } from '../../worker/outbox/store/sends.ts';
import { readOutboxState } from '../../worker/outbox/store/state.ts';
import { threaded } from '../destination/threaded.ts';
import unversioned from '../fixtures/outbox-unversioned.json';
import version2 from '../fixtures/outbox-version-2.json';
import { CHAT, comments, deliveryId, edit, naming, of, request } from '../support/chat.ts';
import { created, HOUR, MINUTE, OutboxHarness, updated } from '../support/outbox.ts';

/** The tables of version 0.1.0 as it was first used. */
const TABLES = `
  DROP TABLE version; DROP TABLE message; DROP TABLE claim; DROP TABLE state;
  CREATE TABLE message (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, feed TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT, owner TEXT, content TEXT, revision TEXT, accepted INTEGER NOT NULL, edited INTEGER, replayed INTEGER,
    settled INTEGER, tried INTEGER, attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    claim INTEGER NOT NULL DEFAULT 0, status INTEGER, uncertain INTEGER NOT NULL DEFAULT 0, body TEXT
  ) STRICT;
  CREATE INDEX waiting ON message (feed, seq) WHERE state = 'waiting';
  CREATE TABLE claim (number INTEGER NOT NULL, seqs TEXT NOT NULL) STRICT;
  CREATE TABLE state (value TEXT NOT NULL) STRICT;
  INSERT INTO claim VALUES (7, '[]');
`;

/** Its state: it was slow, and had a notice to hand over. */
const STATE = {
  name: 'landed',
  config: '{ "url": "https://hook.example/" }',
  target: null,
  events: null,
  clock: { failing: null, slow: { since: 5, until: 6, times: 1 }, suspect: null, refused: [], pardoned: [] },
  bucket: [],
  turn: 'blog',
  stoodIn: null,
  singly: null,
  parked: null,
  notices: {
    happenings: [
      {
        type: 'destination.failing',
        timestamp: '2039-12-31T00:00:00.000Z',
        data: {
          destination: { name: 'landed', type: 'webhook' },
          reason: 'HTTP 404',
          since: '2039-12-31T00:00:00.000Z',
          waiting: 1,
        },
      },
    ],
    tries: 3,
    next: 0,
  },
  rest: 0,
  mark: null,
  sweep: { began: 0, upTo: null },
};

const idOf = (key: string) => messageId(key, null, 'landed');

/** An Outbox on those tables, with a comment that was delivered, one that waits, and what a filter and `events` left out. */
async function open(): Promise<OutboxHarness> {
  const harness = await OutboxHarness.open(
    'landed',
    { events: ['comment.*'] },
    { destinations: async () => ({ ok: true, value: new Map([['told', 'https://told.example/']]) }) },
  );
  const rows = [
    [await idOf('a'), 'delivered', null],
    [await idOf('b'), 'waiting', null],
    [await idOf('c'), 'filtered', 'not wanted'],
    [await idOf('d'), 'filtered', null],
  ] as const;
  await harness.inside((_outbox, { storage: { sql } }) => {
    sql.exec(TABLES);
    sql.exec('INSERT INTO state VALUES (?)', JSON.stringify(STATE));
    for (const [at, [row, state, reason]] of rows.entries()) {
      sql.exec(
        `INSERT INTO message (id, feed, type, state, reason, owner, content, accepted, settled, body)
         VALUES (?, 'blog', 'comment.created', ?, ?, ?, 'c1', ?5, ?5, ?)`,
        row,
        state,
        reason,
        reason === null && state === 'filtered' ? null : 'blog',
        harness.now - HOUR,
        JSON.stringify(created('abcd'[at] ?? '').event),
      );
    }
  });
  await harness.restart();
  return harness;
}

test('the tables and the state of the first version are read and go on', async () => {
  const harness = await open();
  await harness.enqueue(updated('a', 'c2'), updated('b', 'c2', 'site'));
  await harness.pass(MINUTE);
  expect(harness.sent).toEqual(['b', 'a']);
  expect(harness.offered).toMatchObject([{ to: 'told', event: { type: 'destination.failing' } }]);
  expect(await harness.states()).toEqual({ delivered: 3, unwanted: 1, filtered: 1, waiting: 1 });
  await harness.pass(HOUR);
  expect(harness.sent).toEqual(['b', 'a', 'b']);
  const [, , unwanted] = await harness.rows();
  expect(unwanted).toMatchObject({ state: 'unwanted', reason: 'events' });
});

test('they are brought up to date once', async () => {
  const harness = await open();
  const [before, after] = await harness.inside(({ context: { sql } }, { storage }) => {
    const changes = () => Number(sql.exec('SELECT total_changes() AS n').one()['n']);
    const first = changes();
    migrate(storage);
    return [first, changes()];
  });
  expect(after).toBe(before);
  const { circuit, notices } = await harness.inside(({ context: { sql } }) => readOutboxState(sql));
  expect(circuit.slow).toMatchObject({ since: 5, announced: false });
  expect(notices?.list).toMatchObject([{ to: null, told: [] }]);
});

/** Columns that the version before channels had, and the first one did not. */
const COLUMNS = ['comment TEXT', 'edit TEXT', 'due INTEGER', 'behind TEXT'];

test('the tables of the version before channels go on: a claim that was cut off, an edit, a replay, and threads from here on', async () => {
  const harness = await OutboxHarness.open('before', CHAT, { platforms: [...platforms, threaded] });
  harness.answer = naming(harness);
  await harness.inside(async (_outbox, { storage: { sql } }) => {
    sql.exec(TABLES);
    sql.exec('DROP TABLE roundup; DROP TABLE thread; DROP TABLE learned');
    for (const column of COLUMNS) sql.exec(`ALTER TABLE message ADD COLUMN ${column}`);
    const circuit = { failing: null, slow: null, onTrial: null, refused: [], retried: [] };
    const noRoundup = { feed: 'blog', until: harness.now + HOUR };
    sql.exec('INSERT INTO state VALUES (?)', JSON.stringify({ name: 'before', circuit, noRoundup, lastFeed: 'blog' }));
    for (const [key, state] of [
      ['a', 'delivered'],
      ['b', 'waiting'],
    ] as const) {
      sql.exec(
        `INSERT INTO message (id, feed, type, state, owner, content, accepted, settled, replayed, body)
         VALUES (?1, 'blog', 'comment.created', ?2, 'blog', 'c1', ?3, iif(?2 = 'delivered', ?3, NULL), NULL, ?4)`,
        await messageId(key, null, 'before'),
        state,
        harness.now - HOUR,
        JSON.stringify(created(key).event),
      );
    }
    sql.exec("UPDATE claim SET seqs = '[2]'");
  });
  await harness.restart();
  await harness.enqueue(
    { ...updated('a', 'c2'), post: 'blog.example/1' },
    { ...created('c'), post: 'blog.example/1', parent: 'b' },
  );
  await harness.pass(MINUTE);
  const [, row] = await harness.rows();
  expect(row).toMatchObject({
    state: 'delivered',
    uncertain: 1,
    replays: 0,
    post: null,
    sent: 'm1',
    place: 'threaded:general',
  });
  expect(harness.posts.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
  expect(harness.posts.map((post) => request(post).thread)).toEqual([null, null, 'm2']);
  expect(request(harness.posts[2]).parent).toMatchObject({ sent: 'm1' });
});

test('a notice of the version before, whose event had another name, is read', async () => {
  const harness = await OutboxHarness.open('happening');
  const [event] = STATE.notices.happenings;
  const notice = { key: 'k', to: ['told'], told: [] };
  const written = { name: 'happening', notices: { list: [{ ...notice, happening: event }], tries: 0, next: 0 } };
  await harness.inside((_outbox, { storage: { sql } }) =>
    sql.exec('UPDATE state SET value = ?', JSON.stringify(written)),
  );
  const { notices } = await harness.inside(({ context: { sql } }) => readOutboxState(sql));
  expect(notices?.list).toEqual([{ ...notice, event }]);
});

/** Puts a database in place of an Outbox's. */
async function restore(harness: OutboxHarness, { now, statements }: typeof unversioned): Promise<void> {
  harness.now = now;
  await harness.inside(async (_outbox, { storage }) => {
    await storage.deleteAll();
    for (const statement of statements) storage.sql.exec(statement);
    await storage.setAlarm(now);
  });
  await harness.restart();
}

/** An Outbox on the database that the version before numbers left. */
const left = async (): Promise<OutboxHarness> => {
  const harness = await OutboxHarness.open('left', CHAT, { platforms: [...platforms, threaded] });
  harness.answer = naming(harness);
  await restore(harness, unversioned);
  return harness;
};

describe('tables of the version before numbers', () => {
  test('deliver what waits in them once each, in order, under the ids that it has', async () => {
    const harness = await left();
    const before = await harness.rows();
    expect(await harness.inside(({ context }) => context.state.lastDelivery)).toBe(before[5]?.settled);
    await harness.pass(2 * HOUR);
    expect(harness.posts.map((post) => [post.method, request(post).count, deliveryId(post)])).toEqual([
      // The roundup that failed is the same, under the same id.
      ['POST', 12, 'msg_uv1lyXVHfKzBslghiwIGTH_3-20'],
      ['POST', null, before[20]?.id],
      ['PATCH', null, before[21]?.id],
      // Another feed's edit has waited for an hour.
      ['PATCH', null, before[22]?.id],
    ]);
    expect(await harness.states()).toEqual({ delivered: 19, baseline: 1, filtered: 1, unwanted: 1, dead: 1 });
    const after = await harness.rows();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    // Threads and receipts are those of before: the answer is in its post's thread, and names what it answers.
    expect(request(harness.posts[1])).toMatchObject({ thread: 'm1', parent: { sent: 'm2' } });
    expect(harness.posts[2]?.url).toMatch(/messages\/m2$/);
  });

  test('know what they had: it is offered again and not sent again', async () => {
    const harness = await left();
    await harness.pass(2 * HOUR);
    const sent = harness.posts.length;
    await harness.enqueue(of('a'), of('b', 'a'), edit('a', 'c2'), ...comments(12), of('late', 'b'), of('refused'));
    await harness.pass(2 * HOUR);
    expect(harness.posts.length).toBe(sent);
  });

  test('send what was held, dead or unwanted once it is asked for', async () => {
    const harness = await left();
    await harness.pass(2 * HOUR);
    const sent = harness.posts.length;
    const ids = (await harness.rows()).filter(({ state }) => state !== 'delivered').map(({ id }) => id);
    expect(await harness.inside((outbox) => outbox.replay({ ids }))).toEqual({ waiting: 4, gone: 0 });
    await harness.pass(HOUR);
    expect(harness.posts.length).toBe(sent + 4);
    expect(await harness.states()).toEqual({ delivered: 23 });
  });
});

test('what the state told of the sends is told beside the claim: turns, pace, usage, and a send that was cut off', async () => {
  const harness = await OutboxHarness.open('versioned', { pace: '3/h' });
  await restore(harness, version2);
  // The second message was delivered, and the third cut off, before the state was written.
  expect(await harness.inside(({ context }) => sendsOf(context.state))).toEqual({
    bucket: [version2.now - MINUTE],
    claimed: 1,
    lastFeed: 'blog',
    lastDelivery: version2.now - MINUTE,
    usage: { day: 25_567, rows: 9, sent: 1 },
  });
  await harness.pass(HOUR - MINUTE - 1);
  expect(harness.sent).toEqual([]);
  await harness.pass(HOUR);
  expect(harness.sent).toEqual(['d', 'c']);
  expect((await harness.rows()).map(({ state, uncertain }) => [state, uncertain])).toEqual([
    ['delivered', 0],
    ['delivered', 0],
    ['delivered', 1],
    ['delivered', 0],
  ]);
});

test('an object whose database a newer version wrote takes nothing, and changes nothing', async () => {
  const harness = await OutboxHarness.open('newer');
  await harness.enqueue(created('a'));
  const before = await harness.rows();
  await harness.inside((_outbox, { storage: { sql } }) => sql.exec('UPDATE version SET number = 1000'));
  const refused = await harness.inside((_outbox, { storage }) => {
    try {
      migrate(storage);
      return null;
    } catch (error) {
      return String(error);
    }
  });
  expect(refused).toMatch(/newer version/);
  expect(await harness.rows()).toEqual(before);
});

test('what waits is found by its index, and so is the next edit that is due', async () => {
  const harness = await open();
  const plans = await harness.inside(({ context: { sql } }) =>
    [
      "SELECT seq FROM message WHERE state = 'waiting' AND due IS NULL AND feed > '' ORDER BY feed, seq LIMIT 1",
      'SELECT min(due) FROM message WHERE due IS NOT NULL',
    ].map((query) => sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`).toArray()[0]?.detail),
  );
  expect(plans).toEqual([expect.stringContaining('INDEX line'), expect.stringContaining('INDEX due')]);
});
