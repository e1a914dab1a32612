import { expect, test } from 'vitest';
import { platforms } from '../../worker/destination/registry.ts';
import { CHAT, comments, deliveryId, edit, request, roundups, shown } from '../support/chat.ts';
import { answered, created, DAY, HOUR, MINUTE, OK, OutboxHarness, SECOND } from '../support/outbox.ts';
import { CAPACITY, threaded } from '../destination/threaded.ts';

/** Opens an Outbox whose comments are gathered every six hours; its clock begins at a cut. */
async function openDigest(name: string, digest = '6h') {
  const harness = await OutboxHarness.open(
    name,
    { ...CHAT, events: undefined, digest },
    { platforms: [...platforms, threaded] },
  );
  await harness.pass(HOUR);
  return harness;
}

const START = Date.parse('2040-01-01T00:00:00Z');

/** Hours after the start at which each request was sent. */
function hours(harness: OutboxHarness) {
  return harness.posts.map(({ at }) => (at - START) / HOUR);
}

test('comments of all feeds wait for the digest, and go as one message at its time', async () => {
  const harness = await openDigest('digest');
  await harness.enqueue(...comments(2), ...comments(3, 'other'));
  await harness.pass(5 * HOUR - 1);
  expect(harness.posts).toEqual([]);
  await harness.pass(1);
  expect(roundups(harness)).toEqual([5]);
  expect(hours(harness)).toEqual([6]);
  expect(await harness.states()).toEqual({ delivered: 5 });
});

test('nothing that came is no digest', async () => {
  const harness = await openDigest('digest-empty');
  await harness.enqueue(...comments(1));
  await harness.pass(3 * DAY);
  expect(hours(harness)).toEqual([6]);
  expect(roundups(harness)).toEqual([1]);
});

test('notices go at once, and what was asked for again', async () => {
  const harness = await openDigest('digest-notices');
  const since = '2040-01-01T00:00:00Z';
  const feed = { name: 'blog', title: null, homePage: null };
  const notice = { type: 'feed.gap', timestamp: since, data: { feed, since, missed: null } } as const;
  await harness.enqueue(...comments(1), { key: 'gap', feed: 'blog', content: null, hold: null, event: notice });
  await harness.pass(MINUTE);
  expect(hours(harness)).toEqual([1]);
  await harness.pass(DAY);
  const { id } = (await harness.rows())[0] ?? {};
  await harness.inside((outbox) => outbox.replay({ ids: [id ?? ''] }));
  await harness.pass(MINUTE);
  expect(hours(harness).map(Math.floor)).toEqual([1, 6, 25]);
  expect(request(harness.posts[2]).count).toBeNull();
});

test('what one message does not show goes in the next, at the same time', async () => {
  const harness = await openDigest('digest-long');
  await harness.enqueue(...comments(2 * CAPACITY + 5));
  await harness.pass(DAY);
  expect(roundups(harness)).toEqual([CAPACITY, CAPACITY, 5]);
  expect(new Set(harness.posts.flatMap(({ body }) => shown(body))).size).toBe(2 * CAPACITY + 5);
});

test('one that fails is tried again as it was, and what has come since goes into the next', async () => {
  const harness = await openDigest('digest-fails');
  harness.answer = () => (harness.now < START + 7 * HOUR ? answered(500) : OK);
  await harness.enqueue(...comments(3));
  await harness.pass(5 * HOUR + MINUTE);
  await harness.enqueue(...comments(5).slice(3));
  await harness.pass(DAY);
  expect(new Set(harness.posts.slice(0, -1).map(deliveryId)).size).toBe(1);
  expect(
    roundups(harness)
      .slice(0, -1)
      .every((count) => count === 3),
  ).toBe(true);
  expect(roundups(harness).at(-1)).toBe(2);
  expect(hours(harness).at(-1)).toBe(12);
  expect(await harness.states()).toEqual({ delivered: 5 });
});

test('one that is cut off is sent again as it was', async () => {
  const harness = await openDigest('digest-cut-off');
  harness.answer = () => {
    if (harness.posts.length === 1) throw new Error('crash');
    return OK;
  };
  await harness.enqueue(...comments(3));
  await harness.pass(5 * HOUR);
  await harness.restart();
  await harness.enqueue(...comments(4).slice(3));
  await harness.pass(6 * HOUR);
  expect(deliveryId(harness.posts[1])).toBe(deliveryId(harness.posts[0]));
  expect(roundups(harness)).toEqual([3, 3, 1]);
  expect(await harness.states()).toEqual({ delivered: 4 });
});

test('one that is refused is halved, until the comment at fault is alone', async () => {
  const harness = await openDigest('digest-refused');
  harness.answer = ({ body }) =>
    body.includes('text blog3.') ? { ...answered(400), body: '{"error":"bad_message"}' } : OK;
  await harness.enqueue(...comments(6));
  await harness.pass(DAY);
  expect(await harness.states()).toEqual({ delivered: 5, dead: 1 });
});

test('an edit is in the digest with its comment', async () => {
  const harness = await openDigest('digest-edit');
  await harness.enqueue(created('a'));
  await harness.enqueue(edit('a', 'c2'));
  await harness.pass(DAY);
  expect(roundups(harness)).toEqual([2]);
});

test('it goes into no thread, and begins none', async () => {
  const harness = await openDigest('digest-thread');
  harness.answer = () => ({ ...OK, body: '{"id":"m1","thread":"t1"}' });
  await harness.enqueue(...comments(2).map((offer) => ({ ...offer, post: 'blog.example/1' })));
  await harness.pass(6 * HOUR);
  // By itself, it begins the post's thread.
  const [first] = await harness.rows();
  await harness.inside((outbox) => outbox.replay({ ids: [first?.id ?? ''] }));
  await harness.pass(HOUR);
  await harness.enqueue({ ...created('late'), post: 'blog.example/1' });
  await harness.pass(6 * HOUR);
  expect(roundups(harness)).toEqual([2, 1, 1]);
  expect(harness.posts.map((post) => request(post).thread)).toEqual([null, null, null]);
});

test('the log says until when a comment waits', async () => {
  const harness = await openDigest('digest-log', '1d@09:00 Europe/Berlin');
  await harness.enqueue(...comments(1));
  await harness.pass(SECOND);
  const { entries } = await harness.inside((outbox) => outbox.log());
  expect(entries.map(({ reason, until }) => [reason, until])).toEqual([['digest', Date.parse('2040-01-01T08:00:00Z')]]);
});

test('without a digest any more, what waits goes at once', async () => {
  const harness = await openDigest('digest-off');
  await harness.enqueue(...comments(2));
  await harness.pass(HOUR);
  harness.config = JSON.stringify({ ...CHAT, events: undefined });
  await harness.inside((outbox) => outbox.wake());
  await harness.pass(2 * MINUTE);
  expect(roundups(harness)).toEqual([1, 1]);
});
