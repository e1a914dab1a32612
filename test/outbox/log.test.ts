import { describe, expect, test } from 'vitest';
import { messageId } from '../../worker/message.ts';
import { scan } from '../../worker/outbox/log/scan.ts';
import type { LogQuery } from '../../worker/rpc/log.ts';
import { openChat } from '../support/chat.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, SECOND, updated } from '../support/outbox.ts';

const log = (harness: OutboxHarness, query: LogQuery = {}) => harness.inside((outbox) => outbox.log(query));
const status = (harness: OutboxHarness) => harness.inside((outbox) => outbox.status());

/** Rows of delivered messages, `count` of them, put in by the hand of SQL. */
async function fill(harness: OutboxHarness, count: number): Promise<void> {
  const body = JSON.stringify(created('x', 'blog', 'nothing much').event);
  await harness.inside((_outbox, { storage: { sql } }) =>
    sql.exec(
      `INSERT INTO message (id, feed, type, state, accepted, settled, body)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       SELECT 'msg_' || i, iif(i = 7, 'rare', 'blog'), 'comment.created', 'delivered', ?2, ?2, ?3 FROM n`,
      count,
      harness.now,
      body,
    ),
  );
}

/** All pages of the log, and how many there were. */
async function pages(harness: OutboxHarness, query: LogQuery) {
  const found: number[] = [];
  let count = 0;
  for (let before: number | null | undefined; before !== null; count++) {
    const page = await log(harness, before === undefined ? query : { ...query, before });
    found.push(...page.entries.map(({ seq }) => seq));
    before = page.next;
  }
  return { found, count };
}

describe('the log', () => {
  test('is read by state, feed and text, in upper or lower case', async () => {
    const harness = await OutboxHarness.open('log-filters');
    await harness.enqueue(
      created('1', 'blog', 'Äpfel'),
      created('2', 'other', 'Birnen'),
      created('3', 'blog', 'a "b"'),
    );
    await harness.pass(MINUTE);
    const seqs = async (query: LogQuery) => (await log(harness, query)).entries.map(({ seq }) => seq);
    expect(await seqs({ feed: 'blog' })).toEqual([3, 1]);
    expect(await seqs({ q: 'äPFEL' })).toEqual([1]);
    expect(await seqs({ q: 'A "B"' })).toEqual([3]);
    expect(await seqs({ q: 'ann' })).toEqual([3, 2, 1]);
    expect(await seqs({ q: 'comment.created' })).toEqual([]);
    expect(await seqs({ q: 'ann', feed: 'other', state: 'delivered' })).toEqual([2]);
    expect(await seqs({ q: 'ann', state: 'dead' })).toEqual([]);
  });

  test('has the beginning of each comment', async () => {
    const harness = await OutboxHarness.open('log-summary');
    await harness.enqueue(created('1', 'blog', 'Hello\nworld'));
    const { entries } = await log(harness);
    expect(entries[0]?.summary).toEqual({ author: 'Ann', post: null, excerpt: 'Hello world', url: null });
  });

  test('of 100,000 messages is read in bounded parts, each message once', async () => {
    const harness = await OutboxHarness.open('log-many');
    await fill(harness, 100_000);
    expect((await log(harness, { limit: 3 })).entries.map(({ seq }) => seq)).toEqual([100_000, 99_999, 99_998]);
    expect(await pages(harness, { feed: 'rare' })).toEqual({ found: [7], count: 5 });
    expect(await pages(harness, { state: 'dead' })).toEqual({ found: [], count: 5 });
    const all = await pages(harness, {});
    expect(all).toMatchObject({ count: 500 });
    expect(new Set(all.found).size).toBe(100_000);
    const searched = await log(harness, { q: 'not there' });
    expect(searched).toMatchObject({ entries: [] });
    expect(100_000 - (searched.next ?? 0)).toBeLessThan(20_000);
  });

  test('looks at no more than 20,000 rows for a page', async () => {
    const harness = await OutboxHarness.open('log-cost');
    await fill(harness, 30_000);
    const read = await harness.inside(({ context: { sql } }) => {
      let rows = 0;
      const exec = (query: string, ...bindings: readonly SqlStorageValue[]) => {
        const cursor = sql.exec(query, ...bindings);
        const found = cursor.toArray();
        rows += cursor.rowsRead;
        return { toArray: () => found, one: () => found[0] };
      };
      scan({ exec } as unknown as SqlStorage, { state: 'dead' });
      return rows;
    });
    expect(read).toBeLessThanOrEqual(20_010);
  });

  test('goes over the holes that old rows leave', async () => {
    const harness = await OutboxHarness.open('log-holes');
    await fill(harness, 50_000);
    await harness.inside((_outbox, { storage: { sql } }) =>
      sql.exec('DELETE FROM message WHERE seq > 10 AND seq < 49990'),
    );
    expect(await pages(harness, { limit: 20 })).toMatchObject({ count: 2 });
  });
});

