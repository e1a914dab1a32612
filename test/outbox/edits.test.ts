import { describe, expect, test } from 'vitest';
import { messageId, nextRevision } from '../../worker/message.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, updated } from '../support/outbox.ts';
import { commentTextOf } from '../support/outbox-row.ts';

const ALL = { events: ['comment.*', 'feed.*'] };

/** Texts of the comment that the receiver was sent, in order. */
const told = (harness: OutboxHarness) => harness.posts.map(({ body }) => commentTextOf(body));

/** State, feed and text of each message. */
async function log(harness: OutboxHarness) {
  return (await harness.rows()).map(({ state, feed, body }) => `${state} ${feed} ${commentTextOf(body)}`);
}

/** An Outbox that has been told a comment by the feed `blog`. */
async function owned(name: string): Promise<OutboxHarness> {
  const harness = await OutboxHarness.open(name, ALL);
  await harness.enqueue(created('a'));
  await harness.pass(MINUTE);
  return harness;
}

describe('an edit from another feed than the one that the comment belongs to', () => {
  test('waits an hour, goes by itself, and the comment is that feed’s from then on', async () => {
    const harness = await owned('foreign');
    expect(await harness.enqueue(updated('a', 'c2', 'site'))).toEqual([{ content: 'c2' }]);
    expect((await harness.rows())[1]).toMatchObject({ state: 'waiting', reason: expect.stringContaining('blog') });
    expect(await harness.inside((outbox) => outbox.status())).toMatchObject({ waiting: 1 });
    await harness.pass(HOUR - 1);
    expect(told(harness)).toEqual(['c1']);
    await harness.pass(1);
    expect(told(harness)).toEqual(['c1', 'c2']);
    expect(await harness.enqueue(created('a', 'site', 'c3'), created('a', 'blog', 'c4'))).toEqual([
      { content: 'c2' },
      { content: 'c4' },
    ]);
    await harness.enqueue(updated('a', 'c5', 'site'));
    await harness.pass(0);
    expect(told(harness)).toEqual(['c1', 'c2', 'c5']);
  });

  test('goes though the object is thrown out of memory meanwhile', async () => {
    const harness = await owned('foreign-restart');
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.restart();
    await harness.pass(HOUR);
    expect(told(harness)).toEqual(['c1', 'c2']);
  });

  test('is dropped where the owner offers one within the hour, in its own words', async () => {
    const harness = await owned('foreign-dropped');
    await harness.enqueue(updated('a', 'in short', 'site'));
    await harness.pass(HOUR - 1);
    await harness.enqueue(updated('a', 'at length'));
    await harness.pass(DAY);
    expect(told(harness)).toEqual(['c1', 'at length']);
    expect(await log(harness)).toEqual(['delivered blog c1', 'delivered blog at length']);
  });

  test('is the owner’s, and goes at once, where that offers the same', async () => {
    const harness = await owned('foreign-same');
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.enqueue(updated('a', 'c2'));
    await harness.pass(0);
    expect(told(harness)).toEqual(['c1', 'c2']);
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(DAY);
    expect(told(harness)).toEqual(['c1', 'c2']);
    expect((await harness.rows())[1]).toMatchObject({
      feed: 'blog',
      id: await messageId('a', await nextRevision(null, 'c2'), 'foreign-same'),
    });
  });

  test('has nothing to say where the owner has said it', async () => {
    const harness = await owned('foreign-late');
    await harness.enqueue(updated('a', 'c2'));
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(DAY);
    expect(told(harness)).toEqual(['c1', 'c2']);
    expect(await log(harness)).toHaveLength(2);
  });

  test('is replaced in its place by the next one, and its hour goes on', async () => {
    const harness = await owned('foreign-next');
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(50 * MINUTE);
    await harness.enqueue(updated('a', 'c3', 'post'));
    await harness.pass(10 * MINUTE);
    expect(told(harness)).toEqual(['c1', 'c3']);
    expect(await log(harness)).toEqual(['delivered blog c1', 'delivered post c3']);
  });

  test('offered again after a crash is the same one', async () => {
    const harness = await owned('foreign-again');
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(30 * MINUTE);
    await harness.enqueue(updated('a', 'c2', 'site'), updated('a', 'c2', 'site'));
    await harness.pass(30 * MINUTE);
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(DAY);
    expect(told(harness)).toEqual(['c1', 'c2']);
  });

  test('that is undone within the hour does not go, and can be sent by hand; one after it goes', async () => {
    const harness = await owned('foreign-undone');
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.enqueue(updated('a', 'c1', 'site'));
    await harness.pass(DAY);
    expect(await log(harness)).toEqual(['delivered blog c1', 'superseded site c2']);
    await harness.enqueue(updated('a', 'c2', 'site'));
    await harness.pass(HOUR);
    expect(told(harness)).toEqual(['c1', 'c2']);
  });

  test('back and forth is two, with ids of their own', async () => {
    const harness = await owned('foreign-back');
    for (const content of ['c2', 'c1', 'c2']) {
      await harness.enqueue(updated('a', content, 'site'));
      await harness.pass(HOUR);
    }
    expect(told(harness)).toEqual(['c1', 'c2', 'c1', 'c2']);
    expect(new Set(harness.posts.map(({ id }) => id)).size).toBe(4);
  });

  test('waits behind its comment, and behind what the owner said of it before', async () => {
    const harness = await OutboxHarness.open('foreign-behind', ALL);
    harness.answer = () => answered(503);
    await harness.enqueue(created('a', 'zoo'), updated('a', 'c2', 'zoo'), updated('a', 'c3', 'blog'));
    await harness.pass(5 * HOUR);
    harness.answer = () => OK;
    const from = harness.posts.length;
    await harness.pass(2 * HOUR);
    expect(told(harness).slice(from)).toEqual(['c1', 'c2', 'c3']);
  });

  test('costs no alarm while it waits behind what cannot go', async () => {
    const harness = await OutboxHarness.open('foreign-still', ALL);
    harness.answer = () => answered(503);
    await harness.enqueue(created('a'), updated('a', 'c2', 'site'));
    await harness.pass(5 * HOUR);
    expect(await harness.alarmIn()).toBeGreaterThan(MINUTE);
    expect(harness.posts.length).toBeLessThan(12);
  });

  test('that waits for 30 days behind its comment is dead like that', async () => {
    const harness = await OutboxHarness.open('foreign-dead', ALL);
    harness.answer = () => answered(500, '86400');
    await harness.enqueue(created('a'), updated('a', 'c2', 'site'));
    await harness.pass(32 * DAY);
    expect(await harness.states()).toEqual({ dead: 2 });
    expect(await harness.alarmIn()).toBeGreaterThan(HOUR);
  });
});

