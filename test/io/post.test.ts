import { describe, expect, inject, test } from 'vitest';
import { post } from '../../worker/io/post.ts';
import type { Outgoing } from '../../worker/model.ts';
import { VERSION } from '../../worker/version.ts';

function to(path: string, more: Partial<Outgoing> = {}): Outgoing {
  return {
    method: 'POST',
    url: inject('answers') + path,
    headers: { 'content-type': 'application/json' },
    body: '{"a":"ä"}',
    ...more,
  };
}

async function echo(more: Partial<Outgoing> = {}) {
  const answer = await post(to('/echo', more), true);
  if (answer.kind !== 'answered') throw new Error(answer.kind);
  return JSON.parse(answer.body);
}

test('sends the request as it was rendered, and says who sends it', async () => {
  const { method, headers, body } = await echo({
    method: 'PUT',
    headers: { 'content-type': 'text/x', 'webhook-id': 'msg_1' },
  });
  expect([method, body]).toEqual(['PUT', '{"a":"ä"}']);
  expect(headers).toMatchObject({ 'content-type': 'text/x', 'webhook-id': 'msg_1' });
  expect(headers['user-agent']).toMatch(`Earshot/${VERSION} (+https://`);
});

test.each([200, 204, 400, 410, 429, 500, 503])('gives %i as it is, with Retry-After', async (status) => {
  expect(await post(to(`/status?is=${status}&retry-after=7`), true)).toEqual({
    kind: 'answered',
    status,
    retryAfter: '7',
    body: status === 204 ? '' : 'said',
  });
});

test.each([301, 302, 303, 307, 308])('follows no redirect: %i', async (status) => {
  expect(await post(to(`/status?is=${status}`), true)).toMatchObject({ kind: 'answered', status, body: 'said' });
});

describe('a receiver that', () => {
  test.each([
    ['does not answer', '/hang', 'timeout', 200],
    ['breaks off', '/reset', 'network', 5_000],
  ])('%s is a failure within the timeout', async (_what, path, kind, timeout) => {
    expect(await post(to(path), true, timeout)).toEqual({ kind });
  });

  test.each([
    ['drips its answer', '/drip', 4_000],
    ['breaks off in its answer', '/reset-in-body', 30_000],
  ])('%s has answered all the same: its status counts', async (_what, path, timeout) => {
    expect(await post(to(path), true, timeout)).toMatchObject({
      kind: 'answered',
      status: 200,
      body: expect.stringMatching(/^a/),
    });
  });

  test('is not there is a network error', async () => {
    expect(await post(to('', { url: 'http://127.0.0.1:9/' }), true)).toEqual({ kind: 'network' });
  });

  test('answers with 100 MB is read for 16 KiB', async () => {
    const answer = await post(to('/huge'), true);
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(answer.kind === 'answered' && answer.body.length).toBe(16 * 1024);
  });
});

test.each([
  'http://example.com/',
  'https://127.0.0.1/',
  'https://user:pass@example.com/',
  'ftp://example.com/',
  'nonsense',
])('does not send to %s', async (url) => {
  expect(await post(to('', { url }), false)).toEqual({ kind: 'blocked' });
});