/** Reason for which the oldest message waits and until when, and the same of the destination. */
const first = async (harness: OutboxHarness) => {
  const { entries } = await log(harness);
  const { waitsFor, next } = await status(harness);
  return [entries.at(-1)?.reason, entries.at(-1)?.until, waitsFor, next];
};

describe('a message that waits says what keeps it, and until when', () => {
  test('blocked', async () => {
    const harness = await OutboxHarness.open('waits-blocked', null);
    await harness.enqueue(created('a'));
    await harness.pass(SECOND);
    expect(await first(harness)).toEqual(['blocked', null, 'blocked', expect.any(Number)]);
  });

  test('failing', async () => {
    const harness = await OutboxHarness.open('waits-failing');
    harness.answer = () => answered(500);
    await harness.enqueue(created('a'));
    await harness.pass(10 * MINUTE);
    const { failing } = await status(harness);
    expect(await first(harness)).toEqual(['failing', failing?.next, 'failing', failing?.next]);
  });

  test('slow', async () => {
    const harness = await OutboxHarness.open('waits-slow');
    harness.answer = () => answered(429, '600');
    await harness.enqueue(created('a'));
    await harness.pass(0);
    expect(await first(harness)).toEqual(['slow', harness.now + 10 * MINUTE, 'slow', harness.now + 10 * MINUTE]);
  });

  test('quiet', async () => {
    const harness = await OutboxHarness.open('waits-quiet', { quiet: '22:00-07:00' });
    await harness.enqueue(created('a'));
    await harness.pass(MINUTE);
    const end = harness.now + 7 * HOUR - MINUTE;
    expect(await first(harness)).toEqual(['quiet', end, 'quiet', end]);
    await harness.restart();
    expect(await first(harness)).toEqual(['quiet', end, 'quiet', end]);
  });

  test('digest, which waits for the end of quiet hours', async () => {
    const harness = await openChat('waits-digest');
    harness.config = JSON.stringify({ ...JSON.parse(harness.config ?? ''), digest: '1d@06:00', quiet: '22:00-07:00' });
    await harness.enqueue(created('a'));
    harness.now += 7 * HOUR;
    await harness.pass(MINUTE);
    await harness.enqueue(created('b'));
    await harness.pass(MINUTE);
    const [entry] = (await log(harness)).entries;
    expect([entry?.reason, entry?.until]).toEqual(['digest', Date.parse('2040-01-02T07:00:00Z')]);
    expect((await status(harness)).waitsFor).toBe('digest');
  });

  test('pace', async () => {
    const harness = await OutboxHarness.open('waits-pace', { pace: '1/h' });
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(MINUTE);
    const [entry] = (await log(harness)).entries;
    expect([entry?.reason, entry?.until]).toEqual(['pace', harness.now + HOUR - MINUTE]);
    expect((await status(harness)).waitsFor).toBe('pace');
  });

  test('a comment that is held says for which cause', async () => {
    const harness = await OutboxHarness.open('held-cause');
    await harness.enqueue({ ...created('a', 'blog', 'c1', 'baseline'), cause: 'another address' });
    expect((await log(harness)).entries).toMatchObject([{ state: 'baseline', reason: 'another address', until: null }]);
  });
});

