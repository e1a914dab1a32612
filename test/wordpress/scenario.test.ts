import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receiver } from '../support/receiver.ts';
import { arrival, commentIds, WorkerHarness } from '../support/worker-harness.ts';
import { type Post, WordPress } from './wordpress.ts';

/** The places where one may watch the same blog. */
const PLACES = ['site-rss', 'site-atom', 'post-rss', 'post-page'] as const;

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
/** Ticks in which the daily look-back is due, and then some. */
const A_DAY = 26 * 2;

let wordpress: WordPress;
let harness: WorkerHarness;
let post: Post;
const receivers = new Map<string, Receiver>();

beforeAll(async () => {
  wordpress = await WordPress.start();
  harness = await WorkerHarness.open();
  post = await wordpress.post({ title: 'Kites' });
  await write(12, harness.earshot.now - 24 * 60 * MINUTE);
  const urls: Readonly<Record<(typeof PLACES)[number], string>> = {
    'site-rss': `${wordpress.home}/comments/feed/`,
    'site-atom': `${wordpress.home}/comments/feed/atom/`,
    'post-rss': `${post.url}feed/`,
    'post-page': post.url,
  };
  for (const place of PLACES) {
    receivers.set(place, await harness.destination(place));
    await harness.watch(place, { url: urls[place], to: place });
  }
  await harness.earshot.tick();
  await told(1);
});
afterAll(async () => {
  await harness.close();
  await wordpress.stop();
});

/** Writes comments a second apart, the last of them just before `end`; gives the IDs that the feed has for them. */
async function write(count: number, end: number, waits = false): Promise<readonly string[]> {
  const numbers = await wordpress.comments(
    Array.from({ length: count }, (_, index) => ({
      post: post.id,
      at: new Date(end - (count - index) * 1000).toISOString().replace(/\.\d+/, ''),
      text: `Thought ${index + 1} of ${count}`,
      waits,
    })),
  );
  return numbers.map((number) => `${wordpress.home}/?p=${post.id}#comment-${number}`);
}

function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0]);
}

/** Comments that each place was told of in all, once `count` messages came; the first says that it is watched. */
async function told(count: number): Promise<readonly (readonly string[])[]> {
  return Promise.all(
    [...receivers.values()].map(async (receiver) => {
      const messages = await arrival(receiver, count);
      expect(messages.map(({ type }) => type)).toEqual([
        'feed.watching',
        ...messages.slice(1).map(() => 'comment.created'),
      ]);
      return commentIds(messages);
    }),
  );
}

function everywhere(ids: readonly string[]): readonly (readonly string[])[] {
  return PLACES.map(() => ids);
}

test('a burst, a late approval and deletions are told as what they are, wherever the blog is watched', async () => {
  const [late = ''] = await write(1, harness.earshot.now + 2 * MINUTE, true);
  const burst = await write(25, harness.earshot.now + 4 * MINUTE);
  await harness.earshot.tick();
  expect(await told(1 + 25)).toEqual(everywhere(burst));

  // Fifteen comments behind the window of ten, of which nothing on the first page tells.
  await wordpress.approve(numberOf(late));
  for (let tick = 0; tick < A_DAY; tick++) await harness.earshot.tick(harness.earshot.now + HALF_HOUR);
  expect(await told(1 + 26)).toEqual(everywhere([...burst, late]));

  // Three older ones slide into the window, which nobody asks for until a newer one comes.
  await wordpress.remove(...burst.slice(-3).map(numberOf));
  for (let tick = 0; tick < A_DAY; tick++) await harness.earshot.tick(harness.earshot.now + HALF_HOUR);
  const next = await write(1, harness.earshot.now + 2 * MINUTE);
  await harness.earshot.tick();
  expect(await told(1 + 27)).toEqual(everywhere([...burst, late, ...next]));
});
