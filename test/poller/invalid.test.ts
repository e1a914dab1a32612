import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

let shard: Shard;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
});

const iso = (instant: number) => new Date(instant).toISOString();
const events = (name: string) => shard.box(name).accepted.map(({ event, feed }) => [feed, event]);

describe('a value in CONFIG that is wrong', () => {
  const reason = expect.stringContaining('unknown');

  beforeEach(async () => {
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    await env.CONFIG.put('destination:broken', '{ "urrl": 1 }');
    await shard.configure('blog', { evry: '5m' });
  });

  test('is told once, to every destination that is valid, and again when something else is wrong', async () => {
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    const first = {
      type: 'config.invalid',
      data: { key: 'feed:blog', field: 'evry', reason, keys: ['feed:blog'], since: iso(shard.now(-20)) },
    };
    expect(events('default')).toEqual([['', expect.objectContaining(first)]]);
    expect(shard.box('default').offered).toHaveLength(1);
    expect(events('broken')).toEqual([]);
    await shard.configure('blog', { bakfill: 3 });
    for (let tick = 0; tick < 4; tick++) await shard.tick();
    expect(shard.box('default').offered).toHaveLength(2);
  });

  test('is told later where nobody could be told', async () => {
    shard.parts = {
      config: kvWith({ list: async () => Promise.reject(new Error('429')) }, env.CONFIG),
    };
    await shard.tick();
    shard.parts = {};
    await shard.tick();
    expect(events('default')).toHaveLength(1);
  });

  test('is told to whoever comes, within the hour, where there was nobody', async () => {
    for (const name of ['default', 'broken']) await env.CONFIG.delete(`destination:${name}`);
    const lists: string[] = [];
    const list = (options: { prefix: string }) => (lists.push(options.prefix), env.CONFIG.list(options));
    shard.parts = { config: kvWith({ list }, env.CONFIG) };
    await shard.tick();
    const rows = await shard.written();
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(lists.length).toBeLessThanOrEqual(4);
    expect(await shard.written()).toBe(rows);
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    for (let tick = 0; tick < 24; tick++) await shard.tick();
    expect(events('default')).toHaveLength(1);
  });

  test('is polled as soon as it is right', async () => {
    await shard.tick();
    await shard.configure('blog');
    shard.serve('blog', 2);
    await shard.tick();
    expect(shard.asked('blog')).toBe(1);
  });
});

const HOUR = 60;
const names = (count: number) => Array.from({ length: count }, (_, at) => `f${String(at).padStart(2, '0')}`);
const lacking = (name: string) => shard.configure(name, { auth: 'secret:NOPE' });
const told = (name = 'default') => shard.box(name).accepted;
const slack = (name = 'default') => env.CONFIG.put(`destination:${name}`, 'https://hooks.slack.com/services/T0/B0/x');

describe('values that are wrong for one cause', () => {
  const lists: string[] = [];
  const counting = () => ({
    config: kvWith(
      { list: (options: { prefix: string }) => (lists.push(options.prefix), env.CONFIG.list(options)) },
      env.CONFIG,
    ),
  });

  beforeEach(() => {
    lists.length = 0;
  });

  test('are one message, which names fifty of them at most', async () => {
    await slack();
    for (const name of names(60)) await lacking(name);
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect(told().map(({ event }) => event)).toEqual([
      {
        type: 'config.invalid',
        timestamp: iso(shard.now(-15)),
        data: {
          key: 'feed:f00',
          field: 'auth',
          reason: expect.stringContaining('NOPE'),
          keys: names(50).map((name) => `feed:${name}`),
          since: iso(shard.now(-15)),
        },
      },
    ]);
  });

  test('are told by one list at most in an hour where nobody can be told', async () => {
    for (const name of names(60)) await lacking(name);
    shard.parts = counting();
    for (let minute = 0; minute < 24 * HOUR; minute += 5) {
      if (minute % 20 === 0) shard.restart();
      await shard.tick({ names: names(60) });
    }
    expect(lists.length).toBeLessThanOrEqual(24 + 1);
  });

  test('cost one list and nothing more once they are told', async () => {
    await slack();
    for (const name of names(60)) await lacking(name);
    shard.parts = counting();
    await shard.tick();
    const rows = await shard.written();
    for (let minute = 0; minute < 3 * HOUR; minute += 5) {
      shard.restart();
      await shard.tick({ names: names(60) });
    }
    expect(lists).toEqual(['destination:']);
    expect(await shard.written()).toBe(rows);
    expect(told()).toHaveLength(1);
  });

  test('are owed to an Outbox that refuses, and to that alone, without another list', async () => {
    for (const name of ['default', 'team']) await slack(name);
    for (const name of names(20)) await lacking(name);
    shard.parts = {
      ...counting(),
      enqueue: async (name, offers) => {
        if (name === 'team') throw new Error('it refuses');
        return shard.box(name).enqueue(offers);
      },
    };
    for (let minute = 0; minute < 3 * HOUR; minute += 5) {
      shard.restart();
      await shard.tick({ names: names(20) });
    }
    expect(lists).toEqual(['destination:']);
    shard.parts = {};
    await shard.tick();
    expect([told('team').length, shard.box('default').offered.length]).toEqual([1, 1]);
  });

  test('are not told again when one more has it, but when it comes back another day', async () => {
    await slack();
    for (const name of names(2)) await lacking(name);
    await shard.tick();
    await lacking('f02');
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect(shard.box('default').offered).toHaveLength(1);
    for (const name of names(3)) await shard.configure(name);
    await shard.tick({ minutes: 24 * HOUR });
    await lacking('f01');
    await shard.tick();
    expect(told().filter(({ event }) => event.type === 'config.invalid')).toHaveLength(2);
  });

  test('are one message where two shards see it on the same day', async () => {
    await slack();
    await lacking('f00');
    await shard.tick();
    const other = new Shard();
    other.pass(7 * HOUR);
    await lacking('f99');
    await other.tick({ names: ['f99'] });
    expect(other.box('default').offered[0]?.key).toBe(shard.box('default').offered[0]?.key);
  });

  test('that a version before has told are not told again', async () => {
    await slack();
    await lacking('f00');
    await shard.tick();
    const [cause] = await shard.sql<{ digest: string }>('SELECT digest FROM cause');
    await shard.sql('UPDATE feed SET invalid = ?', `${cause?.digest} 2026-10-01T00:00:00.000Z told`);
    await shard.sql('DELETE FROM cause');
    shard.box('default').offered.length = 0;
    for (let tick = 0; tick < 3; tick++) await shard.tick();
    expect(shard.box('default').offered).toEqual([]);
  });
});
