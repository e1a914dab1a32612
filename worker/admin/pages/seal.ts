import { type Env, secretOf } from '../../env.ts';

// What a form has to carry from one step to the next, and that a page must not show: a destination's URL, a file of settings.

/** Time in which a step has to follow the one before, ms. */
const LIFE = 30 * 60_000;

const NONCE = 12;

const encoder = new TextEncoder();

/** A key of its own, derived from ADMIN_TOKEN (HKDF-SHA-256, RFC 5869): with another token no sealed text opens. */
async function keyOf(env: Env): Promise<CryptoKey | null> {
  const token = secretOf(env, 'ADMIN_TOKEN');
  if (token === undefined) return null;
  const root = await crypto.subtle.importKey('raw', encoder.encode(token), 'HKDF', false, ['deriveKey']);
  const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('earshot form v1') };
  return crypto.subtle.deriveKey(params, root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function base64(bytes: Uint8Array): string {
  // In parts: a call takes so many arguments alone.
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** Seals a text for a hidden field: only this Worker reads it, for half an hour. `null`: ADMIN_TOKEN is not set. */
export async function seal(env: Env, text: string, now: number): Promise<string | null> {
  const key = await keyOf(env);
  if (key === null) return null;
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const plain = encoder.encode(JSON.stringify({ until: now + LIFE, text }));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
  return `${base64(iv)}.${base64(sealed)}`;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Opens what `seal` made; `null`: it is too old, or not ours. */
export async function unseal(env: Env, sealed: string, now: number): Promise<string | null> {
  const key = await keyOf(env);
  const [iv = '', data = ''] = sealed.split('.');
  if (key === null || data === '') return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, bytesOf(data));
    const opened: unknown = JSON.parse(new TextDecoder().decode(plain));
    const [until, text]: readonly unknown[] = [
      Reflect.get(Object(opened), 'until'),
      Reflect.get(Object(opened), 'text'),
    ];
    return typeof until === 'number' && until > now && typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}
