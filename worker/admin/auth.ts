import { type Env, secretOf } from '../env.ts';

/** Rights of who asks: the owner's, or those of READ_TOKEN, which changes nothing. */
export type Role = 'owner' | 'reader';

const ROLES: readonly Role[] = ['owner', 'reader'];
const TOKENS = { owner: 'ADMIN_TOKEN', reader: 'READ_TOKEN' } as const;

/** Result of looking at a request's credentials. `unset`: there is no ADMIN_TOKEN; `none`: it brings none that counts. */
export type Access =
  | { readonly kind: 'granted'; readonly role: Role; readonly by: 'token' | 'cookie' }
  | { readonly kind: 'unset' | 'none' | 'wrong' };

/** Fewest characters of a token: a shorter one can be guessed, and counts as not set. */
const TOKEN_LENGTH = 16;

/** Sentence for who asks where there is no ADMIN_TOKEN: how to set it. */
export const NO_TOKEN = `ADMIN_TOKEN is not set, or has under ${TOKEN_LENGTH} characters. Set it: openssl rand -hex 32, then npx wrangler secret put ADMIN_TOKEN`;

/** Wait after a wrong token, ms. A lock-out would let any stranger lock out the owner. */
const WRONG_TOKEN_WAIT = 1_000;

/** Name of the sign-in's cookie. https://www.rfc-editor.org/rfc/rfc6265bis section 4.1.3.2: no other host or path can set one. */
const COOKIE = '__Host-earshot';
/** With SameSite=Strict a link from a chat would always land on the sign-in page. */
const COOKIE_ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** Time for which a sign-in counts, s: who looks once a month signs in once. */
const SIGN_IN_LASTS = 30 * 24 * 60 * 60;
/** Label of the key's derivation: another use of the token never gives the same bytes. */
const LABEL = 'earshot sign-in cookie v1';

/** Set-Cookie header that ends the sign-in. */
export const SIGN_OUT_COOKIE = `${COOKIE}=; Max-Age=0; ${COOKIE_ATTRIBUTES}`;

const encoder = new TextEncoder();

/** Looks at the token or else at the cookie of a request. Its answer to a wrong token takes a second. */
export async function accessOf(request: Request, env: Env, now: number): Promise<Access> {
  if (tokenOf(env, 'ADMIN_TOKEN') === null) return { kind: 'unset' };
  const given = /^Bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (given !== undefined) {
    const role = await roleOfToken(given, env);
    return role === null ? { kind: 'wrong' } : { kind: 'granted', role, by: 'token' };
  }
  const role = await readCookie(request, env, now);
  return role === null ? { kind: 'none' } : { kind: 'granted', role, by: 'cookie' };
}

/** Gives the role that a token stands for; `null`, after a second: it is none. */
export async function roleOfToken(given: string, env: Env): Promise<Role | null> {
  const [owner, reader] = [tokenOf(env, 'ADMIN_TOKEN'), tokenOf(env, 'READ_TOKEN')];
  // Both are compared in any case: the time tells nothing of which is set.
  const [isOwner, isReader] = await Promise.all([isSame(given, owner ?? ''), isSame(given, reader ?? '')]);
  if (owner !== null && isOwner) return 'owner';
  if (owner !== null && reader !== null && isReader) return 'reader';
  await scheduler.wait(WRONG_TOKEN_WAIT);
  return null;
}

/**
 * True if a request that changes something was not made by another site's page: with a cookie, the browser has to say so
 * (`Origin`, `Sec-Fetch-Site`); with a token, nothing may say otherwise.
 */
export function isOwnRequest(request: Request, by: 'token' | 'cookie'): boolean {
  const origin = request.headers.get('origin');
  const own = new URL(request.url).origin;
  if (origin === own) return true;
  const isSameOrigin = request.headers.get('sec-fetch-site') === 'same-origin';
  // A browser whose policy hides the origin sends "null".
  if (by === 'cookie') return isSameOrigin && (origin === null || origin === 'null');
  return origin === null;
}

/**
 * Makes the Set-Cookie header of a sign-in: the end of it, signed with a key that is derived from the role's own token, so
 * that another token ends all of its sign-ins.
 */
export async function issueCookie(env: Env, now: number, role: Role = 'owner'): Promise<string> {
  const expires = String(Math.floor(now / 1000) + SIGN_IN_LASTS);
  const key = await cookieKey(env, role);
  if (key === null) throw new Error('There is no token to sign in with');
  const signature = hex(await crypto.subtle.sign('HMAC', key, encoder.encode(expires)));
  return `${COOKIE}=${expires}.${signature}; Max-Age=${SIGN_IN_LASTS}; ${COOKIE_ATTRIBUTES}`;
}

/** Gives the role of the sign-in whose cookie a request bears; `null`: it bears none that counts. */
export async function readCookie(request: Request, env: Env, now: number): Promise<Role | null> {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
  const [, expires, signature] = /^(\d{1,12})\.([\da-f]{64})$/.exec(value) ?? [];
  if (expires === undefined || signature === undefined || Number(expires) * 1000 <= now) return null;
  for (const role of ROLES) {
    const key = await cookieKey(env, role);
    if (key === null) continue;
    if (await crypto.subtle.verify('HMAC', key, bytesOf(signature), encoder.encode(expires))) return role;
  }
  return null;
}

function tokenOf(env: Env, name: (typeof TOKENS)[Role]): string | null {
  const token = secretOf(env, name) ?? '';
  return token.length < TOKEN_LENGTH ? null : token;
}

/** Compares digests: `timingSafeEqual` throws on unequal lengths, which tell something, too. */
async function isSame(given: string, token: string): Promise<boolean> {
  const [one, other] = await Promise.all(
    [given, token].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))),
  );
  return one !== undefined && other !== undefined && crypto.subtle.timingSafeEqual(one, other);
}

/** Derives the key of a role's cookies by HKDF-SHA-256 (RFC 5869); `null`: it has no token. */
async function cookieKey(env: Env, role: Role): Promise<CryptoKey | null> {
  const token = tokenOf(env, TOKENS[role]);
  if (token === null) return null;
  const root = await crypto.subtle.importKey('raw', encoder.encode(token), 'HKDF', false, ['deriveKey']);
  const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(LABEL) };
  return crypto.subtle.deriveKey(params, root, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
    'sign',
    'verify',
  ]);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
