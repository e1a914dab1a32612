import { env } from 'cloudflare:test';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { pollerOf } from '../../worker/tick.ts';
import { shardOf } from '../../worker/shards.ts';
import { emptyKv, Shard } from '../support/shard.ts';
import { call } from './answers.ts';
import { operationsOf } from '../../worker/admin/operations/operations-of.ts';
import { ask, bearer, ORIGIN, vars } from './asking.ts';

const SHARDS = 128;

/** Name of a feed that moves with both doublings. */
function movingName(): string {
  for (;;) {
    const name = `f-${crypto.randomUUID()}`;
    if (shardOf(name, SHARDS) >= 96) return name;
  }
}

const shardAt = (name: string, shards: number) => new Shard(`shard-${shardOf(name, shards)}`);

/** A feed that was polled before there was any growth, and of which SEEN knows nothing. */
async function watched(): Promise<string> {
  const name = movingName();
  const shard = shardAt(name, 32);
  await shard.configure(name);
  shard.serve(name, 3);
  await shard.tick({ names: [name] });
  await env.SEEN.delete(name);
  return name;
}

/** The comments that the shard tells which has the feed now, where one more has come. */
async function toldNow(name: string): Promise<readonly string[]> {
  const shard = shardAt(name, SHARDS);
  shard.pass(10);
  shard.serve(name, 4);
  await shard.tick({ names: [name], shards: SHARDS });
  return shard.told(name);
}

const before = Promise.all([watched(), watched(), watched(), watched(), watched()]);

beforeAll(async () => {
  await before;
  await pollerOf(env, 0).growShards(SHARDS);
});

afterEach(emptyKv);

test('right after growth a feed is found with what is remembered of it, by its name and in the list', async () => {
  const [name] = await before;
  await env.CONFIG.put(`feed:${name}`, `https://${name}.example/comments.atom`);
  expect((await call('GET', `/api/feeds/${name}`)).body).toMatchObject({ name, state: 'ok' });
  const { body } = await call('GET', '/api/feeds');
  expect(body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name, state: 'ok' })]) });
});

test('a value that is written right after growth reaches the shard that has the feed then', async () => {
  const [, name] = await before;
  const url = `https://${name}.example/comments.atom`;
  expect((await call('PUT', `/api/feeds/${name}`, { url, to: name })).status).toBe(200);
  expect(await toldNow(name)).toEqual(['comment.created']);
});

test('a feed that is renamed right after growth goes on under its new name', async () => {
  const [, , name] = await before;
  const to = movingName();
  const url = `https://${to}.example/comments.atom`;
  expect((await call('PUT', `/api/feeds/${name}`, { url: `https://${name}.example/comments.atom`, to })).status).toBe(
    200,
  );
  expect((await call('POST', `/api/feeds/${name}/rename`, { to })).body).toMatchObject({ name: to });
  expect((await call('PUT', `/api/feeds/${to}`, { url, to })).status).toBe(200);
  expect((await call('GET', `/api/feeds/${to}`)).body).toMatchObject({ name: to, state: 'ok' });
  expect((await call('GET', `/api/feeds/${name}`)).status).toBe(404);
});

test('a feed that is reset right after growth begins anew, and not from what the shard before remembers', async () => {
  const [, , , name] = await before;
  await env.CONFIG.put(`feed:${name}`, `https://${name}.example/comments.atom`);
  expect((await call('POST', `/api/feeds/${name}/reset`)).status).toBe(200);
  await env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: `https://${name}.example/comments.atom`, to: name }));
  expect(await toldNow(name)).toEqual(['feed.watching']);
});

/** Number of feeds that the overview counts. */
async function counted(): Promise<number> {
  const given = { role: 'owner', now: Date.now, origin: ORIGIN, waitUntil: () => {} } as const;
  const overview = await operationsOf({ ...env, ...vars }, given).overview();
  if (!overview.ok) throw new Error('no overview');
  return Object.values(overview.value.feeds).reduce((sum, count) => sum + count, 0);
}

test('until its new shard has taken it over a feed is counted and listed once, by the API and the pages', async () => {
  const [, , , , name] = await before;
  const others = await counted();
  await env.CONFIG.put(`feed:${name}`, `https://${name}.example/comments.atom`);
  expect(await counted()).toBe(others + 1);
  expect((await call('GET', `/api/feeds?q=${name}`)).body).toMatchObject({ items: [{ name }], next: null });
  const list = await (await ask(`/?q=${name}`, { headers: bearer() })).text();
  expect(list.split(`href="/feeds/${name}"`)).toHaveLength(2);
  // Who asks for the feed itself has it moved.
  expect((await ask(`/feeds/${name}`, { headers: bearer() })).status).toBe(200);
  expect((await call('GET', `/api/feeds?q=${name}`)).body).toMatchObject({
    items: [{ name, state: 'ok' }],
    next: null,
  });
  expect(await counted()).toBe(others + 1);
});
