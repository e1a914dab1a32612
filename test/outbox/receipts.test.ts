import { describe, expect, test } from 'vitest';
import {
  CHAT,
  comments,
  deliveryId,
  edit,
  naming,
  of,
  openNaming as open,
  POST,
  request,
  says,
  sent,
} from '../support/chat.ts';
import { answered, created, DAY, HOUR, MINUTE } from '../support/outbox.ts';

describe('a thread', () => {
  test('begins with the first message of its post; what comes later goes into it, and an answer names what it answers', async () => {
    const harness = await open('thread');
    await harness.enqueue(
      of('a'),
      of('b', 'a'),
      { ...created('other'), post: 'blog.example/other' },
      created('nowhere'),
    );
    await harness.pass(MINUTE);
    await harness.restart();
    await harness.enqueue(of('c', 'b'), of('d', 'never seen'));
    await harness.pass(MINUTE);
    expect(sent(harness)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', 'm1'],
      ['POST', 'messages', null, null],
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', 'm2'],
      ['POST', 'messages', 'm1', null],
    ]);
    expect(request(harness.posts[4]).parent).toEqual({ sent: 'm2', author: 'Ann', excerpt: 'c1' });
  });

  test('can begin with a roundup, whose comments have no message of their own', async () => {
    const harness = await open('thread-roundup');
    await harness.enqueue(...comments(11).map((offer) => ({ ...offer, post: POST })));
    await harness.pass(MINUTE);
    await harness.enqueue(of('late', 'blog3'), edit('blog3', 'c2'));
    await harness.pass(MINUTE);
    expect(sent(harness)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', null],
      ['POST', 'messages', 'm1', null],
    ]);
  });

  test('stays with the place: another token keeps it, another room begins anew, and the former one is not forgotten', async () => {
    const harness = await open('thread-place');
    const room = async (more: Record<string, unknown>, key: string) => {
      harness.config = JSON.stringify({ ...CHAT, ...more });
      await harness.pass(2 * MINUTE);
      await harness.enqueue(of(key, 'a'));
      await harness.pass(MINUTE);
    };
    await room({}, 'a');
    await room({ token: 'another' }, 'b');
    await room({ room: 'random' }, 'c');
    await room({ room: 'random' }, 'd');
    await room({}, 'e');
    expect(sent(harness).map(([, , thread, parent]) => [thread, parent])).toEqual([
      [null, null],
      ['m1', 'm1'],
      [null, null],
      ['m3', null],
      ['m1', 'm1'],
    ]);
  });

  test('is remembered for 90 days after its last use, with the messages in it', async () => {
    const harness = await open('thread-kept');
    await harness.enqueue(of('a'));
    await harness.pass(80 * DAY);
    await harness.enqueue(of('b'));
    await harness.pass(80 * DAY);
    await harness.enqueue(of('c', 'a'));
    await harness.pass(95 * DAY);
    await harness.enqueue(of('d', 'a'));
    await harness.pass(MINUTE);
    expect(sent(harness).map(([, , thread, parent]) => [thread, parent])).toEqual([
      [null, null],
      ['m1', null],
      ['m1', 'm1'],
      [null, null],
    ]);
    await harness.pass(95 * DAY);
    const left = await harness.inside((_outbox, { storage: { sql } }) => [
      ...sql.exec('SELECT * FROM thread').toArray(),
      ...sql.exec('SELECT * FROM message').toArray(),
    ]);
    expect(left).toEqual([]);
  });
});

describe('an edit', () => {
  test('edits the message in which its comment went, again and again', async () => {
    const harness = await open('edit');
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    await harness.enqueue(edit('a', 'c2'));
    await harness.pass(MINUTE);
    await harness.enqueue(edit('a', 'c3'));
    await harness.pass(MINUTE);
    expect(sent(harness).map(([method, url]) => [method, url])).toEqual([
      ['POST', 'messages'],
      ['PATCH', 'messages/m1'],
      ['PATCH', 'messages/m1'],
    ]);
  });

  test('of a comment that was held, is dead or is not there is a new message', async () => {
    const harness = await open('edit-new');
    const name = naming(harness);
    harness.answer = (post) => (request(post).text.includes('dead') ? answered(400) : name(post));
    await harness.enqueue({ ...created('held', 'blog', 'c1', 'baseline'), post: POST }, of('dead'));
    await harness.pass(MINUTE);
    harness.answer = name;
    await harness.enqueue(edit('held', 'c2'), edit('dead', 'c2'), edit('unknown', 'c2'));
    await harness.pass(MINUTE);
    expect(sent(harness).map(([method]) => method)).toEqual(['POST', 'POST', 'POST', 'POST']);
  });
});

describe('a receipt', () => {
  test('is written with the delivery alone: what was cut off or not taken leaves none', async () => {
    const harness = await open('receipt-cut');
    const name = naming(harness);
    harness.answer = (post) => {
      if (harness.posts.length === 1) throw new Error('crash');
      return harness.posts.length === 2 ? says({ id: 'm2', thread: 'm2' }, 500) : name(post);
    };
    await harness.enqueue(of('a'));
    await harness.alarm();
    await harness.restart();
    // Sent again, and answered with 500 and yet with a receipt.
    await harness.alarm();
    expect(harness.posts).toHaveLength(2);
    const before = await harness.inside((_outbox, { storage: { sql } }) => sql.exec('SELECT * FROM thread').toArray());
    expect([before, (await harness.rows()).map((row) => row.sent)]).toEqual([[], [null]]);
    await harness.pass(HOUR);
    expect(await harness.rows()).toMatchObject([{ state: 'delivered', sent: 'm3', place: 'threaded:general' }]);
  });

  test('that breaks off is none: the message is delivered, and what comes later refers to nothing', async () => {
    const harness = await open('receipt-broken');
    const name = naming(harness);
    harness.answer = (post) =>
      harness.posts.length === 1 ? { kind: 'answered', status: 200, retryAfter: null, body: null } : name(post);
    await harness.enqueue(of('a'), of('b', 'a'));
    await harness.pass(MINUTE);
    expect(sent(harness)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', null, null],
    ]);
    expect(await harness.states()).toEqual({ delivered: 2 });
  });

  test('of a replay replaces the old one, and its delivery has an id of its own', async () => {
    const harness = await open('receipt-replay');
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    const [row] = await harness.rows();
    for (let replays = 0; replays < 2; replays++) {
      await harness.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
      await harness.pass(MINUTE);
    }
    expect(new Set(harness.posts.map(deliveryId)).size).toBe(3);
    expect(deliveryId(harness.posts[0])).toBe(row?.id);
    await harness.enqueue(edit('a', 'c2'));
    await harness.pass(MINUTE);
    expect(harness.posts.at(-1)?.url).toBe('https://threaded.example/messages/m3');
  });

  test('a delivery that is tried again keeps its id, also as a replay', async () => {
    const harness = await open('receipt-retried');
    const name = naming(harness);
    harness.answer = (post) => (harness.posts.length % 2 === 1 ? answered(500) : name(post));
    await harness.enqueue(of('a'));
    await harness.pass(MINUTE);
    const [row] = await harness.rows();
    await harness.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
    await harness.pass(MINUTE);
    const [first, again, replay, replayAgain] = harness.posts.map(deliveryId);
    expect([again, replayAgain]).toEqual([first, replay]);
    expect(replay).not.toBe(first);
  });
});
