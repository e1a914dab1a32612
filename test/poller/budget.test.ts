import { beforeEach, expect, test, vi } from 'vitest';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

const DAY = 24 * 60;

let shard: Shard;
let puts: string[];
const logged = vi.spyOn(console, 'log');

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  puts = [];
  shard.parts = { seen: kvWith({ put: async (key: string) => void puts.push(key) }) };
  logged.mockClear();
});

const spent = () => logged.mock.calls.filter(([line]) => String(line).includes('seen.budget'));

/** Ticks a quarter of an hour apart, each with a comment more, evicted in between: all of them make SEEN due. */
async function quarters(count: number, share: number, from = 3): Promise<void> {
  for (let at = 0; at < count; at++) {
    shard.serve('blog', from + at);
    shard.restart();
    await shard.tick({ minutes: 15, share });
  }
}

test('SEEN gets as many puts a day as are the shard’s share, says so once, and gets what is due then the next day', async () => {
  await shard.configure('blog');
  await quarters(80, 5 / 900);
  expect(puts).toHaveLength(5);
  expect(spent().map(([line]) => JSON.parse(String(line)))).toEqual([{ event: 'seen.budget', puts: 5 }]);
  expect(shard.told('blog').filter((type) => type === 'comment.created')).toHaveLength(79);
  shard.pass(DAY - 80 * 15);
  await quarters(1, 5 / 900, 82);
  expect(puts).toHaveLength(6);
});

test('a shard has one put a day however small its share', async () => {
  await shard.configure('blog');
  await quarters(8, 0.0001);
  expect(puts).toHaveLength(1);
});

test('all feeds of a shard together have its share, and counting it writes no row', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `feed-${at}`);
  for (const name of names) {
    await shard.configure(name);
    shard.serve(name, 2);
  }
  await shard.tick({ share: 5 / 900 });
  expect(puts).toHaveLength(5);
  const rows = await shard.written();
  shard.restart();
  await shard.tick({ share: 5 / 900 });
  expect(puts).toHaveLength(5);
  expect(await shard.written()).toBe(rows);
  shard.restart();
  await shard.tick();
  expect(puts).toHaveLength(12);
});
