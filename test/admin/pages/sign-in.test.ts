import { expect, test } from 'vitest';
import { ask } from './ask.ts';

const out = { viewer: null } as const;

test('the right token gives the cookie, and leads on to where one came from', async () => {
  const response = await ask('/sign-in', out, { token: ' right ', next: '/feeds/blog?q=x' });
  expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([
    303,
    '/feeds/blog?q=x',
    '__Host-earshot=1',
  ]);
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('it never leads to %s', async (next) => {
  expect((await ask('/sign-in', out, { token: 'right', next })).headers.get('location')).toBe('/');
});

test('a wrong token says so, gives no cookie and is not shown again', async () => {
  const response = await ask('/sign-in', out, { token: 'wrong-"<token>', next: '/settings' });
  const page = await response.text();
  expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null]);
  expect(page).toContain('That is not the token.');
  expect(page).toContain('name="next" value="/settings"');
  expect(page).not.toContain('wrong-');
});

test('who is signed in already is led on', async () => {
  expect((await ask('/sign-in?next=/settings')).headers.get('location')).toBe('/settings');
});

test('without ADMIN_TOKEN nobody gets in, and the page says how to set it', async () => {
  const asking = { ...out, isConfigured: false };
  const responses = [await ask('/sign-in', asking), await ask('/sign-in', asking, { token: 'right' })];
  for (const response of responses) {
    expect([response.status, response.headers.get('set-cookie')]).toEqual([503, null]);
    expect(await response.text()).toContain('wrangler secret put ADMIN_TOKEN');
  }
});

test('signing out ends the cookie', async () => {
  const response = await ask('/sign-out', {}, {});
  expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([
    303,
    '/sign-in',
    '__Host-earshot=; Max-Age=0',
  ]);
});

test('a form of a stranger is read only up to a few thousand bytes', async () => {
  expect((await ask('/sign-in', out, { token: 'x'.repeat(10_000) })).status).toBe(413);
});
