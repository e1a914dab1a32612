/**
 * Time for which an answer stays fresh, s: `max-age`, else `Expires` by the server's own clock, less the time that it has lain in a
 * cache (`Age`); `null`: it names none. https://www.rfc-editor.org/rfc/rfc9111#section-4.2
 */
export function freshnessOf(headers: Headers): number | null {
  const control = headers.get('cache-control') ?? '';
  const lifetime = maxAgeIn(control) ?? expiryOf(headers, control);
  return lifetime === null ? null : Math.max(lifetime - ageOf(headers), 0);
}

/** https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.1 */
function maxAgeIn(control: string): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** An `Expires` that is no date has passed already. https://www.rfc-editor.org/rfc/rfc9111#section-5.3 */
function expiryOf(headers: Headers, control: string): number | null {
  const expires = headers.get('expires');
  // What must not be kept is not fresh, whatever else is said for old caches.
  if (expires === null || /(?:^|[\s,])no-(?:cache|store)\b/i.test(control)) return null;
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return null;
  const seconds = (Date.parse(expires) - date) / 1000;
  return seconds > 0 ? seconds : 0;
}

/** Of several the first counts, and what is no number is none. https://www.rfc-editor.org/rfc/rfc9111#section-5.1 */
function ageOf(headers: Headers): number {
  const [, seconds] = /^\s*(\d+)\s*(?:,|$)/.exec(headers.get('age') ?? '') ?? [];
  return Number(seconds ?? 0);
}
