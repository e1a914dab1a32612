import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, wordPressAtom, wordPressRss } from '../support/feeds.ts';
import { emptyKv, EVENING, Shard } from '../support/shard.ts';
import { restPage, restUrl } from '../support/wordpress-rest.ts';
import { configurePaged, PAGED } from './paged.ts';

const DAY = 24 * 60;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const told = () => lines(shard.box().accepted);
const created = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => `created ${first + at}`);
const recent = (first: number, last: number) => comments(first, last, EVENING);
const requests = (from: number) => shard.requests.slice(from);

/** The same of a post that never was a draft: its guid is its address. */
const strings = (text: string) =>
  text.replaceAll('?p=77', '2026/09/strings/').replaceAll('2026/10/kites', '2026/09/strings');

const linked = (first: number, last: number, next: string) => ({
  body: movableType(recent(first, last)).replace('<generator', `<link rel="next" href="${next}"/><generator`),
});

describe.each(PAGED)('once a day a feed that %s', (_case, paged) => {
  beforeEach(async () => {
    await configurePaged(paged);
    paged.serve(shard, 20, 'twenty');
    await shard.tick();
    // Thirty come one by one.
    for (let last = 21; last <= 50; last++) {
      paged.serve(shard, last, `${last}`);
      await shard.tick();
    }
    shard.box().accepted.length = 0;
  });

  test('is asked for without validators, and one older page is read: it reaches what was there at first', async () => {
    const before = shard.requests.length;
    for (let at = 0; at < DAY; at += 5) await shard.tick();
    const all = requests(before);
    expect(all.filter(({ url, etag }) => url === paged.url && etag === null)).toHaveLength(1);
    expect(all.filter(({ url }) => paged.isOlder(url)).length).toBeLessThanOrEqual(4);
    expect(all).toHaveLength(288 + all.filter(({ url }) => paged.isOlder(url)).length);
    expect(told()).toEqual([]);
  });

  test('is found to have a comment that was approved late, behind what it shows', async () => {
    // Number 35 had waited: it is written late in this telling, and dated in its time.
    const late = { number: 77, from: EVENING + (35.5 - 77) * 60_000 };
    const second = shard.pages.get(paged.second);
    const all = [...recent(31, 35), late, ...recent(36, 40)];
    const body =
      paged.second === restUrl(1)
        ? restPage([...recent(1, 30), ...all, ...recent(41, 50)]).body
        : movableType(all).replace('<generator', '<link rel="next" href="https://blog.example/x"/><generator');
    shard.pages.set(paged.second, { ...second, body: body ?? '' });
    for (let at = 0; at < DAY && told().length === 0; at += 5) await shard.tick();
    expect(told()).toEqual(['created 77']);
    for (let at = 0; at < 2 * DAY; at += 30) await shard.tick({ minutes: 30 });
    expect(told()).toEqual(['created 77']);
  });
});

describe('WordPress’s older pages', () => {
  const POST = 'https://blog.example/2026/10/kites/feed/';

  test('of a post’s feed are asked for with the post’s number, from its RSS as well', async () => {
    await env.CONFIG.put('feed:blog', JSON.stringify({ url: POST, every: '5m' }));
    shard.pages.set(POST, { body: wordPressRss(recent(11, 20)) });
    await shard.tick();
    shard.pages.set(POST, { body: wordPressRss(recent(31, 40)) });
    shard.pages.set(restUrl(1, 77), restPage(recent(1, 40)));
    await shard.tick();
    expect(told().slice(11)).toEqual(created(21, 40));
    expect(shard.requests.at(-1)?.url).toBe(restUrl(1, 77));
  });

  test('name the same comments by the same keys as its feed', async () => {
    const url = 'https://blog.example/comments/feed/atom/';
    await env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));
    shard.pages.set(url, { body: wordPressAtom(recent(11, 20)) });
    await shard.tick();
    shard.pages.set(url, { body: wordPressAtom(recent(31, 40)) });
    shard.pages.set(restUrl(1), restPage(recent(1, 40)));
    await shard.tick();
    const keys = shard
      .box()
      .accepted.slice(11)
      .map(({ key }) => key);
    expect(keys).toEqual(recent(21, 40).map(({ number }) => `https://blog.example/?p=77#comment-${number}`));
  });

  test('name a comment as it is known where they can only guess its post’s guid', async () => {
    const url = 'https://blog.example/comments/feed/atom/';
    await env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));
    shard.pages.set(url, { body: strings(wordPressAtom(recent(1, 10))) });
    await shard.tick();
    const old = strings(restPage(recent(1, 10)).body).replaceAll('"post":77', '"post":88');
    shard.pages.set(url, { body: wordPressAtom(recent(21, 30)) });
    shard.pages.set(restUrl(1), { body: `${restPage(recent(11, 30)).body.slice(0, -1)},${old.slice(1)}` });
    await shard.tick();
    expect(told().slice(11)).toEqual(created(11, 30));
  });

  test('are where the site says that they are, else in the form that every site has', async () => {
    const url = 'https://blog.example/comments/feed/atom/';
    const link = '<https://blog.example/api/>; rel="https://api.w.org/"';
    await env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));
    shard.pages.set(url, { body: wordPressAtom(recent(11, 20)), link });
    await shard.tick();
    shard.pages.set(url, { body: wordPressAtom(recent(31, 40)), link });
    await shard.tick();
    expect(shard.requests.slice(2).map((one) => one.url.replace('https://blog.example', ''))).toEqual([
      '/api/wp/v2/comments?per_page=100&page=1',
      '/?rest_route=/wp/v2/comments&per_page=100&page=1',
    ]);
    expect(told()[11]).toBe('feed.gap');
  });
});

