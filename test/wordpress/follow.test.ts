import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receiver } from '../support/receiver.ts';
import { arrival, commentIds, created, WorkerHarness } from '../support/worker-harness.ts';
import { type CommentDraft, type Post, WordPress } from './wordpress.ts';

const [MINUTE, DAY] = [60_000, 24 * 60 * 60_000];
const HALF_HOUR = 30 * MINUTE;

/** Comments that the site's own feed shows, and each post's. */
const WINDOW = 10;

let wordpress: WordPress;
let harness: WorkerHarness;
/** Ten, of which the first is two weeks old. */
const posts: Post[] = [];
let followed: Receiver;
let watched: Receiver;

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');

beforeAll(async () => {
  [wordpress, harness] = await Promise.all([WordPress.start(), WorkerHarness.open()]);
  const { now } = harness.earshot;
  for (let number = 0; number < 10; number++) {
    const at = iso(now - (number === 0 ? 14 : number) * DAY);
    posts.push(await wordpress.post({ title: `Kite ${number}`, at }));
  }
  // What it shows is all that can be had.
  await wordpress.settings({ posts_per_rss: WINDOW, rest_is_closed: 1 });
  await write(posts.map((post) => ({ post: post.id, at: iso(now - 60 * MINUTE), text: 'Of before' })));
  [followed, watched] = [await harness.destination('followed'), await harness.destination('watched')];
  const url = `${wordpress.home}/`;
  await harness.earshot.configure('feed:followed', { url, follow: '14d', to: 'followed' });
  await harness.earshot.configure('feed:watched', { url, to: 'watched' });
  await pass(3);
});
afterAll(async () => {
  await harness.close();
  await wordpress.stop();
});

/** Writes comments; gives the IDs that feeds have for them. */
async function write(drafts: readonly CommentDraft[]): Promise<readonly string[]> {
  const numbers = await wordpress.comments(drafts);
  return drafts.map(({ post }, index) => `${wordpress.home}/?p=${post}#comment-${numbers[index]}`);
}

/** So many runs of the cron, half an hour apart: the longest that a quiet feed waits. */
async function pass(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await harness.earshot.tick(harness.earshot.now + HALF_HOUR);
}

test('comments on any of ten posts arrive once each, where the site’s own feed is too short for them', async () => {
  const at = iso(harness.earshot.now + MINUTE);
  const drafts = posts.flatMap(({ id }) => ['One', 'Two', 'Three'].map((text) => ({ post: id, at, text })));
  const written = await write(drafts);
  await pass(2);
  const messages = await arrival(followed, 1 + written.length);
  expect(messages[0]?.type).toBe('feed.watching');
  expect(commentIds(messages).toSorted()).toEqual(written.toSorted());
  const alone = await arrival(watched, 2 + WINDOW);
  expect(alone.map(({ type }) => type)).toContain('feed.gap');
  expect(commentIds(alone)).toHaveLength(WINDOW);
});

test('a reply arrives as one, on the post that it stands under', async () => {
  const [post] = posts.slice(4);
  if (post === undefined) throw new Error('Unreachable');
  const at = harness.earshot.now + MINUTE;
  const [asked = 0] = await wordpress.comments([{ post: post.id, at: iso(at), text: 'Why?', author: 'Ada' }]);
  await wordpress.comments([{ post: post.id, at: iso(at + MINUTE), text: 'So.', author: 'Bo', parent: asked }]);
  await pass(2);
  const [question, reply] = created(await arrival(followed, 1 + 30 + 2)).slice(-2);
  expect(question?.comment).toMatchObject({ text: 'Why?', inReplyTo: null });
  expect(reply).toMatchObject({
    post: { url: post.url, title: 'Kite 4' },
    comment: { text: 'So.', author: { name: 'Bo' }, inReplyTo: { url: `${post.url}#comment-${asked}` } },
  });
});

test('a comment that is approved behind a newer one arrives as soon as its post’s count has moved', async () => {
  const { id } = posts[5] ?? { id: 0 };
  const at = harness.earshot.now + MINUTE;
  const [late = 0] = await wordpress.comments([{ post: id, at: iso(at), text: 'Late', waits: true }]);
  await write([{ post: id, at: iso(at + MINUTE), text: 'Newer' }]);
  await pass(2);
  await arrival(followed, 1 + 30 + 2 + 1);
  await wordpress.approve(late);
  await pass(2);
  expect(commentIds(await arrival(followed, 1 + 30 + 2 + 2)).at(-1)).toMatch(`#comment-${late}`);
});

test('a comment on a post of two weeks ago arrives, also as long again after its last one, and nothing once more', async () => {
  const [old] = posts;
  if (old === undefined) throw new Error('Unreachable');
  await harness.earshot.tick(harness.earshot.now + 13 * DAY);
  await pass(1);
  const written = await write([{ post: old.id, at: iso(harness.earshot.now + MINUTE), text: 'After all' }]);
  await pass(2);
  const ids = commentIds(await arrival(followed, 1 + 30 + 2 + 2 + 1));
  expect(ids.slice(-1)).toEqual(written);
  expect(new Set(ids).size).toBe(ids.length);
});