describe('the status of a destination', () => {
  test('is ready, with its last delivery and nothing to come', async () => {
    const harness = await OutboxHarness.open('status-ready');
    await harness.enqueue(created('a'));
    await harness.pass(0);
    const at = harness.now;
    await harness.pass(HOUR);
    await harness.restart();
    expect(await status(harness)).toMatchObject({ state: 'ready', type: 'webhook', lastDelivery: at, next: null });
  });

  test.each([
    ['timeout', { kind: 'timeout' }, 'it does not answer within 15 seconds'],
    ['network', { kind: 'network' }, 'it cannot be reached'],
    ['error', answered(500), 'it answers HTTP 500'],
  ] as const)('is failing in plain words, since when: %s', async (name, answer, reason) => {
    const harness = await OutboxHarness.open(`status-${name}`);
    harness.answer = () => answer;
    await harness.enqueue(created('a'));
    await harness.pass(0);
    const since = harness.now;
    await harness.pass(HOUR);
    expect(await status(harness)).toMatchObject({ state: 'failing', reason, since });
  });

  test('is invalid where its value cannot be used, and blocked where there is none', async () => {
    const harness = await OutboxHarness.open('status-invalid', { pase: '1/m' });
    await harness.enqueue(created('a'));
    await harness.pass(0);
    expect(await status(harness)).toMatchObject({
      state: 'invalid',
      reason: 'pase: unknown field (did you mean "pace"?)',
      type: null,
    });
    const missing = await OutboxHarness.open('status-missing', null);
    await missing.enqueue(created('a'));
    await missing.pass(0);
    expect(await status(missing)).toMatchObject({ state: 'blocked', reason: 'there is no such key', config: null });
  });

  test('of very many messages counts those that wait alone', async () => {
    const harness = await OutboxHarness.open('status-many');
    await fill(harness, 20_000);
    expect((await status(harness)).waiting).toBe(0);
    await harness.enqueue(created('a'));
    expect((await status(harness)).waiting).toBe(1);
    await harness.pass(2 * MINUTE);
    expect((await status(harness)).waiting).toBe(0);
  });

  test('what was used today is estimated, and begins anew with the day', async () => {
    const harness = await OutboxHarness.open('usage');
    await harness.enqueue(created('a'), created('b'));
    await harness.pass(MINUTE);
    const usage = () => harness.inside((outbox) => outbox.usage(harness.now));
    expect(await usage()).toEqual({ rows: 2 * 3 + 1 + 2 * 4, sent: 2 });
    await harness.restart();
    expect(await usage()).toMatchObject({ sent: 2 });
    harness.now += DAY;
    expect(await usage()).toEqual({ rows: 0, sent: 0 });
  });
});

