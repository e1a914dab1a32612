import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../worker/destination/channel.ts';
import type { Answer, HttpRequest } from '../../../worker/exchange.ts';
import { BASE, MESSAGE, open, THREAD, URL_OF } from './rendered.ts';

const url = `${BASE}?wait=true`;
const post: HttpRequest = { kind: 'http', method: 'POST', url, headers: {}, body: '{}' };
const opening: HttpRequest = { ...post, body: '{"thread_name":"x"}' };
const inThread: HttpRequest = { ...post, url: `${url}&thread_id=${THREAD}` };
const edit: HttpRequest = { ...post, method: 'PATCH', url: `${BASE}/messages/${MESSAGE}?thread_id=${THREAD}` };
const read = (
  request: HttpRequest,
  status: number,
  body: unknown,
  over: Partial<Answer> = {},
  settings = {},
): Reply => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return open(settings).read({ kind: 'answered', status, retryAfter: null, body: text, ...over }, request);
};

describe('answers', () => {
  it('name the message and its thread', () => {
    const body = { id: MESSAGE, channel_id: THREAD };
    const inside = { sent: `${THREAD}/${MESSAGE}`, thread: THREAD };
    expect(read(post, 200, body).receipt).toEqual({ sent: MESSAGE, thread: null });
    expect([opening, inThread, edit].map((of) => read(of, 200, body).receipt)).toEqual([inside, inside, inside]);
    const fixed = { url: `${URL_OF}?thread_id=${THREAD}` };
    expect(read(inThread, 200, body, {}, fixed).receipt).toEqual({ sent: `${THREAD}/${MESSAGE}`, thread: null });
    expect(read(post, 204, '').verdict).toBeNull();
    expect(read(post, 200, '<html>').verdict).toMatchObject({ kind: 'config', field: 'url' });
  });

  it('teach what kind of channel it is', () => {
    expect(read(post, 400, { code: 220_001 })).toEqual({
      verdict: { kind: 'again', without: 'thread' },
      receipt: null,
      learned: 'forum',
    });
    expect(read(opening, 400, { code: 220_003 })).toEqual({
      verdict: { kind: 'again', without: 'thread' },
      receipt: null,
      learned: 'text',
    });
  });

  it.each([
    [edit, 404, 10_008, 'sent'],
    [edit, 404, 10_003, 'sent'],
    [edit, 403, 50_005, 'sent'],
    [edit, 400, 50_083, 'sent'],
    [inThread, 404, 10_003, 'thread'],
    [inThread, 400, 160_005, 'thread'],
    [inThread, 400, 50_083, 'thread'],
  ] as const)('of which a reference is gone (%#) are asked again without it', (request, status, code, without) => {
    expect(read(request, status, { code, message: 'x' }).verdict).toEqual({ kind: 'again', without });
  });

  it.each([
    [404, 10_015, 'webhook_deleted', 'daily'],
    [404, 10_003, 'unknown_channel', 'daily'],
    [401, 50_027, 'invalid_webhook_token', 'daily'],
    [403, 50_013, 'missing_permissions', 'hourly'],
    [400, 40_067, 'forum_requires_a_tag', 'hourly'],
    [400, 220_004, 'no_webhooks_in_forum', 'hourly'],
    [404, 99_999, '99999', 'daily'],
  ])('%i with code %i say that it is broken', (status, code, name, probe) => {
    expect(read(post, status, { code, message: 'x' }).verdict).toEqual({ kind: 'broken', code: name, probe });
  });

  it('of a thread that the owner chose say that it is broken', () => {
    const fixed = { url: `${URL_OF}?thread_id=${THREAD}` };
    const verdict = { kind: 'broken', code: 'unknown_channel', probe: 'daily' };
    expect(read(inThread, 404, { code: 10_003 }, {}, fixed).verdict).toEqual(verdict);
  });

  it.each([50_035, 50_006, 40_005, 200_000, 240_000, 99_999])('with code %i refuse the message', (code) => {
    expect(read(post, 400, { code }).verdict).toEqual({ kind: 'message', code: String(code) });
  });

  it.each([
    [429, { message: 'x', retry_after: 64.571, global: false }, null, 64_571],
    [429, { code: 30_046, message: 'x' }, null, null],
    [429, { code: 20_016, message: 'x', retry_after: 5 }, '5', 5_000],
    [400, { code: 40_062, message: 'x' }, '7', null],
    [429, '<html>error 1015</html>', null, 900_000],
    [429, '<html>error 1015</html>', '3600', null],
    [403, '<html>Attention Required!</html>', null, 900_000],
    [403, { code: 40_333 }, null, 900_000],
  ])('%i with %j ask for time', (status, body, retryAfter, wait) => {
    expect(read(post, status, body, { retryAfter }).verdict).toEqual({ kind: 'slow-down', wait });
  });

  it('that are none of Discord’s own are judged by their status, but for a 404', () => {
    expect([500, 502, 403, 400].map((status) => read(post, status, '').verdict)).toEqual([null, null, null, null]);
    expect(read(post, 404, '<html>').verdict).toEqual({ kind: 'broken', code: 'not_found', probe: 'daily' });
  });
});
