import { afterEach, expect, test, vi } from 'vitest';
import { Outbox } from '../../worker/outbox/outbox.ts';
import { emptyKv } from '../support/shard.ts';
import { call } from './answers.ts';
import { ask, bearer } from './asking.ts';

/** A word that stands for a credential. */
const CANARY = 'tok-4711-canary';

afterEach(async () => {
  vi.restoreAllMocks();
  await emptyKv();
});

test.each([
  ['PUT', '/api/feeds/f', { url: `ftp://${CANARY}.example/`, every: CANARY, auth: { a: CANARY } }],
  ['PUT', '/api/feeds/f', CANARY],
  ['PUT', '/api/destinations/d', { type: CANARY, token: CANARY }],
  ['PUT', '/api/destinations/d', `masked:${CANARY}`],
  ['PUT', '/api/config', { feeds: { f: CANARY }, destinations: { d: { type: 'slack', url: CANARY } } }],
  ['POST', '/api/discover', { url: CANARY }],
  ['POST', '/api/opml', `<opml><body><outline title="${CANARY}"/></body></opml>`],
])('%s %s repeats no invalid value: %j', async (method, path, body) => {
  const { status, text } = await call(method, path, body);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(text).not.toContain('canary');
});

test('what broke within is not said', async () => {
  await call('PUT', '/api/destinations/d', 'https://hooks.slack.com/services/T0/B0/x');
  vi.spyOn(Outbox.prototype, 'sendTest').mockRejectedValue(new Error(CANARY));
  const response = await ask('/api/destinations/d/test', { method: 'POST', headers: bearer() });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('canary');
});
