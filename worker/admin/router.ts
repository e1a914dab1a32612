import { type IRequestStrict, Router } from 'itty-router';
import type { Env } from '../env.ts';
import { log } from '../io/log.ts';
import type { Call } from './api/handler.ts';
import { handlers } from './api/handlers.ts';
import { allowedMethods, type Route, routes } from './api/routes.ts';
import { accessOf, type Role } from './auth.ts';
import { forbidden, guarded } from './guard.ts';
import { health } from './health.ts';
import type { Operations } from './operations.ts';
import { operationsOf } from './operations/operations-of.ts';
import { pageContextOf } from './page-context.ts';
import { pageRoutes } from './pages/pages.ts';
import { problemResponse } from './problem-response.ts';

type Answer = (request: IRequestStrict, env: Env, context: ExecutionContext) => Promise<Response>;

/** Routes of the Worker's HTTP interface. No answer holds a secret or the text of an exception. */
export const router = Router<IRequestStrict, [Env, ExecutionContext]>({
  catch: () => {
    log('http.failed');
    return problemResponse(500, 'Something in Earshot broke; the Worker’s log says when.');
  },
});

for (const route of routes) add(route, answerOf(route));
for (const { method, path, handler } of pageRoutes) {
  add({ method, path }, async (request, env, context) => {
    const now = Date.now();
    const access = await accessOf(request, env, now);
    // Nobody who is not signed in gets to an operation.
    const role = access.kind === 'granted' ? access.role : 'reader';
    const given = { operations: operations(request, env, context, role), now };
    return handler(request, pageContextOf(request, env, access, given));
  });
}
for (const { path } of [...routes, ...pageRoutes]) router.all(path, notAllowed(path));
router.all('*', async () =>
  problemResponse(404, 'There is nothing at this address. GET /health tells whether Earshot runs.'),
);

function add({ method, path }: Pick<Route, 'method' | 'path'>, answer: Answer): void {
  const { get, head, put, post, delete: remove } = router;
  const register = { GET: get, PUT: put, POST: post, DELETE: remove }[method];
  register(path, answer);
  // Many monitors ask by HEAD; the runtime leaves the body out.
  if (method === 'GET') head(path, answer);
}

/** Makes a route's answer to who may ask; others are refused before anything of the request is read. */
function answerOf(route: (typeof routes)[number]): Answer {
  const { id } = route;
  if (id === 'readHealth') return health;
  return async (request, env, context) => {
    const now = Date.now();
    const access = guarded(request, await accessOf(request, env, now));
    if ('refused' in access) return access.refused;
    const { role } = access.granted;
    const refused = forbidden(role, route);
    if (refused !== null) return refused;
    const params = decodedParams(request.params);
    if (params === null) return problemResponse(404, 'There is nothing at this address.');
    const call: Omit<Call, 'parameters'> = {
      request,
      url: new URL(request.url),
      params,
      env,
      operations: operations(request, env, context, role),
      role,
      now,
    };
    return handlers[id]({ ...call, parameters: 'query' in route ? route.query : [] });
  };
}

function operations(request: Request, env: Env, context: ExecutionContext, role: Role): Operations {
  return operationsOf(env, {
    role,
    now: () => Date.now(),
    origin: new URL(request.url).origin,
    waitUntil: (work) => context.waitUntil(work),
  });
}

/** Makes the answer to other methods of a path that is there; who may not ask at all is told that. */
function notAllowed(path: string): Answer {
  const allow = [...new Set([...allowedMethods(path), ...pageMethods(path)])].join(', ');
  const isOpen = routes.some((route) => route.path === path && route.access === 'open');
  return async (request, env) => {
    const access = isOpen ? null : guarded(request, await accessOf(request, env, Date.now()));
    if (access !== null && 'refused' in access) return access.refused;
    // RFC 9110, section 15.5.6: the methods that there are have to be named.
    return problemResponse(405, `This address takes ${allow}.`, { allow });
  };
}

function pageMethods(path: string): readonly string[] {
  return pageRoutes
    .filter((route) => route.path === path)
    .flatMap(({ method }): readonly string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

function decodedParams(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  try {
    return Object.fromEntries(Object.entries(params).map(([name, part]) => [name, decodeURIComponent(part)]));
  } catch {
    return null;
  }
}
