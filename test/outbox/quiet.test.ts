import { describe, expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import { CHAT, comments, openChat, roundups } from '../support/chat.ts';
import { answered, created, DAY, HOUR, keys, MINUTE, OK, OutboxHarness, SECOND, updated } from '../support/outbox.ts';

/** The clock begins at midnight, UTC: it is quiet for seven hours. */
const QUIET = { quiet: '22:00-07:00' };

const NOTICE: Offer = {
  key: 'destination.failing other',
  feed: '',
  content: null,
  hold: null,
  event: {
    type: 'destination.failing',
    timestamp: '2040-01-01T00:00:00Z',
    data: { destination: { name: 'other', type: null }, reason: 'HTTP 500', since: '2040-01-01T00:00:00Z', waiting: 1 },
  },
};

/** Replays messages by the comment's key, at once. */
async function replay(harness: OutboxHarness, ...wanted: readonly string[]): Promise<void> {
  const rows = await harness.rows();
  const ids = rows.filter(({ body }) => wanted.some((key) => body?.includes(`"id":"${key}"`))).map(({ id }) => id);
  await harness.inside((outbox) => outbox.replay({ ids }));
}

describe('in quiet hours', () => {
  test('what comes waits for their end, notices too, and goes then in order', async () => {
    const harness = await OutboxHarness.open('quiet', QUIET);
    await harness.enqueue(...keys(3).map((key) => created(key)), NOTICE);
    await harness.pass(MINUTE);
    expect(harness.posts).toEqual([]);
    expect(await harness.alarmIn()).toBe(7 * HOUR - MINUTE);
    await harness.enqueue(created('late'));
    await harness.pass(7 * HOUR - MINUTE - 1);
    expect(harness.posts).toEqual([]);
    await harness.pass(SECOND);
    // The notice belongs to no feed, and has its turn among the feeds.
    expect(harness.sent).toEqual(['1', '', '2', '3', 'late']);
  });

  test('what comes outside of them goes at once', async () => {
    const harness = await OutboxHarness.open('quiet-day', QUIET);
    harness.now += 7 * HOUR;
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    harness.now += 15 * HOUR - 2 * SECOND;
    await harness.enqueue(created('b'));
    await harness.pass(SECOND);
    await harness.enqueue(created('c'));
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['a', 'b']);
    expect(await harness.alarmIn()).toBe(9 * HOUR - SECOND);
  });

  test('what waits goes once, however often the object is cut off, and whatever wakes it', async () => {
    const harness = await OutboxHarness.open('quiet-cut', QUIET);
    await harness.enqueue(...keys(3).map((key) => created(key)));
    for (let hours = 0; hours < 6; hours++) {
      await harness.restart();
      await harness.inside((outbox) => outbox.wake());
      await harness.pass(HOUR);
    }
    expect(harness.posts).toEqual([]);
    await harness.restart();
    await harness.pass(HOUR);
    expect(harness.sent).toEqual(['1', '2', '3']);
  });

  test('a send that was cut off before them is made up for after them, first and under its id', async () => {
    const harness = await OutboxHarness.open('quiet-claimed', QUIET);
    harness.now -= 2 * HOUR + SECOND;
    let id = '';
    harness.answer = (post) => {
      id = post.id;
      throw new Error('crash');
    };
    await harness.enqueue(created('a'), created('b'));
    await harness.alarm();
    harness.now += 2 * SECOND;
    await harness.restart();
    harness.answer = () => OK;
    harness.posts.length = 0;
    await harness.pass(8 * HOUR);
    expect(harness.posts).toEqual([]);
    await harness.pass(2 * HOUR);
    expect(harness.sent).toEqual(['a', 'b']);
    expect(harness.posts[0]?.id).toBe(id);
  });

  test('what was asked for by hand goes at once, and nothing else with it', async () => {
    const harness = await OutboxHarness.open('quiet-replay', QUIET);
    harness.now -= 3 * HOUR;
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(3 * HOUR);
    await harness.enqueue(created('c'));
    await harness.pass(MINUTE);
    await replay(harness, 'a');
    await harness.pass(MINUTE);
    expect(harness.sent).toEqual(['a', 'b', 'a']);
    expect(await harness.alarmIn()).toBeGreaterThan(6 * HOUR);
  });

  test('an edit that was asked for does not overtake its comment, which waits', async () => {
    const harness = await OutboxHarness.open('quiet-edit', { ...QUIET, events: ['comment.created'] });
    harness.now += 7 * HOUR;
    harness.answer = () => answered(500);
    await harness.enqueue(created('a'), updated('a', 'c2'));
    await harness.inside(({ context: { sql } }) =>
      sql.exec("UPDATE message SET state = 'unwanted' WHERE type = 'comment.updated'"),
    );
    await harness.pass(15 * HOUR + MINUTE);
    harness.answer = () => OK;
    harness.posts.length = 0;
    const edit = (await harness.rows()).find(({ type }) => type === 'comment.updated');
    await harness.inside((outbox) => outbox.replay({ ids: [edit?.id ?? ''] }));
    await harness.pass(8 * HOUR);
    expect(harness.posts).toEqual([]);
    await harness.pass(2 * HOUR);
    expect(harness.posts.map(({ body }) => JSON.parse(body).type)).toEqual(['comment.created', 'comment.updated']);
  });

  test('a destination that failed just before is not told of before it was tried again', async () => {
    const harness = await OutboxHarness.open('quiet-failing', QUIET, {
      destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    });
    harness.now -= 2 * HOUR + SECOND / 2;
    harness.answer = () => answered(500);
    await harness.enqueue(created('a'));
    await harness.pass(HOUR);
    expect(harness.posts.length).toBe(1);
    harness.answer = () => OK;
    await harness.pass(10 * HOUR);
    expect(harness.sent).toEqual(['a', 'a']);
    expect(harness.offered).toEqual([]);
  });

  test('one that must be mended by a person is told of at once', async () => {
    const harness = await OutboxHarness.open('quiet-broken', QUIET, {
      destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    });
    harness.now -= 2 * HOUR + SECOND / 2;
    harness.answer = () => answered(404);
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    expect(harness.offered).toMatchObject([{ event: { type: 'destination.failing' } }]);
  });

  test('a digest that is cut in them goes at their end, with what came before its cut', async () => {
    const harness = await openChat('quiet-digest');
    harness.config = JSON.stringify({ ...CHAT, ...QUIET, digest: '1d@06:00' });
    await harness.enqueue(...comments(3));
    await harness.alarm();
    await harness.pass(6 * HOUR + MINUTE);
    await harness.enqueue(...comments(2, 'later'));
    await harness.pass(58 * MINUTE);
    expect(harness.posts).toEqual([]);
    await harness.pass(2 * MINUTE);
    expect(roundups(harness)).toEqual([3]);
    await harness.pass(DAY);
    expect(roundups(harness)).toEqual([3, 2]);
    expect(harness.posts[1]?.at).toBe(Date.parse('2040-01-02T07:00:00Z'));
  });

  test('a digest is cut at its time after them', async () => {
    const harness = await openChat('quiet-digest-day');
    harness.config = JSON.stringify({ ...CHAT, ...QUIET, digest: '1d@09:00' });
    await harness.enqueue(...comments(3));
    await harness.pass(DAY);
    expect(harness.posts.map(({ at }) => at)).toEqual([Date.parse('2040-01-01T09:00:00Z')]);
  });

  test.each([
    ['put forward', '2040-03-24T20:59:00Z', '2040-03-25T05:00:00Z'],
    ['put back', '2040-10-27T19:59:00Z', '2040-10-28T06:00:00Z'],
  ])('that clocks are %s in, what waits goes at their end by the clock', async (name, before, end) => {
    const harness = await OutboxHarness.open(`quiet-${name.replace(' ', '-')}`, { quiet: '22:00-07:00 Europe/Berlin' });
    harness.now = Date.parse(before);
    await harness.enqueue(created('a'));
    await harness.pass(2 * MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(DAY / 2);
    expect(harness.posts.map(({ key, at }) => [key, at])).toEqual([
      ['a', Date.parse(before)],
      ['b', Date.parse(end)],
    ]);
  });

  test('a change of CONFIG lets what waits go when the object is woken', async () => {
    const harness = await OutboxHarness.open('quiet-changed', QUIET);
    await harness.enqueue(created('a'));
    await harness.pass(HOUR);
    harness.config = JSON.stringify({ url: 'https://hook.example/' });
    await harness.inside((outbox) => outbox.wake());
    await harness.pass(SECOND);
    expect(harness.sent).toEqual(['a']);
  });

  test('a backlog is not over because it waits for their end', async () => {
    const harness = await OutboxHarness.open(
      'quiet-backlog',
      { ...QUIET, pace: '1/h' },
      { destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }) },
    );
    harness.now += 12 * HOUR;
    // 30 days of the fifteen open hours let 450 go.
    await harness.enqueue(...keys(500).map((key) => created(key)));
    await harness.pass(DAY);
    expect(harness.offered.map(({ event }) => event.type)).toEqual(['destination.failing']);
  });
});
