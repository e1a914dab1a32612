import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyKv, kvWith, Shard } from '../support/shard.ts';

let shard: Shard;
const logged = vi.spyOn(console, 'log');
const HOUR = 60;

beforeEach(async () => {
  await emptyKv();
  shard = new Shard();
  logged.mockClear();
  await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
});

const told = (name = 'default') => shard.box(name).accepted.filter(({ event }) => event.type === 'config.invalid');
const data = () => told().map(({ event }) => event.data);
const tick = (misnamed: readonly string[] = [], destinations: readonly string[] = ['default']) =>
  shard.tick({ keys: { destinations, misnamed } });

describe('a key of CONFIG that names no feed and no destination', () => {
  test('is told once, with the prefix that was meant, and said in the log at every tick', async () => {
    for (let count = 0; count < 4; count++) await tick(['feeds:blog', 'dest:team']);
    expect(data()).toEqual([
      expect.objectContaining({ key: 'feeds:blog', field: null, reason: 'unknown prefix: did you mean "feed:"?' }),
      expect.objectContaining({ key: 'dest:team', reason: 'unknown prefix: did you mean "destination:"?' }),
    ]);
    const lines = logged.mock.calls.filter(([line]) => String(line).includes('"feeds:blog"'));
    expect(lines).toHaveLength(4);
  });

  test('is one message with others of its kind, and told again only when it has gone and comes back another day', async () => {
    await tick(['feeds:a', 'feeds:b']);
    expect(data()).toEqual([expect.objectContaining({ keys: ['feeds:a', 'feeds:b'] })]);
    await tick(['feeds:b']);
    shard.pass(24 * HOUR);
    await tick(['feeds:b']);
    expect(told()).toHaveLength(1);
    await tick();
    await tick(['feeds:b']);
    expect(told()).toHaveLength(2);
  });

  test('that may hold a credential is shortened in the message and in the log', async () => {
    await tick(['destination:https://hooks.slack.com/services/T0/B0/hunter2', 'https://x.example/?key=hunter2']);
    expect(data()).toEqual([
      expect.objectContaining({ key: 'destination:https://…', reason: expect.stringContaining('a URL belongs into') }),
      expect.objectContaining({ key: 'https://…' }),
    ]);
    expect(JSON.stringify([logged.mock.calls, shard.box('default').offered])).not.toContain('hunter2');
  });

  test('stays told while CONFIG cannot be listed', async () => {
    await tick(['feeds:a']);
    const rows = await shard.written();
    await shard.tick({ names: null });
    await tick(['feeds:a']);
    expect(await shard.written()).toBe(rows);
    expect(shard.box('default').offered).toHaveLength(1);
  });

  test('costs no list, no read and no row once it is told', async () => {
    await tick(['feeds:a']);
    await tick(['feeds:a']);
    const [asked, rows] = [[] as string[], await shard.written()];
    const list = (options: { prefix: string }) => (asked.push(options.prefix), env.CONFIG.list(options));
    const get = (keys: string[]) => (asked.push(...keys), env.CONFIG.get(keys));
    const getWithMetadata = (keys: string[]) => (asked.push(...keys), env.CONFIG.getWithMetadata(keys));
    shard.parts = { config: kvWith({ list, get, getWithMetadata }) };
    for (let count = 0; count < 24; count++) await tick(['feeds:a']);
    expect([asked, await shard.written()]).toEqual([[], rows]);
  });

  test('costs no list where nobody can be told, for the tick has made one', async () => {
    await env.CONFIG.put('destination:default', '{ "urrl": 1 }');
    const lists: string[] = [];
    const list = (options: { prefix: string }) => (lists.push(options.prefix), env.CONFIG.list(options));
    shard.parts = { config: kvWith({ list }, env.CONFIG) };
    for (let count = 0; count < 24; count++) await tick(['feeds:a']);
    expect([lists, told()]).toEqual([[], []]);
    await env.CONFIG.put('destination:default', 'https://hooks.slack.com/services/T0/B0/x');
    for (let count = 0; count < 12; count++) await tick(['feeds:a']);
    expect([lists, told().length]).toEqual([[], 1]);
  });

  test('is one of a hundred at most', async () => {
    await tick(Array.from({ length: 5_000 }, (_, at) => `feeds:${String(at).padStart(4, '0')}`));
    expect(data()).toEqual([expect.objectContaining({ key: 'feeds:0000' })]);
    const line = logged.mock.calls.map(([text]) => String(text)).find((text) => text.includes('config.invalid'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ keys: 100 });
  });
});

describe('a destination that a feed names and CONFIG does not have', () => {
  beforeEach(async () => {
    await shard.configure('blog', { to: ['default', 'nobody'] });
    await shard.configure('other', { to: 'nobody' });
    shard.serve('blog', 2);
    shard.serve('other', 2);
  });

  test('is told once, with the feeds, when it is missing from the next list too', async () => {
    await tick();
    expect(told()).toEqual([]);
    for (let count = 0; count < 4; count++) await tick();
    const reason = expect.stringContaining('CONFIG has no destination:nobody');
    const keys = ['feed:blog', 'feed:other'];
    expect(data()).toEqual([expect.objectContaining({ key: 'feed:blog', field: 'to', reason, keys })]);
  });

  test('stops nothing: the others get what is theirs, and its own messages are handed over', async () => {
    await tick();
    expect(shard.told('default')).toEqual(['feed.watching']);
    expect(shard.told('nobody')).toEqual(['feed.watching', 'feed.watching']);
  });

  test('is not told where the list shows it by then', async () => {
    await tick();
    for (let count = 0; count < 3; count++) await tick([], ['default', 'nobody']);
    expect(told()).toEqual([]);
  });

  test('is told under the id that its own Outbox gives that day', async () => {
    await tick();
    await tick();
    expect(told()[0]?.key).toBe('config.invalid destination:nobody missing 2026-11-02');
  });

  test('writes a row when it is found and a row when it is told', async () => {
    await tick([], ['default', 'nobody']);
    await tick([], ['default', 'nobody']);
    const rows = await shard.written();
    for (let count = 0; count < 24; count++) await tick();
    expect(await shard.written()).toBe(rows + 2);
  });
});
