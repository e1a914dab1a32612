import { expect, test } from 'vitest';
import type { Offer } from '../../worker/rpc/offer.ts';
import { comments, openChat, roundups, shown } from '../support/chat.ts';
import { created, MINUTE, OutboxHarness, updated } from '../support/outbox.ts';

const SLACK = { url: 'https://hooks.slack.com/services/T0/B0/x', pace: '60/m', events: ['comment.*'] };

/** Number of comments that each request says it stands for; 1 where it is one. */
function sizes(harness: OutboxHarness) {
  return harness.posts.map(({ body }) => Number(/(\d+) comments/.exec(body)?.[1] ?? 1));
}

test('ten comments go one by one, eleven as one message, each delivered by it', async () => {
  const ten = await OutboxHarness.open('ten', SLACK);
  await ten.enqueue(...comments(10));
  await ten.pass(MINUTE);
  expect(sizes(ten)).toEqual(Array.from({ length: 10 }, () => 1));

  const eleven = await OutboxHarness.open('eleven', SLACK);
  await eleven.enqueue(...comments(11));
  await eleven.pass(MINUTE);
  expect(sizes(eleven)).toEqual([11]);
  expect(await eleven.states()).toEqual({ delivered: 11 });
  const reasons = new Set((await eleven.rows()).map(({ reason }) => reason));
  expect([...reasons]).toEqual([expect.stringMatching(/^roundup msg_/)]);
});

test('a webhook gets every message', async () => {
  const harness = await OutboxHarness.open('no-roundup');
  await harness.enqueue(...comments(30));
  await harness.pass(MINUTE);
  expect(harness.posts.length).toBe(30);
});

test('a roundup is of one feed, and the others have their turns', async () => {
  const harness = await OutboxHarness.open('roundup-feeds', SLACK);
  await harness.enqueue(...comments(20, 'a'), ...comments(2, 'b'), ...comments(30, 'c'));
  await harness.pass(MINUTE);
  expect(sizes(harness)).toEqual([20, 1, 30, 1]);
});

test('edits are in it, too', async () => {
  const harness = await OutboxHarness.open('roundup-edit', SLACK);
  await harness.enqueue(...comments(6), updated('blog1', 'other text'), ...comments(12).slice(6));
  await harness.pass(MINUTE);
  // An edit of a comment that is in it is shown in its place.
  expect(sizes(harness)).toEqual([12]);
  expect(harness.posts[0]?.body).toContain('other text');
  expect(harness.posts[0]?.body).not.toContain('text blog1.');
  expect(await harness.states()).toEqual({ delivered: 13 });
});

test('what is no comment goes by itself, after what came before it', async () => {
  const harness = await OutboxHarness.open('roundup-notice', { ...SLACK, events: ['comment.*', 'feed.*'] });
  const facts = { name: 'blog', title: null, homePage: null };
  const gap = { type: 'feed.gap', timestamp: 'now', data: { feed: facts, since: 'then', missed: null } } as const;
  const notice = { key: 'gap', feed: 'blog', content: null, hold: null, event: gap } as const;
  await harness.enqueue(...comments(12), notice, created('last'));
  await harness.pass(MINUTE);
  expect(sizes(harness)).toEqual([12, 1, 1]);
});

test('a thousand go in few messages', async () => {
  const harness = await OutboxHarness.open('roundup-many', SLACK);
  await harness.enqueue(...comments(1200));
  await harness.pass(MINUTE);
  expect(sizes(harness).reduce((sum, size) => sum + size)).toBe(1200);
  expect(harness.posts.length).toBeLessThan(5);
});

/** The same offers of comments on that post. */
function on(offers: readonly Offer[], post: string) {
  return offers.map((offer) => ({ ...offer, post }));
}

test('where a chat threads, a roundup holds the comments of one post', async () => {
  const harness = await openChat('roundup-threads');
  const [one, other] = [on(comments(24).slice(0, 12), 'blog.example/1'), on(comments(24).slice(12), 'blog.example/2')];
  await harness.enqueue(...one.flatMap((offer, at) => [offer, other[at] ?? offer]));
  await harness.pass(MINUTE);
  expect(roundups(harness)).toEqual([12, 12]);
  expect(harness.posts.map(({ body }) => shown(body))).toEqual(
    [one, other].map((offers) => offers.map(({ content }) => content)),
  );
});

test('a destination may ask for a roundup of fewer', async () => {
  const harness = await OutboxHarness.open('roundup-few', { ...SLACK, roundup: 2 });
  await harness.enqueue(...comments(3));
  await harness.pass(MINUTE);
  expect(sizes(harness)).toEqual([3]);
});
