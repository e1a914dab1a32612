import { beforeEach, describe, expect, test } from 'vitest';
import { lines } from '../support/box.ts';
import { emptyKv, EVENING, Shard, urlOf } from '../support/shard.ts';

// A feed of 15,000 comments, the most that are taken: its document fills several rows.

const COUNT = 15_000;

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  shard.parts = { deadline: 55_000 };
});

/** A JSON Feed, the one form in which so many are read at once; newest first, a second between them. */
function serve(last: number, edited: readonly number[] = []) {
  const items = Array.from({ length: Math.min(last, COUNT) }, (_, at) => {
    const number = last - at;
    return {
      id: `https://blog.example/kites.php#c${number}`,
      url: `https://blog.example/kites.php#c${number}`,
      content_text: edited.includes(number) ? `Edited ${number}` : `Thought ${number}`,
      date_published: new Date(EVENING - 20_000_000 + number * 1000).toISOString(),
      authors: [{ name: `Visitor ${number}` }],
    };
  });
  const version = 'https://jsonfeed.org/version/1.1';
  shard.pages.set(urlOf('blog'), { body: JSON.stringify({ version, title: 'Comments', items }) });
}

const parts = () =>
  shard.sql<{ part: number; length: number }>('SELECT part, length(value) AS length FROM known ORDER BY part');

describe('a document of 15,000 comments', () => {
  beforeEach(async () => {
    await shard.configure('blog', { to: ['one'] });
    serve(COUNT);
    await shard.tick();
    shard.box('one').accepted.length = 0;
  });

  test('is written in parts that each fit a row, and read back the same', async () => {
    const rows = await parts();
    expect(rows.length).toBeGreaterThan(2);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(512 * 1024);
    shard.restart();
    serve(COUNT, [1, 7_777, COUNT]);
    await shard.tick();
    expect(lines(shard.box('one').accepted)).toEqual(['updated 1', 'updated 7777', `updated ${COUNT}`]);
    serve(COUNT + 1, [1, 7_777, COUNT]);
    await shard.tick();
    expect(lines(shard.box('one').accepted).slice(3)).toEqual([`created ${COUNT + 1}`]);
  });

  test('has only those parts written that have changed', async () => {
    const count = (await parts()).length;
    const before = await shard.written();
    serve(COUNT, [COUNT]);
    await shard.tick();
    // The feed's row before and after the offer, its last part both times, and that SEEN was put.
    expect((await shard.written()) - before).toBeLessThanOrEqual(2 + 2 + 1);
    expect((await parts()).length).toBe(count);
  });

  test('is gone with its feed, in all its parts', async () => {
    await shard.tick({ names: [] });
    shard.pass(31 * 24 * 60);
    await shard.tick({ names: [] });
    expect(await parts()).toEqual([]);
    expect(await shard.sql('SELECT name FROM feed')).toEqual([]);
  });
});

test('of a first answer of 15,000 the newest 200 go to each of three destinations, and the rest is a number', async () => {
  const to = ['one', 'two', 'three'];
  await shard.configure('blog', { to });
  serve(COUNT);
  await shard.tick();
  for (const name of to) {
    const { offered } = shard.box(name);
    expect(offered).toHaveLength(201);
    expect(lines(offered).slice(0, 2)).toEqual(['feed.watching', `created ${COUNT - 199} baseline`]);
    expect(lines(offered).at(-1)).toBe(`created ${COUNT} baseline`);
    expect(offered[0]?.event.data).toMatchObject({ count: COUNT });
  }
  const [row] = await shard.sql<{ unlisted: number }>(
    "SELECT json_extract(head, '$.watch.unlisted') AS unlisted FROM feed",
  );
  expect(row?.unlisted).toBe(COUNT - 200);
});

test('a feed of more than that is told of as too large, and nothing of it', async () => {
  await shard.configure('blog', { to: ['one'] });
  const items = Array.from({ length: COUNT + 1 }, (_, id) => ({ id: `${id}`, content_text: 'x' }));
  shard.pages.set(urlOf('blog'), {
    body: JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Comments', items }),
  });
  for (let tick = 0; tick < 40; tick++) await shard.tick({ minutes: 60 });
  expect(shard.told('one')).toEqual(['feed.failing']);
  expect(shard.box('one').accepted[0]?.event.data).toMatchObject({
    reason: expect.stringContaining('longer than Earshot reads'),
  });
});