test('a feed that was renamed goes on telling edits of the comments that it knows', async () => {
  const harness = await owned('renamed');
  await harness.enqueue(created('a', 'new', 'c1', 'baseline'), updated('a', 'c2', 'new'));
  await harness.pass(HOUR);
  expect(told(harness)).toEqual(['c1', 'c2']);
});

test('an edit that is held back drops nothing that waits', async () => {
  const harness = await owned('held-drops-nothing');
  await harness.enqueue(updated('a', 'c2', 'site'));
  await harness.enqueue(updated('a', 'c3', 'blog', 'filtered'));
  await harness.pass(HOUR);
  expect(told(harness)).toEqual(['c1', 'c2']);
});

test('an edit that is unwanted is replaced in its place by the next one, whoever offers it', async () => {
  const harness = await OutboxHarness.open('unwanted-next', { events: ['comment.created'] });
  await harness.enqueue(created('a'));
  for (const content of ['c2', 'c3', 'c4']) {
    await harness.enqueue(updated('a', content));
    await harness.pass(MINUTE);
  }
  expect(await log(harness)).toEqual(['delivered blog c1', 'unwanted blog c4']);
  await harness.enqueue(updated('a', 'c5', 'site'));
  expect(await log(harness)).toEqual(['delivered blog c1', 'waiting site c5']);
  await harness.pass(DAY);
  expect(await log(harness)).toEqual(['delivered blog c1', 'unwanted site c5']);
  expect(told(harness)).toEqual(['c1']);
});
