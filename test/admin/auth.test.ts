import { env } from 'cloudflare:test';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { accessOf, isOwnRequest, issueCookie, readCookie, SIGN_OUT_COOKIE } from '../../worker/admin/auth.ts';
import { ADMIN_TOKEN, ask, bearer, ORIGIN, READ_TOKEN, vars } from './asking.ts';

const NOW = Date.parse('2026-11-02T09:00:00Z');
const DAY = 24 * 60 * 60_000;
const given = { ...env, ...vars };

const asked = (headers: Record<string, string> = {}) => new Request(`${ORIGIN}/api/feeds`, { headers });
const withCookie = (setCookie: string) => asked({ cookie: `a=b; ${setCookie.split(';')[0] ?? ''}; c=d` });

describe('a token', () => {
  test.each([
    ['ADMIN_TOKEN', ADMIN_TOKEN, 'owner'],
    ['READ_TOKEN', READ_TOKEN, 'reader'],
  ])('%s opens as %3$s', async (_name, token, role) => {
    expect(await accessOf(asked(bearer(token)), given, NOW)).toEqual({ kind: 'granted', role, by: 'token' });
  });

  test('counts with white space around the secret, and in whatever case the scheme is written', async () => {
    const request = asked({ authorization: `bearer  ${ADMIN_TOKEN}` });
    const access = await accessOf(request, { ...given, ADMIN_TOKEN: `${ADMIN_TOKEN}\r\n` }, NOW);
    expect(access).toMatchObject({ role: 'owner' });
  });

  test.each([
    ['no ADMIN_TOKEN', {}],
    ['one of 15 characters', { ADMIN_TOKEN: 'x'.repeat(15) }],
    ['white space', { ADMIN_TOKEN: ' '.repeat(40) }],
    ['a READ_TOKEN alone', { READ_TOKEN }],
  ])('counts for nothing where there is %s: 503, and how to set it', async (_case, secrets) => {
    const response = await ask('/api/feeds', { headers: bearer(READ_TOKEN) }, secrets);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npx wrangler secret put ADMIN_TOKEN');
  });

  test('that is wrong is told so after a second, each by its own clock; one that is missing, at once', async () => {
    const wait = scheduler.wait.bind(scheduler);
    const waits = vi.spyOn(scheduler, 'wait');
    onTestFinished(() => waits.mockRestore());
    expect((await ask('/api/feeds')).status).toBe(401);
    expect((await ask('/api/openapi.json', { headers: bearer() })).status).toBe(200);
    expect(waits).not.toHaveBeenCalled();
    const order: (number | string)[] = [];
    const later = Promise.withResolvers<undefined>();
    waits.mockImplementation(async (time) => {
      if (order.push(time) === 3) later.resolve(undefined);
      await later.promise;
      // What does not wait comes first.
      await wait(50);
      order.push('waited');
    });
    const tokens = ['wrong', `${ADMIN_TOKEN}x`, ADMIN_TOKEN.slice(0, -1)];
    const answers = await Promise.all(
      tokens.map(async (token) => {
        const { status } = await ask('/api/feeds', { headers: bearer(token) });
        return [status, order.includes('waited')];
      }),
    );
    expect(order.slice(0, 3)).toEqual([1_000, 1_000, 1_000]);
    expect(answers).toEqual(tokens.map(() => [401, true]));
  });

  test('an empty READ_TOKEN opens nothing to an empty one', async () => {
    const access = await accessOf(asked({ authorization: 'Bearer ' }), { ...given, READ_TOKEN: '' }, NOW);
    expect(access).toEqual({ kind: 'none' });
  });
});

describe('the sign-in’s cookie', () => {
  test('is for this host alone, is not read by scripts, and not sent by other sites’ forms', async () => {
    const cookie = await issueCookie(given, NOW);
    expect(cookie).toMatch(/^__Host-earshot=\d+\.[\da-f]{64}; /);
    expect(cookie.split('; ').slice(1)).toEqual(['Max-Age=2592000', 'Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']);
    expect(SIGN_OUT_COOKIE).toMatch(/^__Host-earshot=; Max-Age=0; Path=\/; Secure/);
  });

  test.each(['owner', 'reader'] as const)('lasts for 30 days as %s', async (role) => {
    const cookie = withCookie(await issueCookie(given, NOW, role));
    expect(await readCookie(cookie, given, NOW + 30 * DAY - 1_000)).toBe(role);
    expect(await readCookie(cookie, given, NOW + 30 * DAY)).toBe(null);
  });

  test('ends with another token', async () => {
    const owner = withCookie(await issueCookie(given, NOW));
    const reader = withCookie(await issueCookie(given, NOW, 'reader'));
    const changed = { ...given, ADMIN_TOKEN: 'another-token-of-the-tests' };
    expect(await readCookie(owner, changed, NOW)).toBe(null);
    expect(await readCookie(reader, changed, NOW)).toBe('reader');
    expect(await readCookie(reader, { ...given, READ_TOKEN: 'another-token-of-the-tests' }, NOW)).toBe(null);
    expect(await readCookie(owner, { ...given, ADMIN_TOKEN: '' }, NOW)).toBe(null);
  });

  test.each([
    ['lasts longer', (cookie: string) => cookie.replace(/=\d/, '=9')],
    ['has another signature', (cookie: string) => cookie.replace(/.(?=;)/, (last) => (last === '0' ? '1' : '0'))],
    ['has none', (cookie: string) => cookie.replace(/\.[\da-f]+/, '')],
    ['has another name', (cookie: string) => cookie.replace('__Host-', '')],
    ['is empty', () => '__Host-earshot='],
  ])('that %s counts for nothing', async (_case, forge) => {
    expect(await readCookie(withCookie(forge(await issueCookie(given, NOW))), given, NOW)).toBe(null);
  });
});

describe('a request that changes something', () => {
  test.each([
    ['token', {}, true],
    ['token', { origin: ORIGIN }, true],
    ['token', { origin: 'https://evil.example' }, false],
    ['token', { origin: 'null' }, false],
    ['token', { origin: 'http://earshot.example' }, false],
    ['cookie', {}, false],
    ['cookie', { origin: ORIGIN }, true],
    ['cookie', { 'sec-fetch-site': 'same-origin' }, true],
    ['cookie', { origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
    ['cookie', { origin: 'null' }, false],
    ['cookie', { 'sec-fetch-site': 'same-site' }, false],
    ['cookie', { 'sec-fetch-site': 'none' }, false],
    ['cookie', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  ] as const)('by a %s with %j is believed: %j', (by, headers, isOwn) => {
    const request = new Request(`${ORIGIN}/api/feeds/x`, { method: 'PUT', headers });
    expect(isOwnRequest(request, by)).toBe(isOwn);
  });

  test.each([
    ['a token', async () => bearer()],
    ['a cookie', async () => ({ cookie: (await issueCookie(given, Date.now())).split(';')[0] ?? '' })],
  ])('is 403 from another site’s page, also with %s', async (_case, headers) => {
    const init = { method: 'POST', headers: { ...(await headers()), origin: 'https://evil.example' }, body: '{}' };
    for (const path of ['/api/feeds/x/poll', '/api/discover', '/mcp']) expect((await ask(path, init)).status).toBe(403);
  });
});
