import { describe, expect, inject, test } from 'vitest';
import { post } from '../../worker/io/post.ts';
import type { HttpRequest } from '../../worker/exchange.ts';
import { VERSION } from '../../worker/version.ts';

function to(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url: inject('answers') + path,
    headers: { 'content-type': 'application/json' },
    body: '{"a":"ä"}',
    ...more,
  };
}

const READ = { allowPrivate: true, readsBody: true };

async function echo(more: Partial<HttpRequest> = {}) {
  const answer = await post(to('/echo', more), READ);
  if (answer.kind !== 'answered') throw new Error(answer.kind);
  return JSON.parse(answer.body ?? '');
}

test('sends the request as it was rendered, and says who sends it', async () => {
  const { method, headers, body } = await echo({
    method: 'PATCH',
    headers: { 'content-type': 'text/x', 'webhook-id': 'msg_1' },
  });
  expect([method, body]).toEqual(['PATCH', '{"a":"ä"}']);
  expect(headers).toMatchObject({ 'content-type': 'text/x', 'webhook-id': 'msg_1' });
  expect(headers['user-agent']).toMatch(`Earshot/${VERSION} (+https://`);
  expect(headers['accept']).toBe('*/*');
});

test.each([200, 204, 400, 410, 429, 500, 503])('gives %i as it is, with Retry-After', async (status) => {
  expect(await post(to(`/status?is=${status}&retry-after=7`), READ)).toEqual({
    kind: 'answered',
    status,
    retryAfter: '7',
    body: status === 204 ? '' : 'said',
    beginning: status === 204 ? '' : 'said',
  });
});

test.each([301, 302, 303, 307, 308])('follows no redirect, and says where it leads: %i', async (status) => {
  const answer = { kind: 'answered', status, location: '/echo', body: 'said' };
  expect(await post(to(`/status?is=${status}`), READ)).toMatchObject(answer);
});

describe('a receiver that', () => {
  test.each([
    ['does not answer', '/hang', 'timeout', 200],
    ['breaks off', '/reset', 'network', 5_000],
  ])('%s is a failure within the timeout', async (_what, path, kind, timeout) => {
    expect(await post(to(path), { ...READ, timeout })).toEqual({ kind });
  });

  test.each([
    ['drips its answer', '/drip', 1_000],
    ['breaks off in its answer', '/reset-in-body', 30_000],
  ])('%s has answered all the same: its status counts, and no half of a body', async (_what, path, timeout) => {
    expect(await post(to(path), { ...READ, timeout })).toMatchObject({ kind: 'answered', status: 200, body: null });
  });

  test.each([
    ['/drip', /^a{1,100}$/],
    ['/huge', /^x{2048}$/],
    ['/reset-in-body', /^a?$/],
    ['/echo', /content-type/],
  ])('answers at %s is listened to for a moment and 2 KB, where nobody reads the body', async (path, beginning) => {
    // The drip never ends: who listened to it would do so for longer than this test may take.
    const timeout = 60 * 60_000;
    const answer = await post(to(path), { allowPrivate: true, readsBody: false, timeout });
    expect(answer).toMatchObject({ kind: 'answered', status: 200, body: null });
    expect(answer.kind === 'answered' && answer.beginning).toMatch(beginning);
  });

  test('is not there is a network error', async () => {
    expect(await post(to('', { url: 'http://127.0.0.1:9/' }), READ)).toEqual({ kind: 'network' });
  });

  test('answers with 100 MB is read for 64 KiB', async () => {
    const answer = await post(to('/huge'), READ);
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(answer.kind === 'answered' && answer.body?.length).toBe(64 * 1024);
  });
});

test.each([
  'http://example.com/',
  'https://127.0.0.1/',
  'https://user:pass@example.com/',
  'ftp://example.com/',
  'nonsense',
])('does not send to %s', async (url) => {
  expect(await post(to('', { url }), { allowPrivate: false, readsBody: true })).toEqual({ kind: 'blocked' });
});