describe('one message', () => {
  test('has the body that its request would have now, with credentials blanked', async () => {
    const harness = await OutboxHarness.open('message', {
      headers: { authorization: 'Bearer tok-4711' },
      template: { say: '{{comment.text}} tok-4711' },
    });
    await harness.enqueue(created('a', 'blog', 'Hello'));
    await harness.pass(MINUTE);
    const id = await messageId('a', null, 'message');
    const found = await harness.inside((outbox) => outbox.message(id));
    expect(found).toMatchObject({ entry: { id, state: 'delivered' }, event: { type: 'comment.created' } });
    expect(JSON.parse(found?.payload ?? '')).toEqual({ say: 'Hello ***' });
    expect(await harness.inside((outbox) => outbox.message('msg_none'))).toBeNull();
  });

  test('changes nothing and sends nothing', async () => {
    const harness = await openChat('message-reads');
    await harness.enqueue(created('a'));
    await harness.inside((outbox) => outbox.wake());
    const before = [
      await harness.rows(),
      await harness.inside(({ context: { sql } }) => sql.exec('SELECT total_changes() AS n').one()['n']),
    ];
    const id = await messageId('a', null, 'message-reads');
    expect((await harness.inside((outbox) => outbox.message(id)))?.payload).toContain('c1');
    expect([
      await harness.rows(),
      await harness.inside(({ context: { sql } }) => sql.exec('SELECT total_changes() AS n').one()['n']),
    ]).toEqual(before);
    expect(harness.posts).toEqual([]);
  });

  test('whose body is gone shows neither that nor its answer', async () => {
    const harness = await OutboxHarness.open('message-gone');
    harness.answer = () => ({ ...OK, beginning: 'thanks' }) as typeof OK;
    await harness.enqueue(created('a'));
    await harness.pass(9 * DAY);
    const found = await harness.inside(async (outbox) => outbox.message(await messageId('a', null, 'message-gone')));
    expect(found).toMatchObject({ entry: { kept: false, answer: null, summary: null }, event: null, payload: null });
  });
});

describe('comments', () => {
  test('of a feed have their keys, in pages, and are found by them in another Outbox', async () => {
    const [one, two] = [await OutboxHarness.open('comments-1'), await OutboxHarness.open('comments-2')];
    await one.enqueue(created('a'), created('b'), updated('a', 'c2'), created('c', 'other'), created('d'));
    await two.enqueue(created('b', 'site'), created('d', 'blog', 'c1', 'baseline'));
    const page = await one.inside((outbox) => outbox.comments({ feed: 'blog', limit: 2 }));
    expect([page.comments.map(({ key }) => key), page.next]).toEqual([['d', 'b'], 2]);
    const rest = await one.inside((outbox) => outbox.comments({ feed: 'blog', before: 2 }));
    expect([rest.comments.map(({ key, event }) => [key, event?.type]), rest.next]).toEqual([
      [['a', 'comment.created']],
      null,
    ]);
    const found = await two.inside((outbox) => outbox.commentsByKey('blog', ['a', 'd', 'b']));
    expect(found.map(({ key, entry }) => [key, entry.state, entry.feed])).toEqual([
      ['d', 'baseline', 'blog'],
      ['b', 'waiting', 'site'],
    ]);
  });

  test('of a version that kept no keys have theirs all the same', async () => {
    const harness = await OutboxHarness.open('comments-old');
    const own = created('tag:blog.example,2030:1');
    const other = created('12');
    await harness.enqueue(own, { ...other, key: 'blog 12' });
    await harness.inside((_outbox, { storage: { sql } }) => sql.exec('UPDATE message SET key = NULL'));
    const { comments } = await harness.inside((outbox) => outbox.comments({ feed: 'blog' }));
    expect(comments.map(({ key }) => key)).toEqual(['blog 12', 'tag:blog.example,2030:1']);
  });
});

describe('a replay of many', () => {
  test('takes the delivered and the dead of a span or feed, and what was held where its state is named', async () => {
    const harness = await OutboxHarness.open('replay-many');
    await harness.enqueue(created('a'), created('b', 'other'), created('c', 'blog', 'c1', 'baseline'));
    await harness.pass(MINUTE);
    const replay = (selection: Parameters<(typeof harness.stub)['replay']>[0]) =>
      harness.inside((outbox) => outbox.replay(selection));
    expect(await replay({})).toEqual({ waiting: 0, gone: 0 });
    expect(await replay({ feed: 'other' })).toEqual({ waiting: 1, gone: 0 });
    expect(await replay({ to: harness.now - MINUTE })).toEqual({ waiting: 0, gone: 0 });
    expect(await replay({ from: harness.now - MINUTE, feed: 'blog' })).toEqual({ waiting: 1, gone: 0 });
    expect(await replay({ state: 'baseline' })).toEqual({ waiting: 1, gone: 0 });
    await harness.pass(MINUTE);
    expect(harness.sent.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c']);
  });
});
