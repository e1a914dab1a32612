import { describe, expect, test } from 'vitest';
import { messageId, nextRevision } from '../../worker/message.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, Scene, textOf, updated } from '../support/outbox.ts';

const ALL = { events: ['comment.*', 'feed.*'] };

/** What the receiver was told of the comment, in order. */
const told = (scene: Scene) => scene.posts.map(({ body }) => textOf(body));

/** State, feed and text of each message. */
async function log(scene: Scene) {
  return (await scene.rows()).map(({ state, feed, body }) => `${state} ${feed} ${textOf(body)}`);
}

/** An Outbox that has been told a comment by the feed `blog`. */
async function owned(name: string): Promise<Scene> {
  const scene = await Scene.open(name, ALL);
  await scene.enqueue(created('a'));
  await scene.pass(MINUTE);
  return scene;
}

describe('an edit from another feed than the one that the comment belongs to', () => {
  test('waits an hour, goes by itself, and the comment is that feed’s from then on', async () => {
    const scene = await owned('foreign');
    expect(await scene.enqueue(updated('a', 'c2', 'site'))).toEqual([{ content: 'c2' }]);
    expect((await scene.rows())[1]).toMatchObject({ state: 'waiting', reason: expect.stringContaining('blog') });
    await scene.pass(HOUR - 1);
    expect(told(scene)).toEqual(['c1']);
    await scene.pass(1);
    expect(told(scene)).toEqual(['c1', 'c2']);
    expect(await scene.enqueue(created('a', 'site', 'c3'), created('a', 'blog', 'c4'))).toEqual([
      { content: 'c2' },
      { content: 'c4' },
    ]);
    await scene.enqueue(updated('a', 'c5', 'site'));
    await scene.pass(0);
    expect(told(scene)).toEqual(['c1', 'c2', 'c5']);
  });

  test('goes though the object is thrown out of memory meanwhile', async () => {
    const scene = await owned('foreign-restart');
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.restart();
    await scene.pass(HOUR);
    expect(told(scene)).toEqual(['c1', 'c2']);
  });

  test('is dropped where the owner offers one within the hour, in its own words', async () => {
    const scene = await owned('foreign-dropped');
    await scene.enqueue(updated('a', 'in short', 'site'));
    await scene.pass(HOUR - 1);
    await scene.enqueue(updated('a', 'at length'));
    await scene.pass(DAY);
    expect(told(scene)).toEqual(['c1', 'at length']);
    expect(await log(scene)).toEqual(['delivered blog c1', 'delivered blog at length']);
  });

  test('is the owner’s, and goes at once, where that offers the same', async () => {
    const scene = await owned('foreign-same');
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.enqueue(updated('a', 'c2'));
    await scene.pass(0);
    expect(told(scene)).toEqual(['c1', 'c2']);
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(DAY);
    expect(told(scene)).toEqual(['c1', 'c2']);
    expect((await scene.rows())[1]).toMatchObject({
      feed: 'blog',
      id: await messageId('a', await nextRevision(null, 'c2'), 'foreign-same'),
    });
  });

  test('has nothing to say where the owner has said it', async () => {
    const scene = await owned('foreign-late');
    await scene.enqueue(updated('a', 'c2'));
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(DAY);
    expect(told(scene)).toEqual(['c1', 'c2']);
    expect(await log(scene)).toHaveLength(2);
  });

  test('is replaced in its place by the next one, and its hour goes on', async () => {
    const scene = await owned('foreign-next');
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(50 * MINUTE);
    await scene.enqueue(updated('a', 'c3', 'post'));
    await scene.pass(10 * MINUTE);
    expect(told(scene)).toEqual(['c1', 'c3']);
    expect(await log(scene)).toEqual(['delivered blog c1', 'delivered post c3']);
  });

  test('offered again after a crash is the same one', async () => {
    const scene = await owned('foreign-again');
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(30 * MINUTE);
    await scene.enqueue(updated('a', 'c2', 'site'), updated('a', 'c2', 'site'));
    await scene.pass(30 * MINUTE);
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(DAY);
    expect(told(scene)).toEqual(['c1', 'c2']);
  });

  test('that is undone within the hour does not go, and can be sent by hand; one after it goes', async () => {
    const scene = await owned('foreign-undone');
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.enqueue(updated('a', 'c1', 'site'));
    await scene.pass(DAY);
    expect(await log(scene)).toEqual(['delivered blog c1', 'superseded site c2']);
    await scene.enqueue(updated('a', 'c2', 'site'));
    await scene.pass(HOUR);
    expect(told(scene)).toEqual(['c1', 'c2']);
  });

  test('back and forth is two, with ids of their own', async () => {
    const scene = await owned('foreign-back');
    for (const content of ['c2', 'c1', 'c2']) {
      await scene.enqueue(updated('a', content, 'site'));
      await scene.pass(HOUR);
    }
    expect(told(scene)).toEqual(['c1', 'c2', 'c1', 'c2']);
    expect(new Set(scene.posts.map(({ id }) => id)).size).toBe(4);
  });

  test('waits behind its comment, and behind what the owner said of it before', async () => {
    const scene = await Scene.open('foreign-behind', ALL);
    scene.answer = () => answered(503);
    await scene.enqueue(created('a', 'zoo'), updated('a', 'c2', 'zoo'), updated('a', 'c3', 'blog'));
    await scene.pass(5 * HOUR);
    scene.answer = () => OK;
    const from = scene.posts.length;
    await scene.pass(2 * HOUR);
    expect(told(scene).slice(from)).toEqual(['c1', 'c2', 'c3']);
  });

  test('costs no alarm while it waits behind what cannot go', async () => {
    const scene = await Scene.open('foreign-still', ALL);
    scene.answer = () => answered(503);
    await scene.enqueue(created('a'), updated('a', 'c2', 'site'));
    await scene.pass(5 * HOUR);
    expect(await scene.alarmIn()).toBeGreaterThan(MINUTE);
    expect(scene.posts.length).toBeLessThan(12);
  });

  test('that waits for 30 days behind its comment is dead like that', async () => {
    const scene = await Scene.open('foreign-dead', ALL);
    scene.answer = () => answered(500, '86400');
    await scene.enqueue(created('a'), updated('a', 'c2', 'site'));
    await scene.pass(32 * DAY);
    expect(await scene.states()).toEqual({ dead: 2 });
    expect(await scene.alarmIn()).toBeGreaterThan(HOUR);
  });
});

