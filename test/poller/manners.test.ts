import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import type { Page } from '../support/scripted-web.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

const URL = urlOf('blog');
const THERE = 'https://new.example/comments.atom';
const ELSEWHERE = 'https://old.example/comments.atom';
const HOUR = 60;
const DAY = 24 * HOUR;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const said = (last: number) => movableType(comments(1, last, EVENING));
const told = () => lines(shard.box('blog').accepted);
const types = () => shard.told('blog');

/** Watches the feed, and forgets what was asked and told until then. */
async function watch(page: Page, more: object = {}) {
  await shard.configure('blog', more);
  shard.pages.set(URL, page);
  await shard.tick();
  shard.box('blog').accepted.length = 0;
  shard.requests.length = 0;
}

/** Ticks so many minutes apart for so long, evicted now and then; `pageAt` gives what is served at each. */
async function live(minutes: number, apart: number, pageAt?: (tick: number) => Page) {
  for (let tick = 0; tick < minutes / apart; tick++) {
    if (tick % 7 === 0) shard.restart();
    if (pageAt !== undefined) shard.pages.set(URL, pageAt(tick));
    await shard.tick({ minutes: apart });
  }
}

test('a server that says 304 for ever is asked without validators once a day: what came is told within a day', async () => {
  await watch({ body: said(3), etag: 'W/"1"' }, { every: '1h' });
  for (let day = 1; day <= 10; day++) {
    await live(DAY, HOUR, () => ({ body: said(3 + day), etag: 'W/"1"' }));
    // Two looks may lie a little more than a day apart.
    expect(told().length).toBeGreaterThanOrEqual(day - 1);
  }
  expect(told()).toContain('created 12');
  const plain = shard.requests.filter(({ etag }) => etag === null);
  expect(plain.length).toBeGreaterThanOrEqual(9);
  expect(plain.length).toBeLessThanOrEqual(11);
  expect(shard.requests.length).toBeGreaterThan(235);
});

describe('a permanent redirect', () => {
  test('counts where the feed there has nothing new, too, and is believed within two hours, for three rows', async () => {
    const page = { body: said(3), etag: '"1"' };
    await watch({ ...page, movedTo: THERE });
    shard.pages.set(THERE, page);
    const rows = await shard.written();
    await live(2 * HOUR, 5);
    const at = shard.requests.findIndex(({ url }) => url === THERE);
    expect(at).toBeGreaterThanOrEqual(2);
    expect(new Set(shard.requests.slice(at).map(({ url }) => url))).toEqual(new Set([THERE]));
    expect(await shard.written()).toBeLessThanOrEqual(rows + 3 + 4 * 2);
  });

  test('that leads to two places by turns is never believed, and costs two rows an hour', async () => {
    await watch({ body: said(3) });
    for (const url of [THERE, ELSEWHERE]) shard.pages.set(url, { body: said(3) });
    const rows = await shard.written();
    await live(DAY, 5, (tick) => ({ body: said(3), movedTo: tick % 2 === 0 ? THERE : ELSEWHERE }));
    expect(new Set(shard.requests.map(({ url }) => url))).toEqual(new Set([URL]));
    expect((await shard.written()) - rows).toBeLessThanOrEqual(2 * 24 + 4 * 24 + 5);
    expect(told()).toEqual([]);
  });

  test('that is there for two polls, and then not, begins anew', async () => {
    await watch({ body: said(3) });
    shard.pages.set(THERE, { body: said(3) });
    let last = 3;
    const pages = [THERE, THERE, null, THERE, THERE, null].map((movedTo) => () => {
      last += 1;
      return { body: said(last), ...(movedTo === null ? {} : { movedTo }) };
    });
    for (const page of pages) await live(5, 5, page);
    expect(new Set(shard.requests.map(({ url }) => url))).toEqual(new Set([URL]));
  });
});

describe('a feed that its server says is gone for good', () => {
  test('says so at once, is asked once a day, and is polled as before when it is back', async () => {
    await watch({ body: said(3) });
    await live(10 * DAY, 15, () => ({ status: 410 }));
    expect(types()).toEqual(['feed.failing']);
    expect(shard.box('blog').accepted[0]?.event.data).toMatchObject({
      reason: expect.stringContaining('asked once a day from now on'),
    });
    expect(shard.requests.length).toBeGreaterThanOrEqual(10);
    expect(shard.requests.length).toBeLessThanOrEqual(11);
    await live(DAY + 15, 15, () => ({ body: said(4) }));
    expect(types()).toEqual(['feed.failing', 'feed.recovered', 'comment.created']);
    shard.requests.length = 0;
    await live(HOUR, 5);
    expect(shard.requests).toHaveLength(12);
  });

  test('says so where it had failed otherwise before', async () => {
    await watch({ body: said(3) });
    await live(2 * HOUR, 5, () => ({ status: 500 }));
    expect(types()).toEqual([]);
    await live(6 * HOUR, 5, () => ({ status: 410 }));
    expect(types()).toEqual(['feed.failing']);
  });
});

describe('a wall against robots', () => {
  const wall: Page = { wall: true, status: 403 };

  test('that stands for a day and a half is told after a day, and changes nothing', async () => {
    await watch({ body: said(3) });
    await live(23 * HOUR, 5, () => wall);
    expect(types()).toEqual([]);
    await live(13 * HOUR, 5);
    expect(types()).toEqual(['feed.failing']);
    expect(shard.box('blog').accepted[0]?.event.data).toMatchObject({ reason: 'The test says wall.' });
    await live(7 * HOUR, 5, () => ({ body: said(4) }));
    expect(types()).toEqual(['feed.failing', 'feed.recovered', 'comment.created']);
    expect(new Set(shard.requests.map(({ url }) => url))).toEqual(new Set([URL]));
  });

  test('is named where the feed had failed otherwise before', async () => {
    await watch({ body: said(3) });
    await live(HOUR, 5, () => ({ status: 500 }));
    await live(3 * HOUR, 5, () => wall);
    const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
    expect(row?.head).toContain('The test says wall.');
  });

  test('before the place that a permanent redirect led to is waited for there', async () => {
    await watch({ body: said(3) });
    for (const last of [4, 5, 6]) await live(5, 5, () => ({ body: said(last), movedTo: THERE }));
    shard.pages.set(THERE, wall);
    shard.requests.length = 0;
    await live(6 * HOUR, 5);
    shard.pages.set(THERE, { body: said(7) });
    await live(6 * HOUR, 5);
    // But for the daily look whether it is still redirected.
    expect(shard.requests.filter(({ url }) => url === URL).length).toBeLessThan(4);
    expect(shard.requests.at(-1)?.url).toBe(THERE);
    expect(told().at(-1)).toBe('created 7');
  });
});
