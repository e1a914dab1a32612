import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, wordPressAtom } from '../support/feeds.ts';
import { page } from '../support/pages.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

// Comments up to 60 are older than an hour at the first tick; those after 125 are of the future.

const ELSEWHERE = 'https://elsewhere.example/feed';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog', { backfill: 1 });
});

const recent = (first: number, last: number) => comments(first, last, EVENING);

const plain = (feed: string) => urlOf('blog').replace(/[^/]*$/, `?feed=${feed}&key=1`);

const told = () => lines(shard.box('blog').accepted);

/** The shard has read the comments from `first` to `last`, and what it told is forgotten. */
async function after(first: number, last: number) {
  shard.pages.set(urlOf('blog'), { body: movableType(recent(first, last)) });
  await shard.tick();
  shard.box('blog').accepted.length = 0;
}

describe('a feed whose URL changes', () => {
  beforeEach(async () => {
    await after(51, 53);
    await shard.configure('blog', { url: ELSEWHERE, backfill: 1 });
  });

  test('keeps its memory where anything in the new one is known: news is what is dated after the last answer', async () => {
    shard.pages.set(ELSEWHERE, { body: movableType([...recent(40, 55), ...recent(121, 122)]) });
    await shard.tick();
    expect(told()).toEqual([
      ...recent(40, 50).map(({ number }) => `created ${number} baseline`),
      'created 54 baseline',
      'created 55 baseline',
      'created 121',
      'created 122',
    ]);
  });

  test('is another one where only the query of a plain permalink differs', async () => {
    await shard.configure('blog', { url: plain('atom'), backfill: 1 });
    shard.pages.set(plain('atom'), { body: movableType(recent(51, 53)) });
    await shard.tick();
    shard.box('blog').accepted.length = 0;
    await shard.configure('blog', { url: plain('comments-atom'), backfill: 1 });
    shard.pages.set(plain('comments-atom'), { body: movableType([...recent(52, 57), ...recent(121, 121)]) });
    await shard.tick();
    expect(told()).toEqual([...recent(54, 57).map(({ number }) => `created ${number} baseline`), 'created 121']);
  });

  test('tells what comes within the hour before the last answer, too: clocks differ', async () => {
    shard.pages.set(ELSEWHERE, { body: movableType(recent(51, 61)) });
    await shard.tick();
    expect(told().at(-1)).toBe('created 61');
    expect(told().at(-2)).toBe('created 60 baseline');
  });

  test('on another host, with nothing that is known, is held whole, in silence; what comes then is news', async () => {
    shard.pages.set(ELSEWHERE, { body: movableType(recent(71, 73)) });
    await shard.tick();
    expect(told()).toEqual([71, 72, 73].map((number) => `created ${number} baseline`));
    shard.pages.set(ELSEWHERE, { body: movableType(recent(71, 74)) });
    await shard.tick();
    expect(told().slice(3)).toEqual(['created 74']);
  });

  test('and is empty once is not watched anew: what it then holds is held', async () => {
    shard.pages.set(ELSEWHERE, { body: movableType([]) });
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    shard.pages.set(ELSEWHERE, { body: movableType(recent(1, 40)) });
    await shard.tick();
    expect(told().filter((line) => !line.endsWith('baseline'))).toEqual([]);
    expect(told()).toHaveLength(40);
  });

  test('and back tells what has come there meanwhile', async () => {
    shard.pages.set(ELSEWHERE, { body: movableType(recent(41, 43)) });
    await shard.tick();
    await shard.configure('blog');
    shard.box('blog').accepted.length = 0;
    shard.pages.set(urlOf('blog'), { body: movableType(recent(51, 54)) });
    await shard.tick();
    expect(told()).toEqual(['created 54']);
  });

  test('asks for no older pages, and tells of no gap', async () => {
    const next = `${ELSEWHERE}?page=2`;
    const body = movableType(recent(81, 90)).replace('<generator', `<link rel="next" href="${next}"/><generator`);
    shard.pages.set(ELSEWHERE, { body });
    await shard.tick();
    expect(shard.requests.map(({ url }) => url)).not.toContain(next);
    expect(told().some((line) => line.startsWith('feed.'))).toBe(false);
  });
});