test('a feed that was renamed goes on telling edits of the comments that it knows', async () => {
  const scene = await owned('renamed');
  await scene.enqueue(created('a', 'new', 'c1', 'baseline'), updated('a', 'c2', 'new'));
  await scene.pass(HOUR);
  expect(told(scene)).toEqual(['c1', 'c2']);
});

test('an edit that is held back drops nothing that waits', async () => {
  const scene = await owned('held-drops-nothing');
  await scene.enqueue(updated('a', 'c2', 'site'));
  await scene.enqueue(updated('a', 'c3', 'blog', 'filtered'));
  await scene.pass(HOUR);
  expect(told(scene)).toEqual(['c1', 'c2']);
});

test('an edit that is unwanted is replaced in its place by the next one, whoever offers it', async () => {
  const scene = await Scene.open('unwanted-next', { events: ['comment.created'] });
  await scene.enqueue(created('a'));
  for (const content of ['c2', 'c3', 'c4']) {
    await scene.enqueue(updated('a', content));
    await scene.pass(MINUTE);
  }
  expect(await log(scene)).toEqual(['delivered blog c1', 'unwanted blog c4']);
  await scene.enqueue(updated('a', 'c5', 'site'));
  expect(await log(scene)).toEqual(['delivered blog c1', 'waiting site c5']);
  await scene.pass(DAY);
  expect(await log(scene)).toEqual(['delivered blog c1', 'unwanted site c5']);
  expect(told(scene)).toEqual(['c1']);
});
