import type { Env } from '../env.ts';
import { type Access, isOwnRequest, issueCookie, roleOfToken, SIGN_OUT_COOKIE } from './auth.ts';
import { takeCode } from './one-time-code.ts';
import type { Operations } from './operations.ts';
import type { PageContext } from './pages/route.ts';

/** Gives pages what they need beside the request. */
export function pageContextOf(
  request: Request,
  env: Env,
  access: Access,
  given: { readonly operations: Operations; readonly now: number },
): PageContext {
  const isGranted = access.kind === 'granted';
  return {
    ...given,
    env,
    access: {
      viewer: isGranted ? access.role : null,
      isConfigured: access.kind !== 'unset',
      // Nobody is signed in yet where a sign-in is sent.
      isOwn: isOwnRequest(request, isGranted ? access.by : 'cookie'),
      signIn: async (token) => {
        const role = await roleOfToken(token, env);
        return role === null ? null : issueCookie(env, given.now, role);
      },
      signInByCode: async (code) => (takeCode(env, code) ? issueCookie(env, given.now, 'owner') : null),
      signOut: SIGN_OUT_COOKIE,
    },
  };
}
