import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType } from '../support/feeds.ts';
import type { Page } from '../support/scripted-web.ts';
import { emptyKv, EVENING, kvWith, Shard, urlOf } from '../support/shard.ts';

const TICKS_A_DAY = 288;

let shard: Shard;
let puts: string[];

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  puts = [];
  shard.parts = { seen: kvWith({ put: async (key: string) => void puts.push(key) }) };
  await shard.configure('blog');
});

const body = (said = comments(1, 5, EVENING)) => movableType(said);
const told = () => lines(shard.box('blog').accepted).slice(6);

type Written = { readonly rows: number; readonly documents: number; readonly puts: number };

/** Ticks for a day, evicted now and then; `pageAt` gives what is served at each. Gives what was written. */
async function day(pageAt: (tick: number) => Page): Promise<Written> {
  const [rows, before] = [await shard.written(), puts.length];
  let [documents, last] = [0, await changedAt()];
  for (let tick = 0; tick < TICKS_A_DAY; tick++) {
    if (tick % 7 === 0) shard.restart();
    shard.pages.set(urlOf('blog'), pageAt(tick));
    await shard.tick();
    const changed = await changedAt();
    if (changed !== last) documents += 1;
    last = changed;
  }
  return { rows: (await shard.written()) - rows, documents, puts: puts.length - before };
}

async function changedAt(): Promise<number | null> {
  const [row] = await shard.sql<{ changed_at: number }>('SELECT changed_at FROM feed');
  return row?.changed_at ?? null;
}

/** Hourly, and for the look-back. */
const DOCUMENTS_A_DAY = 24 + 1;

describe('a day without news', () => {
  beforeEach(async () => {
    shard.pages.set(urlOf('blog'), { body: body() });
    await shard.tick();
  });

  test.each<[string, (tick: number) => Page]>([
    [
      '<updated> is another one each time',
      (tick) => ({ body: body().replace('14:51:51Z', `14:${10 + (tick % 50)}:${10 + Math.floor(tick / 6)}Z`) }),
    ],
    ['the title counts', (tick) => ({ body: body().replace('<title>Comments', `<title>(${tick} online) Comments`) })],
    ['max-age counts down', (tick) => ({ body: body(), maxAge: [600, 200, 420][tick % 3] ?? 0 })],
    ['the ETag is another one each time', (tick) => ({ body: `${body()}${' '.repeat(tick)}`, etag: `"${tick}"` })],
  ])('where %s puts nothing and writes a row an hour', async (_case, pageAt) => {
    const written = await day(pageAt);
    expect({ puts: written.puts, offers: shard.box('blog').offered.length }).toEqual({ puts: 0, offers: 6 });
    expect(written.documents).toBeLessThanOrEqual(DOCUMENTS_A_DAY);
    expect(written.documents).toBeGreaterThan(pageAt(0).maxAge === undefined ? 20 : 2);
    // And that the cron runs; CONFIG is looked at by the clock where not each tick polls.
    const looks = pageAt(0).maxAge === undefined ? 0 : 4 * 24;
    expect(written.rows).toBeLessThanOrEqual(written.documents + 1 + looks);
  });

  test.each<[string, Page]>([
    ['its server says 304', { body: body(), etag: '"same"' }],
    ['it is the same to the byte', { body: body() }],
  ])('where %s writes that it was read, once', async (_case, page) => {
    shard.pages.set(urlOf('blog'), page);
    await shard.tick();
    const { rows, puts: count } = await day(() => page);
    expect(count).toBe(0);
    expect(rows).toBeLessThanOrEqual(3);
    const [row] = await shard.sql<{ at: string }>("SELECT json_extract(head, '$.watch.whole.at') AS at FROM feed");
    expect(Date.parse(row?.at ?? '')).toBeGreaterThan(shard.now() - 25 * 60 * 60_000);
  });
});

test('that comments vanish is written at once, and put with the next that is learned', async () => {
  shard.pages.set(urlOf('blog'), { body: body() });
  await shard.tick();
  const before = puts.length;
  const [shown] = [await shownCount()];
  shard.pages.set(urlOf('blog'), { body: body(comments(1, 5, EVENING).filter(({ number }) => number !== 4)) });
  await shard.tick();
  expect(await shownCount()).toBe(shown - 1);
  await shard.tick({ minutes: 30 });
  expect(puts).toHaveLength(before);
  shard.pages.set(urlOf('blog'), { body: body(comments(1, 6, EVENING)) });
  await shard.tick();
  expect(puts).toHaveLength(before + 1);
});

async function shownCount(): Promise<number> {
  const [row] = await shard.sql<{ known: string }>('SELECT known FROM feed');
  const known = JSON.parse(row?.known ?? '[]') as readonly (readonly unknown[])[];
  return known.filter((one) => (Number(one[6]) & 2) !== 0).length;
}

test('a text that says something else at every poll is told ten times, then no more, writes hourly, and is told when it stands', async () => {
  shard.pages.set(urlOf('blog'), { body: body() });
  await shard.tick();
  const ago = (tick: number): Page => ({
    body: body(
      comments(1, 5, EVENING).map((one) => (one.number === 3 ? { ...one, html: `<p>${tick} polls ago</p>` } : one)),
    ),
  });
  for (let tick = 0; tick < 20; tick++) {
    shard.pages.set(urlOf('blog'), ago(tick));
    await shard.tick();
  }
  expect(told()).toEqual(Array.from({ length: 10 }, () => 'updated 3'));
  await shard.tick({ minutes: 15 });
  await shard.tick();
  const written = await day((tick) => ago(20 + tick));
  expect(told()).toHaveLength(10);
  // Of the ten that were told the last ones were still to be put.
  expect(written.puts).toBeLessThanOrEqual(1);
  expect(written.rows).toBeLessThanOrEqual(DOCUMENTS_A_DAY + 1);
  await day(() => ago(7));
  await day(() => ago(7));
  expect(told()).toHaveLength(11);
  expect(shard.box('blog').texts()[3]).toBe('7 polls ago');
});

test('comments all day long are put four times a quarter of an hour apart, and ever more rarely from then on', async () => {
  shard.pages.set(urlOf('blog'), { body: body() });
  await shard.tick();
  const { puts: count } = await day((tick) => ({ body: body(comments(1, 6 + tick, EVENING)) }));
  // Two days of KV's are touched.
  expect(count).toBeLessThanOrEqual(4 + 4 + 4);
  expect(count).toBeGreaterThanOrEqual(4 + 3);
  expect(told()).toHaveLength(288);
});