describe('older pages', () => {
  const url = 'https://blog.example/comments.atom';

  beforeEach(async () => {
    await env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));
    shard.pages.set(url, { body: movableType(recent(11, 20)) });
    await shard.tick();
    shard.box().accepted.length = 0;
    shard.requests.length = 0;
  });

  test('that name themselves are read once', async () => {
    shard.pages.set(url, linked(41, 50, url));
    await shard.tick();
    expect(shard.requests).toHaveLength(1);
    expect(told()).toEqual(['feed.gap', ...created(41, 50)]);
  });

  test('without end are read ten a poll, and on at the next one, until they join', async () => {
    for (let page = 2; page <= 60; page++) {
      const last = 111 - 2 * (page - 2);
      if (last > 12) shard.pages.set(`${url}?${page}`, linked(last - 1, last, `${url}?${page + 1}`));
    }
    shard.pages.set(url, linked(112, 121, `${url}?2`));
    await shard.tick();
    expect(shard.requests).toHaveLength(11);
    for (let tick = 0; tick < 12; tick++) await shard.tick();
    expect(told().toSorted()).toEqual(created(21, 121).toSorted());
  });

  test('that show nothing unknown any more are given up', async () => {
    for (let page = 2; page <= 40; page++) shard.pages.set(`${url}?${page}`, linked(31, 40, `${url}?${page + 1}`));
    shard.pages.set(url, linked(41, 50, `${url}?2`));
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(told().filter((line) => line === 'feed.gap')).toHaveLength(1);
    expect(told().filter((line) => line !== 'feed.gap')).toEqual(created(31, 50));
  });

  test('are not read where the answer breaks off: its whole comments are told, and what lies between later', async () => {
    shard.pages.set(`${url}?2`, { body: movableType(recent(19, 30)) });
    shard.pages.set(url, { ...linked(31, 40, `${url}?2`), cut: 'It broke off.' });
    await shard.tick({ minutes: 30 });
    expect(shard.requests).toHaveLength(1);
    expect(told()).toEqual(created(31, 40));
    shard.pages.set(url, linked(31, 41, `${url}?2`));
    await shard.tick();
    expect(told().slice(10).toSorted()).toEqual([...created(21, 30), 'created 41'].toSorted());
  });

  test('are not asked for where half as many are shown as before: comments were taken away', async () => {
    shard.pages.set(url, linked(21, 25, `${url}?2`));
    await shard.tick();
    expect(shard.requests).toHaveLength(1);
    expect(told()).toEqual(created(21, 25));
  });

  test('are read again where a feed that once held fifty holds ten, and gets fifteen at once', async () => {
    shard = new Shard();
    shard.pages.set(url, { body: movableType(recent(1, 50)) });
    await shard.tick();
    shard.pages.set(url, linked(41, 50, `${url}?2`));
    await shard.tick();
    shard.box().accepted.length = 0;
    shard.pages.set(url, linked(56, 65, `${url}?2`));
    shard.pages.set(`${url}?2`, linked(46, 55, `${url}?3`));
    await shard.tick();
    expect(told()).toEqual(created(51, 65));
  });
});
