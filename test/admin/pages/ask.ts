import { type IRequestStrict, Router } from 'itty-router';
import type { Env } from '../../../worker/env.ts';
import type { Operations } from '../../../worker/admin/operations.ts';
import { pageRoutes } from '../../../worker/admin/pages/pages.ts';
import type { PageAccess, PageContext } from '../../../worker/admin/pages/route.ts';
import { NOW } from './sample-data.ts';
import { sampleOperations } from './sample-operations.ts';

export const ORIGIN = 'https://earshot.example';

/** Rights of who asks, and the home that is asked for. */
export type Asking = Partial<Pick<PageAccess, 'viewer' | 'isOwn' | 'isConfigured'>> & {
  readonly operations?: Operations;
  readonly now?: number;
  readonly zone?: string;
};

const router = Router<IRequestStrict, [PageContext]>();
for (const { method, path, handler } of pageRoutes)
  router[method === 'GET' ? 'get' : 'post'](path, (request: IRequestStrict, context) =>
    handler(request as never, context),
  );

/** Asks for a page as the router would: as the owner, over the sample, unless it is said otherwise. `form`: a POST of it. */
export async function ask(
  path: string,
  asking: Asking = {},
  form?: Readonly<Record<string, string | readonly string[]>> | FormData,
): Promise<Response> {
  const body = form === undefined || form instanceof FormData ? form : new URLSearchParams();
  if (body instanceof URLSearchParams)
    for (const [name, value] of Object.entries(form ?? {}))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
  const request = new Request(ORIGIN + path, {
    ...(body === undefined ? {} : await written(body)),
    cf: { timezone: asking.zone ?? 'Europe/Berlin' },
  });
  const context: PageContext = {
    env: { ADMIN_TOKEN: 'a-token-of-the-tests-alone' } as Env,
    operations: asking.operations ?? sampleOperations(),
    now: asking.now ?? NOW,
    access: {
      viewer: asking.viewer === undefined ? 'owner' : asking.viewer,
      isConfigured: asking.isConfigured ?? true,
      isOwn: asking.isOwn ?? true,
      signIn: async (token) => (token === 'right' ? '__Host-earshot=1' : null),
      signInByCode: async (code) => (code === 'once' ? '__Host-earshot=1' : null),
      signOut: '__Host-earshot=; Max-Age=0',
    },
  };
  return router.fetch(request, context);
}

/** Writes a form as a browser does: with its length. */
async function written(form: FormData | URLSearchParams) {
  const response = new Response(form);
  const type = response.headers.get('content-type') ?? '';
  const body = await response.arrayBuffer();
  return { method: 'POST', body, headers: { 'content-type': type, 'content-length': String(body.byteLength) } };
}
