import { describe, expect, test } from 'vitest';
import { allowedMethods, routes } from '../../worker/admin/api/routes.ts';
import { pageRoutes } from '../../worker/admin/pages/pages.ts';
import { router } from '../../worker/admin/router.ts';
import { ask, bearer, READ_TOKEN } from './asking.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every address that the router knows, with a name where a route has a part. */
// itty-router leaves the slash of `/` out.
const paths = [...new Set(router.routes.map(([, , , path]) => (path === undefined || path === '' ? '/' : path)))];
const addressOf = (path: string) => path.replaceAll(/:\w+/g, 'some').replaceAll('*', '/nothing');

/** Addresses that answer strangers. */
const OPEN = new Set(['/health', '/sign-in', '/style.css']);

describe('every route that the router knows', () => {
  test('is one of the API’s table or of the pages, and all of these are there', () => {
    const known = new Set<string>([...routes, ...pageRoutes].map(({ path }) => path));
    expect(new Set(paths)).toEqual(new Set([...known, '*']));
  });

  test.each(paths.filter((path) => !OPEN.has(path)))(
    '%s gives nothing to strangers but 401, 404 or the sign-in page, by any method',
    async (path) => {
      for (const method of METHODS) {
        const response = await ask(addressOf(path), { method });
        const { status } = response;
        const location = response.headers.get('location') ?? '';
        const isShut = status === 401 || status === 404 || (status === 303 && location.startsWith('/sign-in'));
        expect([method, status, isShut]).toEqual([method, status, true]);
        const asksFor = response.headers.get('www-authenticate');
        expect([status, asksFor]).toEqual([status, status === 401 ? 'Bearer realm="Earshot"' : null]);
      }
    },
  );

  test.each(paths.filter((path) => path.startsWith('/api') || path === '/mcp'))(
    '%s is 503 by any method where there is no ADMIN_TOKEN',
    async (path) => {
      for (const method of METHODS) {
        const response = await ask(addressOf(path), { method, headers: bearer() }, {});
        expect([method, response.status]).toEqual([method, 503]);
      }
    },
  );

  test.each([...new Set(routes.map(({ path }) => path))])(
    '%s answers other methods with 405, and names those that there are',
    async (path) => {
      const allowed = allowedMethods(path);
      for (const method of METHODS.filter((one) => !allowed.includes(one))) {
        const response = await ask(addressOf(path), { method, headers: bearer() });
        expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, allowed.join(', ')]);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
      }
    },
  );

  test.each(routes.filter(({ access }) => access === 'owner').map(({ method, path }) => [method, path] as const))(
    '%s %s is 403 with READ_TOKEN',
    async (method, path) => {
      const response = await ask(addressOf(path), { method, headers: bearer(READ_TOKEN) });
      expect(response.status).toBe(403);
    },
  );

  test('READ_TOKEN opens every GET but the one of a secret, and what changes nothing', () => {
    const open = routes.filter(({ access }) => access !== 'owner').map(({ method, path }) => `${method} ${path}`);
    const reading = routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/secret'));
    const asking = ['POST /api/discover', 'POST /api/preview', 'POST /mcp'];
    expect(new Set(open)).toEqual(new Set([...reading.map(({ path }) => `GET ${path}`), ...asking]));
  });
});

test.each(['/nothing', '/api', '/api/', '/api/feeds/a/b', '/.env'])('%s is 404 as problem+json', async (path) => {
  const response = await ask(path, { headers: bearer() });
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a part of a path that is no text is 404', async () => {
  expect((await ask('/api/feeds/%ff', { headers: bearer() })).status).toBe(404);
});
