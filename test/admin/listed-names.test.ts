import { env } from 'cloudflare:test';
import { afterEach, expect, test } from 'vitest';
import { listedNames } from '../../worker/admin/operations/listed-names.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';

const NOW = Date.parse('2026-11-02T00:00:00Z');
const MINUTE = 60_000;

/** CONFIG with a count of its lists; `isDown`: it answers none. */
function counted(isDown = () => false): { readonly kv: KVNamespace; readonly lists: () => number } {
  let lists = 0;
  const kv = new Proxy(env.CONFIG, {
    get: (target, method: keyof KVNamespace) => {
      if (method !== 'list') return target[method].bind(target);
      return (options: KVNamespaceListOptions) => {
        lists += 1;
        if (isDown()) throw new Error('down');
        return target.list(options);
      };
    },
  });
  return { kv, lists: () => lists };
}

/** Fails a test in which work goes on behind an answer. */
function never(): void {
  throw new Error('nothing goes on behind this answer');
}

/** Puts so many feeds with this prefix into CONFIG. */
async function putFeeds(prefix: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += 100) {
    const numbers = Array.from({ length: Math.min(100, count - first) }, (_, at) => first + at);
    await Promise.all(numbers.map((at) => env.CONFIG.put(`feed:${prefix}-${at}`, 'https://blog.example/')));
  }
}

afterEach(emptyKv);

test('names of several lists are kept for a minute, by prefix', async () => {
  const prefix = crypto.randomUUID().slice(0, 8);
  await putFeeds(prefix, 1_001);
  const { kv, lists } = counted();
  expect(await listedNames(kv, `feed:${prefix}`, NOW, never)).toHaveLength(1_001);
  expect(lists()).toBe(2);
  await env.CONFIG.delete(`feed:${prefix}-7`);
  expect(await listedNames(kv, `feed:${prefix}`, NOW + MINUTE - 1, never)).toHaveLength(1_001);
  expect(await listedNames(kv, `feed:${prefix}-1`, NOW, never)).toHaveLength(112);
  expect(lists()).toBe(3);
});

test('names that are older than a minute are listed anew behind the answer, once, and those older than five before it', async () => {
  const prefix = crypto.randomUUID().slice(0, 8);
  await putFeeds(prefix, 1_002);
  const { kv, lists } = counted();
  await listedNames(kv, `feed:${prefix}`, NOW, never);
  await env.CONFIG.delete(`feed:${prefix}-7`);
  const behind: Promise<unknown>[] = [];
  const at = NOW + 5 * MINUTE - 1;
  expect(await listedNames(kv, `feed:${prefix}`, at, (work) => behind.push(work))).toHaveLength(1_002);
  expect(await listedNames(kv, `feed:${prefix}`, at, never)).toHaveLength(1_002);
  await Promise.all(behind);
  expect(await listedNames(kv, `feed:${prefix}`, at + MINUTE - 1, never)).toHaveLength(1_001);
  expect(lists()).toBe(4);
  await env.CONFIG.delete(`feed:${prefix}-8`);
  expect(await listedNames(kv, `feed:${prefix}`, at + 5 * MINUTE, never)).toHaveLength(1_000);
  expect(await listedNames(kv, `feed:${prefix}`, at + 5 * MINUTE, never)).toHaveLength(1_000);
  expect(lists()).toBe(6);
});

test('names of one list are asked for each time', async () => {
  const { kv, lists } = counted();
  expect(await listedNames(kv, 'feed:', NOW, never)).toEqual([]);
  await env.CONFIG.put('feed:blog', 'https://blog.example/');
  expect(await listedNames(kv, 'feed:', NOW, never)).toEqual(['blog']);
  expect(lists()).toBe(2);
});

test('names are not known where KV does not answer, which is not kept', async () => {
  const prefix = crypto.randomUUID().slice(0, 8);
  await putFeeds(prefix, 1_001);
  let isDown = true;
  const { kv } = counted(() => isDown);
  expect(await listedNames(kv, `feed:${prefix}`, NOW, never)).toBeNull();
  isDown = false;
  expect(await listedNames(kv, `feed:${prefix}`, NOW, never)).toHaveLength(1_001);
});

test('a feed that is added or deleted through the API is listed so at once, though names are kept', async () => {
  const prefix = crypto.randomUUID().slice(0, 8);
  await putFeeds(prefix, 1_001);
  const names = async () => {
    const { items } = (await call('GET', `/api/feeds?limit=3&after=${prefix}-99`)).body as {
      items: { name: string }[];
    };
    return items.map(({ name }) => name);
  };
  expect(await names()).toEqual([`${prefix}-990`, `${prefix}-991`, `${prefix}-992`]);
  await call('PUT', `/api/feeds/${prefix}-990-b`, 'https://blog.example/');
  await call('DELETE', `/api/feeds/${prefix}-991`);
  expect(await names()).toEqual([`${prefix}-990`, `${prefix}-990-b`, `${prefix}-992`]);
});
