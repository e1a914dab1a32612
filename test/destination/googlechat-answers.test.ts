import { describe, expect, it } from 'vitest';
import { googlechat } from '../../worker/destination/googlechat/googlechat.ts';
import { opened } from './opened.ts';

const URL_OF_WEBHOOK = 'https://chat.googleapis.com/v1/spaces/AAAAb1/messages?key=AIza&token=s3cr3t%3D';
const plain = opened(googlechat, { url: URL_OF_WEBHOOK });
const threaded = opened(googlechat, { url: URL_OF_WEBHOOK, threads: true });

const error = (status: string, details: readonly unknown[] = []) =>
  JSON.stringify({ error: { code: 400, message: 'x', status, details } });
const request = { kind: 'http', method: 'POST', url: URL_OF_WEBHOOK, headers: {}, body: '' } as const;

describe('an answer of Google Chat', () => {
  it.each([
    [200, '{"name":"spaces/A/messages/B.C"}', null],
    [200, null, null],
    [200, '<html>Sign in</html>', { kind: 'config', field: 'url' }],
    [400, error('INVALID_ARGUMENT'), { kind: 'message', code: 'INVALID_ARGUMENT' }],
    [400, error('INVALID_ARGUMENT', [{ reason: 'API_KEY_INVALID' }]), { kind: 'broken', code: 'API_KEY_INVALID' }],
    [400, error('INVALID_ARGUMENT', ['x', null]), { kind: 'message' }],
    [400, '<html>', null],
    [401, error('UNAUTHENTICATED'), { kind: 'broken', probe: 'hourly' }],
    [403, error('PERMISSION_DENIED'), { kind: 'broken', probe: 'hourly' }],
    [404, error('NOT_FOUND'), { kind: 'broken', probe: 'hourly' }],
    [429, error('RESOURCE_EXHAUSTED'), { kind: 'slow-down', wait: null }],
    [429, '', { kind: 'slow-down', wait: null }],
    [500, error('INTERNAL'), null],
    [503, error('UNAVAILABLE'), null],
    [418, error('constructor'), null],
  ])('%i %j', (status, body, verdict) => {
    const reply = plain.read({ kind: 'answered', status, retryAfter: null, body }, request);
    expect(reply).toMatchObject({ verdict, learned: null });
  });

  it('names the message and, where there are threads, its thread', () => {
    const body = JSON.stringify({ name: 'spaces/A/messages/B.C', thread: { name: 'spaces/A/threads/B' } });
    const answer = { kind: 'answered', status: 200, retryAfter: null, body } as const;
    expect(threaded.read(answer, request).receipt).toEqual({
      sent: 'spaces/A/messages/B.C',
      thread: 'spaces/A/threads/B',
    });
    expect(plain.read(answer, request).receipt).toEqual({ sent: 'spaces/A/messages/B.C', thread: null });
    expect(plain.read({ ...answer, status: 400 }, request).receipt).toBeNull();
    expect(plain.read({ ...answer, body: '{"name":"spaces/../x"}' }, request).receipt).toBeNull();
  });
});
