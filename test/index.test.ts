import { exports } from 'cloudflare:workers';
import { createScheduledController, env, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { version } from '../package.json';
import worker from '../worker/index.ts';
import { Poller } from '../worker/poller/poller.ts';
import { VERSION } from '../worker/version.ts';

const run = (at: number) => worker.scheduled(createScheduledController({ scheduledTime: new Date(at) }), env);
const ask = (path: string, init?: RequestInit) => exports.default.fetch(`https://earshot.example${path}`, init);

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('over HTTP', () => {
  test('GET /health answers 200 with the version, and nothing else', async () => {
    const response = await ask('/health');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', version: VERSION });
  });

  test('HEAD /health, which monitors ask, answers like GET without a body', async () => {
    const response = await ask('/health', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('GET /health is 503 once the cron has not run for three of its intervals, until it runs again', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    await run(Date.now());
    vi.setSystemTime(Date.now() + 16 * 60_000);
    const late = await ask('/health');
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({ status: 503, title: 'Service Unavailable' });
    await run(Date.now());
    expect((await ask('/health')).status).toBe(200);
  });

  test('GET /health asks the object once in half a minute, however often it is asked, and is late at once after that', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    await run(Date.now());
    const asked = vi.spyOn(Poller.prototype, 'isLate');
    const statuses = async () => Promise.all(Array.from({ length: 20 }, async () => (await ask('/health')).status));
    expect((await ask('/health')).status).toBe(200);
    expect(new Set(await statuses())).toEqual(new Set([200]));
    expect(asked).toHaveBeenCalledTimes(1);
    // Past the time at which the test before has let it run.
    vi.setSystemTime(Date.now() + 40 * 60_000);
    await statuses();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(new Set(await statuses())).toEqual(new Set([503]));
    expect(asked).toHaveBeenCalledTimes(2);
    vi.setSystemTime(Date.now() + 31_000);
    expect((await ask('/health')).status).toBe(503);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    '%s /health is 405, and says which methods there are',
    async (method) => {
      const response = await ask('/health', { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ title: 'Method Not Allowed', status: 405 });
    },
  );

  test('the version is package.json’s', () => {
    expect(VERSION).toBe(version);
  });

  test.each([
    ['/nothing', 'GET'],
    ['/health/x', 'GET'],
    ['/nothing', 'POST'],
    ['/.dev.vars', 'GET'],
  ])('%s by %2$s is 404 as problem+json', async (path, method) => {
    const response = await ask(path, { method });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
  });
});

describe('by its cron', () => {
  test('a destination that no feed uses is checked, too: the others are told what is wrong with it', async () => {
    const [good, unused] = [crypto.randomUUID(), crypto.randomUUID()];
    // It is told, and asks for nothing to be sent.
    const url = 'https://hooks.slack.com/services/T0/B0/x';
    await env.CONFIG.put(`destination:${good}`, JSON.stringify({ url, events: ['comment.created'] }));
    await env.CONFIG.put(`destination:${unused}`, '{ "urrl": 1, "pase": "1/m" }');
    await run(Date.now() + 24 * 60 * 60_000);
    await runDurableObjectAlarm(env.OUTBOX.getByName(unused));
    const { entries } = await env.OUTBOX.getByName(good).log();
    expect(entries.map(({ type }) => type)).toEqual(['config.invalid']);
    expect((await env.OUTBOX.getByName(unused).status()).blocked).toMatch(
      /^urrl: unknown field \(did you mean "url"\?\); pase: unknown field/,
    );
    for (const name of [good, unused]) await env.CONFIG.delete(`destination:${name}`);
  });
});
