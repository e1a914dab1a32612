import { html, type Html } from '../../html.ts';

/** Nothing but the Worker's own style sheet and an icon; no script at all, and forms that lead to the Worker alone. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Makes the response of a page. */
export function pageResponse(page: Html, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(String(html`<!doctype html>${page}`), {
    status,
    headers: { ...HEADERS, ...headers, 'content-type': 'text/html; charset=utf-8' },
  });
}

/** Redirects to a page of ours, by GET (RFC 9110, section 15.4.4). */
export function redirect(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 303, headers: { ...HEADERS, ...headers, location: path } });
}

/** Makes the response of a file to be kept. `name` is ours. */
export function fileResponse(text: string, type: string, name: string): Response {
  return new Response(text, {
    headers: { ...HEADERS, 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
}

/** A path of this Worker for a redirect after the sign-in; `/` where `next` is none, or leads elsewhere. */
export function localPath(next: string | null, origin: string): string {
  // A browser takes `//host` and `/\host` for another host, and drops tabs and line ends in between.
  if (next === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return '/';
  const url = URL.parse(next, origin);
  return url === null || url.origin !== origin || url.pathname.startsWith('//') ? '/' : url.pathname + url.search;
}

/** Makes a path of segments, and a query of what is not `null`. */
export function pathOf(
  segments: readonly string[],
  query: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  const path = `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
