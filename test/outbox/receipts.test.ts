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
import { answered, created, DAY, HOUR, MINUTE, SECOND } from '../support/outbox.ts';

describe('a thread', () => {
  test('begins with the first message of its post; what comes later goes into it, and an answer names what it answers', async () => {
    const scene = await open('thread');
    await scene.enqueue(of('a'), of('b', 'a'), { ...created('other'), post: 'blog.example/other' }, created('nowhere'));
    await scene.pass(MINUTE);
    await scene.restart();
    await scene.enqueue(of('c', 'b'), of('d', 'never seen'));
    await scene.pass(MINUTE);
    expect(sent(scene)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', 'm1'],
      ['POST', 'messages', null, null],
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', 'm2'],
      ['POST', 'messages', 'm1', null],
    ]);
    expect(request(scene.posts[4]).parent).toEqual({ sent: 'm2', author: 'Ann', excerpt: 'c1' });
  });

  test('can begin with a roundup, whose comments have no message of their own', async () => {
    const scene = await open('thread-roundup');
    await scene.enqueue(...comments(11).map((offer) => ({ ...offer, post: POST })));
    await scene.pass(MINUTE);
    await scene.enqueue(of('late', 'blog3'), edit('blog3', 'c2'));
    await scene.pass(MINUTE);
    expect(sent(scene)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', 'm1', null],
      ['POST', 'messages', 'm1', null],
    ]);
  });

  test('stays with the place: another token keeps it, another room begins anew, and the former one is not forgotten', async () => {
    const scene = await open('thread-place');
    const room = async (more: Record<string, unknown>, key: string) => {
      scene.config = JSON.stringify({ ...CHAT, ...more });
      await scene.pass(2 * MINUTE);
      await scene.enqueue(of(key, 'a'));
      await scene.pass(MINUTE);
    };
    await room({}, 'a');
    await room({ token: 'another' }, 'b');
    await room({ room: 'random' }, 'c');
    await room({ room: 'random' }, 'd');
    await room({}, 'e');
    expect(sent(scene).map(([, , thread, parent]) => [thread, parent])).toEqual([
      [null, null],
      ['m1', 'm1'],
      [null, null],
      ['m3', null],
      ['m1', 'm1'],
    ]);
  });

  test('is remembered for 90 days after its last use, with the messages in it', async () => {
    const scene = await open('thread-kept');
    await scene.enqueue(of('a'));
    await scene.pass(80 * DAY);
    await scene.enqueue(of('b'));
    await scene.pass(80 * DAY);
    await scene.enqueue(of('c', 'a'));
    await scene.pass(95 * DAY);
    await scene.enqueue(of('d', 'a'));
    await scene.pass(MINUTE);
    expect(sent(scene).map(([, , thread, parent]) => [thread, parent])).toEqual([
      [null, null],
      ['m1', null],
      ['m1', 'm1'],
      [null, null],
    ]);
    await scene.pass(95 * DAY);
    const left = await scene.inside((_outbox, { storage: { sql } }) => [
      ...sql.exec('SELECT * FROM thread').toArray(),
      ...sql.exec('SELECT * FROM message').toArray(),
    ]);
    expect(left).toEqual([]);
  });
});

describe('an edit', () => {
  test('edits the message in which its comment went, again and again', async () => {
    const scene = await open('edit');
    await scene.enqueue(of('a'));
    await scene.pass(MINUTE);
    await scene.enqueue(edit('a', 'c2'));
    await scene.pass(MINUTE);
    await scene.enqueue(edit('a', 'c3'));
    await scene.pass(MINUTE);
    expect(sent(scene).map(([method, url]) => [method, url])).toEqual([
      ['POST', 'messages'],
      ['PATCH', 'messages/m1'],
      ['PATCH', 'messages/m1'],
    ]);
  });

  test('of a comment that was held, is dead or is not there is a new message', async () => {
    const scene = await open('edit-new');
    const name = naming(scene);
    scene.answer = (post) => (request(post).text.includes('dead') ? answered(400) : name(post));
    await scene.enqueue({ ...created('held', 'blog', 'c1', 'baseline'), post: POST }, of('dead'));
    await scene.pass(MINUTE);
    scene.answer = name;
    await scene.enqueue(edit('held', 'c2'), edit('dead', 'c2'), edit('unknown', 'c2'));
    await scene.pass(MINUTE);
    expect(sent(scene).map(([method]) => method)).toEqual(['POST', 'POST', 'POST', 'POST']);
  });
});

describe('a receipt', () => {
  test('is written with the delivery alone: what was cut off or not taken leaves none', async () => {
    const scene = await open('receipt-cut');
    const name = naming(scene);
    scene.answer = (post) => {
      if (scene.posts.length === 1) throw new Error('crash');
      return scene.posts.length === 2 ? says({ id: 'm2', thread: 'm2' }, 500) : name(post);
    };
    await scene.enqueue(of('a'));
    await scene.alarm();
    await scene.restart();
    await scene.pass(2 * SECOND);
    const before = await scene.inside((_outbox, { storage: { sql } }) => sql.exec('SELECT * FROM thread').toArray());
    expect([before, (await scene.rows()).map((row) => row.sent)]).toEqual([[], [null]]);
    await scene.pass(HOUR);
    expect(await scene.rows()).toMatchObject([{ state: 'delivered', sent: 'm3', place: 'threaded:general' }]);
  });

  test('that breaks off is none: the message is delivered, and what comes later refers to nothing', async () => {
    const scene = await open('receipt-broken');
    const name = naming(scene);
    scene.answer = (post) =>
      scene.posts.length === 1 ? { kind: 'answered', status: 200, retryAfter: null, body: null } : name(post);
    await scene.enqueue(of('a'), of('b', 'a'));
    await scene.pass(MINUTE);
    expect(sent(scene)).toEqual([
      ['POST', 'messages', null, null],
      ['POST', 'messages', null, null],
    ]);
    expect(await scene.states()).toEqual({ delivered: 2 });
  });

  test('of a replay replaces the old one, and its delivery has an id of its own', async () => {
    const scene = await open('receipt-replay');
    await scene.enqueue(of('a'));
    await scene.pass(MINUTE);
    const [row] = await scene.rows();
    for (let replays = 0; replays < 2; replays++) {
      await scene.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
      await scene.pass(MINUTE);
    }
    expect(new Set(scene.posts.map(deliveryId)).size).toBe(3);
    expect(deliveryId(scene.posts[0])).toBe(row?.id);
    await scene.enqueue(edit('a', 'c2'));
    await scene.pass(MINUTE);
    expect(scene.posts.at(-1)?.url).toBe('https://threaded.example/messages/m3');
  });

  test('a delivery that is tried again keeps its id, also as a replay', async () => {
    const scene = await open('receipt-retried');
    const name = naming(scene);
    scene.answer = (post) => (scene.posts.length % 2 === 1 ? answered(500) : name(post));
    await scene.enqueue(of('a'));
    await scene.pass(MINUTE);
    const [row] = await scene.rows();
    await scene.inside((outbox) => outbox.replay({ ids: [row?.id ?? ''] }));
    await scene.pass(MINUTE);
    const [first, again, replay, replayAgain] = scene.posts.map(deliveryId);
    expect([again, replayAgain]).toEqual([first, replay]);
    expect(replay).not.toBe(first);
  });
});
