import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { comments, movableType, type Said } from '../support/feeds.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';
import { leave, type Left, PLACES } from './version-1/left.ts';
import begun from './version-1/begun.json';
import elsewhere from './version-1/begun-elsewhere.json';
import failing from './version-1/failing.json';
import plain from './version-1/plain.json';
import window from './version-1/window.json';

// Version 1 has left a document that knows the comments 11 to 20, all shown, but where a test says otherwise.

const URL = urlOf('blog');

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  await shard.configure('blog');
  shard.pass(60);
});

const recent = (first: number, last: number) => comments(first, last, EVENING);
const edited = (said: readonly Said[], number: number) =>
  said.map((one) => (one.number === number ? { ...one, html: '<p>Edited</p>' } : one));

/** The shard is polled while the feed holds these; gives what it told, in lines. */
async function poll(said: readonly Said[]): Promise<readonly string[]> {
  shard.box('blog').accepted.length = 0;
  shard.pages.set(URL, { body: movableType(said) });
  await shard.tick();
  return lines(shard.box('blog').accepted);
}

async function head() {
  const [row] = await shard.sql<{ head: string }>('SELECT head FROM feed');
  return JSON.parse(row?.head ?? 'null') as { version: number; watch: object };
}

async function knownCount(): Promise<number> {
  const [row] = await shard.sql<{ count: number }>('SELECT json_array_length(known) AS count FROM feed');
  return row?.count ?? 0;
}

describe.each(PLACES)('a document of version 1 in %s', (place) => {
  const left = (document: Left) => leave(shard, document, place);

  test('tells in its first whole answer what stands above the comments that it knew, and holds what is below', async () => {
    await left(plain);
    expect(await poll(recent(5, 22))).toEqual([
      ...recent(5, 10).map(({ number }) => `created ${number} baseline`),
      'created 21',
      'created 22',
    ]);
    expect(await poll(recent(5, 23))).toEqual(['created 23']);
  });

  test('that knew nothing: the feed was empty, and all that comes is news', async () => {
    await left({ head: { ...plain.head, window: 0, serial: null, lastNews: null }, known: [] });
    expect(await poll(recent(21, 22))).toEqual(['created 21', 'created 22']);
  });

  test('is one of version 2 then, with edge, direction, times and the answer’s address, in SEEN too', async () => {
    await left(plain);
    await poll(recent(11, 21));
    const watch = {
      since: '2026-11-02T00:00:00.000Z',
      whole: { count: 11 },
      direction: 'oldest-first',
      edge: { time: new Date(EVENING + 11 * 60_000).toISOString() },
      migrated: false,
      addresses: [{}],
    };
    expect(await head()).toMatchObject({ version: 2, watch });
    const seen = JSON.parse((await env.SEEN.get('blog')) ?? 'null') as { known: readonly unknown[][] };
    expect(seen).toMatchObject({ version: 2, watch });
    expect(seen.known.map((one) => one[4])).toEqual(recent(11, 21).map(({ number }) => EVENING + number * 60_000));
  });

  test('finds what was edited while it was upgraded, and what is edited later, under the ids that it gave', async () => {
    await left(plain);
    expect(await poll(edited(recent(11, 20), 15))).toEqual(['updated 15']);
    expect(shard.box('blog').accepted[0]?.key).toBe('tag:blog.example,2026://1.77-comment:15');
    expect(await poll(edited(edited(recent(11, 20), 15), 12))).toEqual(['updated 12']);
    expect(await poll(edited(recent(11, 20), 12))).toEqual(['updated 15']);
  });

  test('whose window had rolled on tells neither again nor anew what was known of before', async () => {
    await left(window);
    expect(await poll(recent(16, 25))).toEqual(['created 24', 'created 25']);
    // Three are deleted: those slide in that stood there before.
    expect(await poll(recent(11, 22))).toEqual([]);
  });

  test('that knows a thousand more is read whole, and forgets those first of which it knows least', async () => {
    const many = Array.from({ length: 1200 }, (_, at) => [`old-${at}`, null, 'x'] as const);
    await left({ head: plain.head, known: [...many, ...plain.known] });
    expect(await poll(recent(11, 21))).toEqual(['created 21']);
    expect(await knownCount()).toBe(1000);
    expect(await poll(recent(12, 22))).toEqual(['created 22']);
  });

  test('whose ids all change with the upgrade tells only what has come', async () => {
    await left(plain);
    shard.pages.set(URL, {
      body: movableType(recent(11, 21)).replaceAll('2026://1.77-comment', '2026://2.88-comment'),
    });
    await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['created 21']);
  });

  test('of which older pages are read does not hold, tell or remember them', async () => {
    await left(plain);
    const next = `${URL}?page=2`;
    shard.pages.set(next, { body: movableType(recent(1, 10)) });
    shard.pages.set(URL, {
      body: movableType(recent(11, 21)).replace('<generator', `<link rel="next" href="${next}"/><generator`),
    });
    await shard.tick();
    await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['created 21']);
    expect(await knownCount()).toBe(11);
  });

  test('is migrated by the first answer that can be read', async () => {
    await left(plain);
    for (const page of [{ status: 500 }, { body: movableType([]) }]) {
      shard.pages.set(URL, page);
      await shard.tick({ minutes: 30 });
    }
    shard.pages.set(URL, { body: movableType(recent(5, 22)) });
    for (let tick = 0; tick < 6; tick++) await shard.tick();
    expect(lines(shard.box('blog').accepted).filter((line) => !line.endsWith('baseline'))).toEqual([
      'created 21',
      'created 22',
    ]);
  });

  test('of a feed that failed, and of which that was told, tells that it is whole again', async () => {
    shard.pass(30 * 60);
    await left(failing);
    shard.pages.set(URL, { body: movableType(recent(11, 21)) });
    for (let tick = 0; tick < 8 * 12; tick++) await shard.tick();
    expect(lines(shard.box('blog').accepted)).toEqual(['feed.recovered', 'created 21']);
    expect(shard.box('blog').accepted[0]?.event.data).toMatchObject({ since: '2026-11-02T00:15:00.000Z' });
  });

  test('whose first poll no Outbox had accepted begins its watch', async () => {
    await left(begun);
    expect(await poll(recent(11, 21))).toEqual([
      'feed.watching',
      ...recent(11, 21).map(({ number }) => `created ${number} baseline`),
    ]);
    expect(await poll(recent(11, 22))).toEqual(['created 22']);
  });

  test('whose first poll at another URL no Outbox had accepted tells what has come there since', async () => {
    await left(elsewhere);
    expect(await poll(recent(11, 22))).toEqual(['created 21', 'created 22']);
    expect(await poll(recent(11, 23))).toEqual(['created 23']);
  });
});
