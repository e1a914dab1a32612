import type { ConfigValue, Done } from '../operations.ts';

/** Takes a body for a value of CONFIG: a string or an object. What is in it is checked where it is to be stored. */
export function readConfigValue(body: Done<unknown>): Done<ConfigValue> {
  if (!body.ok) return body;
  if (isConfigValue(body.value)) return { ok: true, value: body.value };
  const detail = 'must be a string (a URL, or secret:NAME) or an object ({ "url": … })';
  return { ok: false, status: 422, detail: `The body ${detail}.`, errors: [{ key: 'body', field: null, detail }] };
}

/** True if a JSON value can be one of CONFIG. */
export function isConfigValue(value: unknown): value is ConfigValue {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
