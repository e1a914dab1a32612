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

test('the Worker that is deployed is under 150 KiB gzipped', async () => {
  expect(gzipSync(readFileSync(await worker())).byteLength).toBeLessThan(150 * 1024);
});

test.each(['/', '/nothing', '/health/more', '/.env'])('%s answers 404 as problem+json', async (path) => {
  const answer = await fetch(new URL(path, earshot.url));
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ type: 'about:blank', status: 404 });
});
