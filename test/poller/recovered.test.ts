import { env } from 'cloudflare:test';
import { beforeEach, expect, test } from 'vitest';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard } from '../support/shard.ts';

const URL = 'https://blog.example/comments.atom';
const HOUR = 60;

let shard: Shard;

beforeEach(async () => {
  await watched();
});

const whole = { body: movableType(comments(1, 3)), etag: 'whole' };
const told = () => shard.box().accepted.map(({ event }) => event.type);

/** A shard that has read its feed once. */
async function watched() {
  await emptyKv();
  shard = new Shard();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m' }));
  shard.pages.set(URL, whole);
  await shard.tick();
  shard.box().accepted.length = 0;
}

/** Ticks every 5 minutes for so long. */
async function ticks(minutes: number) {
  for (let at = 0; at < minutes; at += 5) await shard.tick();
}

test('a feed recovers before those who were told that it fails, after whichever step of that the process dies', async () => {
  for (let steps = 0; ; steps++) {
    await watched();
    shard.pages.set(URL, { status: 410 });
    shard.process.revive();
    shard.process.dieAfter(steps);
    await shard.tick().catch(() => {});
    const isKilled = shard.process.done === steps;
    shard.process.revive();
    shard.restart();
    shard.pages.set(URL, whole);
    shard.pass(48 * HOUR);
    await ticks(8 * HOUR);
    expect(told()).toEqual(told().length === 0 ? [] : ['feed.failing', 'feed.recovered']);
    if (!isKilled) return;
  }
});

test('a feed recovers before those who were told that it fails, though others are told of its comments by now', async () => {
  shard.pages.set(URL, { status: 500 });
  await ticks(30 * HOUR);
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m', to: 'other' }));
  shard.pages.set(URL, { body: movableType(comments(1, 4)) });
  await ticks(8 * HOUR);
  expect(told()).toEqual(['feed.failing', 'feed.recovered']);
  expect(shard.box('other').accepted.map(({ event }) => event.type)).toEqual(['comment.created']);
});
