import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const happenings = (name: string) => shard.box(name).accepted.map(({ happening, feed }) => [feed, happening]);

describe('a value in CONFIG that is wrong', () => {
  const reason = expect.stringContaining('unknown');

  beforeEach(async () => {
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    await env.CONFIG.put('destination:broken', '{ "urrl": 1 }');
    await shard.configure('blog', { evry: '5m' });
  });

  test('is told once, to every destination that is valid, and again when something else is wrong', async () => {
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    const first = { type: 'config.invalid', data: { key: 'feed:blog', field: 'evry', reason } };
    expect(happenings('default')).toEqual([['', expect.objectContaining(first)]]);
    expect(shard.box('default').offered).toHaveLength(1);
    expect(happenings('broken')).toEqual([]);
    await shard.configure('blog', { bakfill: 3 });
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(shard.box('default').offered).toHaveLength(2);
  });

  test('is told later where nobody could be told', async () => {
    shard.parts = {
      config: kvWith({ get: env.CONFIG.get.bind(env.CONFIG), list: async () => Promise.reject(new Error('429')) }),
    };
    await shard.tick();
    shard.parts = {};
    await shard.tick();
    expect(happenings('default')).toHaveLength(1);
  });

  test('is told to whoever comes, within the hour, where there was nobody', async () => {
    for (const name of ['default', 'broken']) await env.CONFIG.delete(`destination:${name}`);
    const lists: string[] = [];
    const list = (options: { prefix: string }) => (lists.push(options.prefix), env.CONFIG.list(options));
    shard.parts = { config: kvWith({ get: env.CONFIG.get.bind(env.CONFIG), list }) };
    await shard.tick();
    const rows = await shard.written();
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(lists.length).toBeLessThanOrEqual(4);
    expect(await shard.written()).toBe(rows);
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(happenings('default')).toHaveLength(1);
  });

  test('is polled as soon as it is right', async () => {
    await shard.tick();
    await shard.configure('blog');
    shard.serve('blog', 2);
    await shard.tick();
    expect(shard.asked('blog')).toBe(1);
  });
});
