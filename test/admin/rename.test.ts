import { env } from 'cloudflare:test';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { contextOf } from '../../worker/admin/operations/context.ts';
import { renaming } from '../../worker/admin/operations/rename-feed.ts';
import { created } from '../support/outbox.ts';
import { FIRST_SHARDS, shardOf } from '../../worker/shards.ts';
import { pollerOf } from '../../worker/tick.ts';
import { emptyKv, kvWith } from '../support/shard.ts';
import { call } from './answers.ts';
import { ORIGIN, vars } from './asking.ts';

const URL = 'https://blog.example/comments.atom';
const fresh = (prefix = 'f') => `${prefix}-${crypto.randomUUID()}`;
const value = async (name: string) => JSON.parse((await env.CONFIG.get(`feed:${name}`)) ?? 'null');

afterEach(emptyKv);

/** A feed with a message in its destination's log. */
async function watched(): Promise<{ readonly from: string; readonly to: string; readonly destination: string }> {
  const [from, to, destination] = [fresh('from'), fresh('to'), fresh('d')];
  await env.CONFIG.put(`destination:${destination}`, 'https://hooks.slack.com/services/T0/B0/x');
  await call('PUT', `/api/feeds/${from}`, { url: URL, to: destination });
  await env.OUTBOX.getByName(destination).enqueue([created('a', from, 'c1', 'baseline')]);
  return { from, to, destination };
}

async function ended(): Promise<never> {
  throw new Error('the isolate is gone');
}

/** The operation where `stop` says at which write into CONFIG everything ends. */
function renamed(from: string, to: string, stop: (write: number) => boolean) {
  let writes = 0;
  const step = <T extends readonly unknown[]>(act: (...given: T) => Promise<void>) => {
    return (...given: T) => (stop(++writes) ? ended() : act(...given));
  };
  const CONFIG = kvWith(
    {
      put: step((key: string, text: string, options: KVNamespacePutOptions) => env.CONFIG.put(key, text, options)),
      delete: step((key: string) => env.CONFIG.delete(key)),
    },
    env.CONFIG,
  );
  const context = contextOf(
    { ...env, ...vars, CONFIG },
    {
      now: Date.now,
      origin: ORIGIN,
      waitUntil: () => {},
      role: 'owner',
    },
  );
  return renaming(context).renameFeed(from, to);
}

const rename = async (name: string, body: object) => (await call('POST', `/api/feeds/${name}/rename`, body)).status;

describe('POST /api/feeds/:name/rename', () => {
  test('gives the feed its new name, in the configuration and in its destinations’ logs', async () => {
    const { from, to, destination } = await watched();
    const { status, body } = await call('POST', `/api/feeds/${from}/rename`, { to });
    expect([status, body]).toMatchObject([200, { name: to, config: { url: URL, to: destination }, state: 'new' }]);
    expect([await value(from), await value(to)]).toEqual([null, { url: URL, to: destination }]);
    expect((await call('GET', `/api/feeds/${from}`)).status).toBe(404);
    expect((await call('GET', `/api/feeds/${to}/comments`)).body).toMatchObject({ items: [{ id: 'a' }] });
  });

  test('is one at a time: of two to different names, one feed comes', async () => {
    const { from, to } = await watched();
    const names = [to, fresh('other')];
    const answers = await Promise.all(names.map((name) => call('POST', `/api/feeds/${from}/rename`, { to: name })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const values = await Promise.all([from, ...names].map(value));
    expect(values.filter((one) => one !== null)).toHaveLength(1);
  });

  test('keeps a paused feed paused', async () => {
    const { from, to } = await watched();
    await call('PUT', `/api/feeds/${from}`, { url: URL, paused: true });
    expect((await call('POST', `/api/feeds/${from}/rename`, { to })).body).toMatchObject({ state: 'paused' });
    expect(await value(to)).toEqual({ url: URL, paused: true });
  });

  test('refuses a name that is taken, is none, or a feed that is not there', async () => {
    const { from, to } = await watched();
    await call('PUT', `/api/feeds/${to}`, URL);
    expect(await rename(from, { to })).toBe(409);
    expect(await rename(from, { to: 'A b' })).toBe(422);
    expect(await rename(from, {})).toBe(422);
    expect(await rename(fresh(), { to: fresh() })).toBe(404);
    expect(await rename(from, { to: from })).toBe(200);
    expect(await value(from)).toMatchObject({ url: URL });
  });

  // KV is tried twice for each write.
  test.each([1, 2, 3])(
    'that ends at its write %d leaves one of the two polled at most, and can be done again',
    async (last) => {
      const { from, to, destination } = await watched();
      expect(await renamed(from, to, (write) => write >= last)).toMatchObject({ ok: false, status: 503 });
      const both = [await value(from), await value(to)];
      const polled = both.filter((one) => one !== null && one.paused !== true);
      expect(polled.length).toBeLessThanOrEqual(1);
      expect(both.some((one) => one !== null)).toBe(true);
      const again = await call('POST', `/api/feeds/${from}/rename`, { to });
      expect(again.body).toMatchObject({ name: to, config: { url: URL, to: destination }, state: 'new' });
      expect([await value(from), await value(to)]).toEqual([null, { url: URL, to: destination }]);
      expect((await call('GET', `/api/feeds/${to}/comments`)).body).toMatchObject({ items: [{ id: 'a' }] });
    },
  );
});

describe('POST /api/feeds/:name/resume and /reset', () => {
  test.each([true, false])('with deliver %j takes the pause away', async (deliver) => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, { url: URL, paused: true });
    expect((await call('POST', `/api/feeds/${name}/resume`, { deliver })).body).toMatchObject({ state: 'new' });
    expect(await value(name)).toEqual({ url: URL });
    expect((await call('POST', `/api/feeds/${name}/resume`, {})).status).toBe(422);
    expect((await call('POST', `/api/feeds/${fresh()}/resume`, { deliver })).status).toBe(404);
  });

  test('of a feed that is not paused changes nothing: no comment that comes next is held', async () => {
    const name = fresh();
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 500 }));
    await call('PUT', `/api/feeds/${name}`, URL);
    await call('POST', `/api/feeds/${name}/poll`);
    const remembered = () => pollerOf(env, shardOf(name, FIRST_SHARDS)).copyFeed(name);
    const before = await remembered();
    expect((await call('POST', `/api/feeds/${name}/resume`, { deliver: false })).status).toBe(200);
    expect(before).not.toBe(null);
    expect(await remembered()).toEqual(before);
    vi.restoreAllMocks();
  });

  test('forgets what is remembered, and gives the feed', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, URL);
    expect((await call('POST', `/api/feeds/${name}/reset`)).body).toMatchObject({ name, state: 'new' });
    expect((await call('POST', `/api/feeds/${fresh()}/reset`)).status).toBe(404);
  });
});

describe('POST /api/feeds/:name/poll', () => {
  test('gives the outcome with a reason in words', async () => {
    const name = fresh();
    await call('PUT', `/api/feeds/${name}`, { url: URL, paused: true });
    const { status, body } = await call('POST', `/api/feeds/${name}/poll`);
    expect([status, body]).toMatchObject([200, { outcome: 'paused', comments: null }]);
    expect((await call('POST', `/api/feeds/${fresh()}/poll`)).status).toBe(404);
  });
});
