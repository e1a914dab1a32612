import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VERSION } from '../../worker/version.ts';
import { Earshot, worker } from '../support/earshot.ts';

let earshot: Earshot;

beforeAll(async () => {
  earshot = await Earshot.start(await worker());
});
afterAll(() => earshot.stop());

test('GET /health answers 200 with the version, and nothing else', async () => {
  const answer = await fetch(new URL('/health', earshot.url));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: 'ok', version: VERSION });
});

test('GET and HEAD /health answer 200 where the cron runs, also after a restart', async () => {
  const health = async (method: string) => (await fetch(new URL('/health', earshot.url), { method })).status;
  // Whatever time it was scheduled for: it ran now.
  await earshot.tick(Date.now() - 3 * 60 * 60_000);
  expect([await health('GET'), await health('HEAD')]).toEqual([200, 200]);
  await earshot.kill();
  await earshot.restart();
  expect(await health('GET')).toBe(200);
});

test('the Worker that is deployed is under 380 KiB gzipped', async () => {
  expect(gzipSync(readFileSync(await worker())).byteLength).toBeLessThan(380 * 1024);
});

test.each(['/nothing', '/api/nothing', '/health/more', '/.env'])('%s answers 404 as problem+json', async (path) => {
  const answer = await fetch(new URL(path, earshot.url));
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ type: 'about:blank', status: 404 });
});
