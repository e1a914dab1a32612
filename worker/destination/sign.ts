/** Facts of a signature: `secrets` are `whsec_…`, the current one first; `timestamp` is in seconds. */
export type Signing = { readonly id: string; readonly timestamp: number; readonly secrets: readonly string[] };

/** Fewest characters of a SIGNING_KEY: 32 random hexadecimal ones hold 128 bits. HKDF itself would take an empty key. */
export const SIGNING_KEY_LENGTH = 32;

/** A secret as Standard Webhooks writes it: `whsec_` and the base64 of 24 to 64 bytes. */
export const SIGNING_SECRET =
  /^whsec_(?:(?:[A-Za-z\d+/]{4}){8,21}|(?:[A-Za-z\d+/]{4}){8,21}[A-Za-z\d+/]{2}==|(?:[A-Za-z\d+/]{4}){8,20}[A-Za-z\d+/]{3}=)$/;

/** Label of the derivation, so that another use of the key or another way to derive never gives the same bytes. */
const LABEL = 'earshot webhook secret v1 ';
const SECRET_BYTES = 32;

const encoder = new TextEncoder();

/** The key that secrets are derived from, without the white space that shells leave around it; `null`: none, or too short. */
export function signingKey(value: string | undefined): string | null {
  const key = value?.trim() ?? '';
  return key.length < SIGNING_KEY_LENGTH ? null : key;
}

/** The `whsec_…` of a destination's own: HKDF-SHA-256 (RFC 5869) over its name. Throws on a key too short to be one. */
export async function deriveSecret(key: string, destination: string): Promise<string> {
  const material = signingKey(key);
  if (material === null) throw new RangeError(`A signing key has at least ${SIGNING_KEY_LENGTH} characters`);
  const root = await crypto.subtle.importKey('raw', encoder.encode(material), 'HKDF', false, ['deriveBits']);
  const info = encoder.encode(LABEL + destination);
  const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return `whsec_${base64(await crypto.subtle.deriveBits(params, root, SECRET_BYTES * 8))}`;
}

/**
 * The headers of Standard Webhooks, with one signature for each secret.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function sign(signing: Signing, body: string): Promise<Record<string, string>> {
  const signed = encoder.encode(`${signing.id}.${signing.timestamp}.${body}`);
  const signatures = await Promise.all(signing.secrets.map((secret) => signature(secret, signed)));
  return {
    'webhook-id': signing.id,
    'webhook-timestamp': String(signing.timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

async function signature(secret: string, signed: Uint8Array): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `v1,${base64(await crypto.subtle.sign('HMAC', key, signed))}`;
}

function base64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
