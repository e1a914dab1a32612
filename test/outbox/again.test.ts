import { describe, expect, test } from 'vitest';
import type { SendResult } from '../../worker/exchange.ts';
import { CHAT, of, openChat, POST, request, says } from '../support/chat.ts';
import { DAY, MINUTE, type Post, type OutboxHarness, updated } from '../support/outbox.ts';

/** Opens a chat that has taken a comment, `a`, as `m1`, and answers as given from then on. */
async function open(name: string, answer: (post: Post) => SendResult): Promise<OutboxHarness> {
  const harness = await openChat(name);
  harness.answer = (post) => (harness.posts.length === 1 ? says({ id: 'm1', thread: 't1' }) : answer(post));
  await harness.enqueue(of('a'));
  await harness.pass(MINUTE);
  return harness;
}

/** Gives of each request after the first its method, thread and the message that it answers. */
function sent({ posts }: OutboxHarness) {
  return posts.slice(1).map((post) => [post.method, request(post).thread, request(post).parent?.sent ?? null]);
}

describe('what would be taken in another way goes so at once', () => {
  test('without a thread that is gone; it is the root of a new one', async () => {
    const harness = await open('again-thread', (post) =>
      request(post).thread === 't1' ? says({ error: 'thread_gone' }, 404) : says({ id: 'm3', thread: 't3' }),
    );
    await harness.enqueue(of('b'), of('c'));
    await harness.pass(0);
    expect(sent(harness)).toEqual([
      ['POST', 't1', null],
      ['POST', null, null],
      ['POST', 't3', null],
    ]);
    expect(await harness.rows()).toMatchObject(['a', 'b', 'c'].map(() => ({ state: 'delivered', attempts: 1 })));
  });

  test('without what it answers, and without its thread, in one claim', async () => {
    const harness = await open('again-both', (post) => {
      if (request(post).parent !== null) return says({ error: 'parent_gone' }, 400);
      return request(post).thread === null ? says({ id: 'm4', thread: 't4' }) : says({ error: 'thread_gone' }, 404);
    });
    await harness.enqueue(of('b', 'a'));
    await harness.pass(0);
    expect(sent(harness)).toEqual([
      ['POST', 't1', 'm1'],
      ['POST', 't1', null],
      ['POST', null, null],
    ]);
    expect(await harness.inside(({ context: { sql } }) => sql.exec('SELECT number FROM claim').one())).toEqual({
      number: 2,
    });
  });

  test('an edit that comes too late, as a new message', async () => {
    const harness = await open('again-edit', ({ method }) =>
      method === 'PATCH' ? says({ error: 'too_old' }, 400) : says({ id: 'm3', thread: 't1' }),
    );
    await harness.enqueue({ ...updated('a', 'c2'), post: POST });
    await harness.pass(0);
    expect(sent(harness)).toEqual([
      ['PATCH', 't1', null],
      ['POST', 't1', null],
    ]);
  });
});

test('it is repeated twice at most, counts as no failure, and what it asks for in vain is dead', async () => {
  const harness = await open('again-for-ever', () => says({ error: 'thread_gone' }, 404));
  await harness.enqueue(of('b'));
  await harness.pass(0);
  expect(harness.posts).toHaveLength(4);
  expect(await harness.rows()).toMatchObject([{ state: 'delivered' }, { state: 'dead', attempts: 1, failures: 0 }]);
  expect(await harness.inside((outbox) => outbox.status())).toMatchObject({ failing: null });
});

test('one that ends in silence is uncertain, and waits like any other', async () => {
  const harness = await open('again-silence', (post) =>
    request(post).thread === null ? { kind: 'timeout' } : says({ error: 'thread_gone' }, 404),
  );
  await harness.enqueue(of('b'));
  await harness.pass(0);
  expect((await harness.rows())[1]).toMatchObject({ state: 'waiting', uncertain: 1, attempts: 1 });
});

test('each request of it counts for the pace', async () => {
  const harness = await openChat('again-pace');
  harness.config = JSON.stringify({ ...CHAT, pace: '2/m' });
  harness.answer = forum;
  await harness.enqueue(of('a'), of('b'));
  await harness.pass(0);
  expect(harness.posts).toHaveLength(2);
  await harness.pass(2 * MINUTE);
  expect(harness.posts).toHaveLength(3);
});

/** Answers that it is a forum until it is told so. */
function forum(post: Post) {
  return request(post).learned === null
    ? says({ error: 'thread_gone', kind: 'forum' }, 400)
    : says({ id: 'm2', thread: 't2' });
}

describe('what an answer tells of its place', () => {
  test('is given to the very next request, kept, and given to all that follow', async () => {
    const harness = await openChat('learned');
    harness.answer = forum;
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    await harness.restart();
    await harness.enqueue(of('b'));
    await harness.pass(MINUTE);
    expect(harness.posts.map((post) => request(post).learned)).toEqual([null, 'forum', 'forum']);
  });

  test('is not given to another place, and is forgotten once that was another for 90 days', async () => {
    const harness = await openChat('learned-place');
    harness.answer = forum;
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    harness.answer = () => says({ id: 'm2', thread: 't2' });
    harness.config = JSON.stringify({ ...CHAT, room: 'random' });
    await harness.pass(2 * MINUTE);
    await harness.enqueue(of('b'));
    await harness.pass(MINUTE);
    expect(harness.posts.map((post) => request(post).learned)).toEqual([null, 'forum', null]);
    const places = () =>
      harness.inside(({ context: { sql } }) =>
        sql
          .exec('SELECT place FROM learned')
          .toArray()
          .map(({ place }) => place),
      );
    expect(await places()).toEqual(['threaded:general']);
    await harness.pass(80 * DAY);
    await harness.enqueue(of('c'));
    await harness.pass(20 * DAY);
    expect(await places()).toEqual([]);
  });

  test('is not kept where it is more than 1 KB', async () => {
    const harness = await openChat('learned-much');
    harness.answer = () =>
      harness.posts.length === 1
        ? says({ error: 'thread_gone', kind: 'x'.repeat(1025) }, 400)
        : says({ id: 'm2', thread: 't2' });
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    const kept = await harness.inside(({ context: { sql } }) => sql.exec('SELECT * FROM learned').toArray());
    expect(kept).toEqual([]);
    expect(harness.posts.map((post) => request(post).learned)).toEqual([null, null]);
  });
});