test('the place that was found for the former URL is not asked for any more', async () => {
  const post = 'https://blog.example/archives/kites.php';
  await shard.configure('blog', { url: post });
  shard.pages.set(post, page([urlOf('blog')]));
  await after(51, 53);
  expect(shard.requests.at(-1)?.url).toBe(urlOf('blog'));
  await shard.configure('blog', { url: ELSEWHERE });
  shard.pages.set(ELSEWHERE, { body: movableType(recent(51, 53)) });
  const before = shard.requests.length;
  await shard.tick();
  await shard.tick();
  expect(new Set(shard.requests.slice(before).map(({ url }) => url))).toEqual(new Set([ELSEWHERE]));
});

test('a post’s feed that becomes the site’s by its URL tells none of the site’s older comments', async () => {
  const site = 'https://blog.example/comments/feed/atom/';
  shard.pages.set(urlOf('blog'), { body: wordPressAtom(recent(98, 100)) });
  await shard.tick();
  await shard.configure('blog', { url: site });
  shard.pages.set(site, { body: wordPressAtom(recent(51, 100).filter(({ number }) => number < 60 || number > 97)) });
  shard.box('blog').accepted.length = 0;
  await shard.tick();
  await shard.tick();
  expect(told().filter((line) => !line.endsWith('baseline'))).toEqual([]);
});

test('where redirects end is another address: what is dated before the last answer is held', async () => {
  await after(51, 53);
  shard.pages.set(urlOf('blog'), { body: movableType([...recent(41, 53), ...recent(122, 122)]), movedTo: ELSEWHERE });
  await shard.tick();
  expect(told().filter((line) => !line.endsWith('baseline'))).toEqual(['created 122']);
  expect(told()).toHaveLength(11);
});

test.each([
  ['www. before the host', 'https://www.blog.example/comments.atom'],
  ['https in the place of http', 'http://blog.example/comments.atom'],
  ['another query', 'https://blog.example/comments.atom?x=1'],
])('%s makes no other address', async (_case, url) => {
  await after(51, 53);
  await shard.configure('blog', { url });
  shard.pages.set(url, { body: movableType(recent(51, 54)) });
  await shard.tick();
  expect(told()).toEqual(['created 54']);
});

test('at the same address a feed that names another home page, with nothing known, is lost, and tells nothing', async () => {
  await after(51, 53);
  shard.pages.set(urlOf('blog'), {
    body: movableType(recent(71, 73)).replaceAll('https://blog.example/archives', 'https://casino.example/archives'),
  });
  for (let tick = 0; tick < 3; tick++) await shard.tick();
  expect(told()).toEqual([]);
  const [row] = await shard.sql<{ trouble: string }>('SELECT trouble FROM feed');
  expect(row?.trouble).toBe('lost');
  shard.pages.set(urlOf('blog'), { body: movableType(recent(51, 54)) });
  await shard.tick({ minutes: 30 });
  await shard.tick();
  expect(told()).toEqual(['created 54']);
});

test('a baseline that broke off at one URL counts for nothing at another, nor at that one again', async () => {
  shard.pages.set(urlOf('blog'), { body: movableType(recent(51, 53)) });
  shard.parts = {
    enqueue: async () => {
      shard.process.dieAfter(0);
      throw new Error('The process dies.');
    },
  };
  await shard.tick().catch(() => {});
  shard.process.revive();
  shard.restart();
  shard.parts = {};
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  expect(row?.head).toMatch(/"begun":"/);
  shard.pages.set(ELSEWHERE, { body: movableType(recent(54, 56)) });
  await shard.configure('blog', { url: ELSEWHERE });
  await shard.tick();
  await shard.configure('blog');
  await shard.tick();
  expect(told()).toEqual(expect.arrayContaining([51, 52, 53].map((number) => `created ${number} baseline`)));
});
