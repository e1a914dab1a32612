import type { Access, Role } from './auth.ts';
import { isOwnRequest, NO_TOKEN } from './auth.ts';
import type { Route } from './api/routes.ts';
import { problemResponse } from './problem-response.ts';

/** Rights of a request that may be made. */
export type Granted = Extract<Access, { readonly kind: 'granted' }>;

/** A request's rights, or the response that refuses it. */
export type Guarded = { readonly granted: Granted } | { readonly refused: Response };

/** Refuses a request that brings no token, or comes from a page of another site. */
export function guarded(request: Request, access: Access): Guarded {
  switch (access.kind) {
    case 'unset':
      return { refused: problemResponse(503, NO_TOKEN) };
    case 'none':
      return unauthorized('Send the header "Authorization: Bearer" with ADMIN_TOKEN, or READ_TOKEN to look alone.');
    case 'wrong':
      return unauthorized('That is not the token that this Worker has. Is it the one of another instance?');
    case 'granted': {
      const changes = request.method !== 'GET' && request.method !== 'HEAD';
      if (!changes || isOwnRequest(request, access.by)) return { granted: access };
      return {
        refused: problemResponse(403, 'A page of another site may not ask this; with a token, leave Origin out.'),
      };
    }
    default:
      return access satisfies never;
  }
}

/** Refuses what a role may not do; `null`: it may. */
export function forbidden(role: Role, { access }: Pick<Route, 'access'>): Response | null {
  if (role === 'owner' || access !== 'owner') return null;
  return problemResponse(403, 'READ_TOKEN only looks; this takes ADMIN_TOKEN.');
}

function unauthorized(detail: string): Guarded {
  // RFC 6750, section 3.
  return { refused: problemResponse(401, detail, { 'www-authenticate': 'Bearer realm="Earshot"' }) };
}
