/** Validity of a token: long enough for a person to read and agree, too short to lie about in a log. */
const VALID_MS = 5 * 60_000;

/** Label of the derivation, so that another use of ADMIN_TOKEN never gives the same key. */
const LABEL = 'earshot mcp confirmation v1';

const encoder = new TextEncoder();

/** An action that is to be confirmed: a tool and the arguments that it was called with, checked. */
export type Action = { readonly tool: string; readonly args: unknown };

/** A token, and the instant at which it expires (ms). */
export type Confirmation = { readonly token: string; readonly expires: number };

/**
 * Makes a token for one action: `<expiry in base 36>.<HMAC-SHA-256 over tool, arguments and expiry, base64url>`. Nothing is
 * stored, so that within its five minutes it confirms the same action again.
 */
export async function confirmationOf(adminToken: string, action: Action, now: number): Promise<Confirmation> {
  const expires = now + VALID_MS;
  const mac = await crypto.subtle.sign('HMAC', await keyOf(adminToken), signedBytes(action, expires));
  return { token: `${expires.toString(36)}.${base64url(mac)}`, expires };
}

/** Checks a token. `other`: of another tool or other arguments, or not of ours. */
export async function checkConfirmation(
  adminToken: string,
  action: Action,
  token: string,
  now: number,
): Promise<'valid' | 'expired' | 'other'> {
  const [, expiry, text] = /^([\da-z]{1,10})\.([\w-]{43})$/.exec(token.trim()) ?? [];
  if (expiry === undefined || text === undefined) return 'other';
  const expires = Number.parseInt(expiry, 36);
  const key = await keyOf(adminToken);
  const genuine = await crypto.subtle.verify('HMAC', key, fromBase64url(text), signedBytes(action, expires));
  if (!genuine) return 'other';
  return now < expires ? 'valid' : 'expired';
}

/** The key: HKDF-SHA-256 (RFC 5869) over ADMIN_TOKEN, so that a change of that makes all tokens void. */
async function keyOf(adminToken: string): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', encoder.encode(adminToken), 'HKDF', false, ['deriveKey']);
  const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(LABEL) };
  return crypto.subtle.deriveKey(params, root, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function signedBytes({ tool, args }: Action, expires: number): Uint8Array {
  return encoder.encode(`${tool}\n${expires}\n${canonical(args)}`);
}

/** JSON in which the keys of objects stand in order, so that equal arguments give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
