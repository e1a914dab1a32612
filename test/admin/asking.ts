import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import type { Env } from '../../worker/env.ts';
import worker from '../../worker/index.ts';

/** Origin of the Worker in tests. */
export const ORIGIN = 'https://earshot.example';

export const ADMIN_TOKEN = 'admin-token-of-the-tests';
export const READ_TOKEN = 'reading-token-of-the-tests';

/** Secrets that make a webhook work, beside both tokens. */
export const vars = { ADMIN_TOKEN, READ_TOKEN, SIGNING_KEY: 'k'.repeat(32) };

/** Asks the Worker as the runtime does, with these vars and secrets beside its real bindings. */
export async function ask(
  path: string,
  init: RequestInit<IncomingRequestCfProperties> = {},
  given: Partial<Env> = vars,
): Promise<Response> {
  const context = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>(`${ORIGIN}${path}`, {
    redirect: 'manual',
    ...init,
  });
  const response = await worker.fetch(request, { ...env, ...given }, context);
  await waitOnExecutionContext(context);
  return response;
}

/** Headers of who has that token. */
export function bearer(token = ADMIN_TOKEN): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
