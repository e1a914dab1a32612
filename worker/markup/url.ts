/** Longer than any address that a person means; chats refuse such links. */
const MAX_URL = 2048;

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/**
 * The absolute address that `reference` means, resolved against `base`; `null` where there is none that is safe to
 * follow: only http, https and mailto, and without user and password, which exist to make one host look like another.
 */
export function safeUrl(reference: string, base: string | null): string | null {
  if (reference.length > MAX_URL) return null;
  const url = URL.parse(reference.trim(), base ?? undefined);
  if (url === null || !SAFE.has(url.protocol)) return null;
  url.username = '';
  url.password = '';
  return url.href.length > MAX_URL ? null : url.href;
}
