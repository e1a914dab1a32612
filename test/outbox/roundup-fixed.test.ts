import { expect, test } from 'vitest';
import { CHAT, comments, deliveryId, openChat, roundups, shown } from '../support/chat.ts';
import { answered, DAY, HOUR, MINUTE, OK, type OutboxHarness, SECOND, updated } from '../support/outbox.ts';

/** Number of fixed roundups. */
function fixed(harness: OutboxHarness) {
  return harness.inside((_outbox, { storage }) => storage.sql.exec('SELECT 1 FROM roundup').toArray().length);
}

test('a roundup that fails is tried again as it was, whatever has come meanwhile, and what has come goes after it', async () => {
  const harness = await openChat('roundup-fails');
  harness.answer = () => (harness.posts.length <= 2 ? answered(500) : OK);
  await harness.enqueue(...comments(20));
  await harness.pass(2 * SECOND);
  await harness.enqueue(...comments(40).slice(20));
  await harness.pass(10 * MINUTE);
  expect(roundups(harness)).toEqual([20, 20, 20, 20]);
  const [first, second, third, fourth] = harness.posts.map(deliveryId);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
  expect(await harness.states()).toEqual({ delivered: 40 });
  expect(await fixed(harness)).toBe(0);
});

test('a roundup that fails while single comments pass is halved, until the one at fault is alone', async () => {
  const told: string[] = [];
  const harness = await openChat('roundup-poisoned', {
    destinations: async () => ({ ok: true, value: new Map([['other', 'https://other.example/']]) }),
    offer: async (_to, offers) => {
      told.push(...offers.map(({ event }) => event.type));
      return { ok: true, value: null };
    },
  });
  harness.answer = ({ body }) => (body.includes('text blog61.') ? answered(403) : OK);
  await harness.enqueue(...comments(61));
  await harness.pass(6 * HOUR);
  expect(await harness.states()).toEqual({ delivered: 60, waiting: 1 });
  expect(await fixed(harness)).toBe(0);
  expect(harness.posts.length).toBeLessThan(30);
  // Nothing is sent twice that was taken.
  const taken = harness.posts.filter(({ body }) => !body.includes('text blog61.')).flatMap(({ body }) => shown(body));
  expect(taken.toSorted()).toEqual(
    comments(60)
      .map(({ content }) => content)
      .toSorted(),
  );
});

test('a roundup that alone fails, while another feed passes, is halved rather than dead', async () => {
  const harness = await openChat('roundup-on-trial');
  harness.answer = ({ body }) => (body.includes('text blog7.') ? answered(500) : OK);
  await harness.enqueue(...comments(20));
  await harness.pass(2 * SECOND);
  await harness.enqueue(...comments(60, 'other'));
  await harness.pass(DAY);
  await harness.enqueue(...comments(3, 'last'));
  await harness.pass(DAY);
  const { delivered = 0, waiting = 0, dead = 0 } = await harness.states();
  expect([delivered, waiting + dead]).toEqual([82, 1]);
});

test('a roundup that is refused is halved, and only the comment at fault is dead', async () => {
  const harness = await openChat('roundup-refused');
  harness.answer = ({ body }) => (body.includes('text blog7.') ? answered(400) : OK);
  await harness.enqueue(...comments(20));
  await harness.pass(HOUR);
  expect(roundups(harness)).toEqual([20, 10, 5, 5, 3, 2, 1, 1, 1, 2, 10]);
  expect(await harness.states()).toEqual({ delivered: 19, dead: 1 });
  expect(new Set(harness.posts.map(deliveryId)).size).toBe(11);
});

test('a destination that refuses everything loses nothing by roundups', async () => {
  const harness = await openChat('roundup-all-refused');
  harness.answer = () => (harness.posts.length < 60 ? answered(400) : OK);
  await harness.enqueue(...comments(40));
  await harness.pass(3 * DAY);
  expect(await harness.states()).toEqual({ delivered: 40 });
});

test('the members of a roundup that was cut off stay, under its id, and are marked as possibly double', async () => {
  const harness = await openChat('roundup-cut');
  harness.answer = () => {
    if (harness.posts.length === 1) throw new Error('crash');
    return OK;
  };
  await harness.enqueue(...comments(11));
  await harness.alarm();
  await harness.enqueue(...comments(14).slice(11));
  await harness.restart();
  await harness.pass(2 * MINUTE);
  expect(roundups(harness)).toEqual([11, 11, 1, 1, 1]);
  expect(deliveryId(harness.posts[1])).toBe(deliveryId(harness.posts[0]));
  expect((await harness.rows()).map(({ uncertain }) => uncertain)).toEqual([
    ...Array.from({ length: 11 }, () => 1),
    0,
    0,
    0,
  ]);
});

test('a roundup that crashes us again and again is halved', async () => {
  const harness = await openChat('roundup-crashes');
  harness.answer = ({ body }) => {
    if (body.includes('text blog2.') && harness.posts.length < 8) throw new Error('crash');
    return OK;
  };
  await harness.enqueue(...comments(11));
  for (let alarms = 0; alarms < 20; alarms++) {
    await harness.alarm();
    await harness.restart();
  }
  await harness.pass(HOUR);
  expect(roundups(harness).slice(0, 4)).toEqual([11, 11, 11, 6]);
  expect(await harness.states()).toEqual({ delivered: 11 });
});

test('a roundup in which one comment is not wanted any more goes without it', async () => {
  const harness = await openChat('roundup-unwanted');
  harness.answer = () => (harness.posts.length <= 3 ? answered(500) : OK);
  await harness.enqueue(...comments(11), updated('blog1', 'other text'));
  await harness.pass(10 * SECOND);
  harness.config = JSON.stringify({ ...CHAT, events: ['comment.created'] });
  await harness.pass(HOUR);
  expect(roundups(harness)).toEqual([12, 12, 12, 11]);
  expect(await harness.states()).toEqual({ delivered: 11, unwanted: 1 });
});

test('a replayed roundup goes under another id, so that the chat takes it', async () => {
  const harness = await openChat('roundup-replayed');
  const start = harness.now;
  await harness.enqueue(...comments(12));
  await harness.pass(MINUTE);
  await harness.inside((outbox) => outbox.replay({ from: start, to: harness.now }));
  await harness.pass(MINUTE);
  expect(roundups(harness)).toEqual([12, 12]);
  expect(new Set(harness.posts.map(deliveryId)).size).toBe(2);
});
