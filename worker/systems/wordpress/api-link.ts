import { linksOfHeader, type NamedLink } from '../../feed/link-header.ts';

/** Relation under which a site names its interface. https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/ */
const API = 'https://api.w.org/';

/** Address of a post in the interface, which the `Link` header of a post's page or feed names. */
const POST_ROUTE = /\bwp\/v2\/[\w-]{1,40}\/(\d{1,20})$/;

/** REST interface of a site: the address that a route is added to, and the path that the site is in. */
type Api = { readonly api: string; readonly root: string };

/** Gives the interface that the `Link` header names, where it is on the host that answered; with that answer's own scheme. */
export function namedApi(header: string | null, { origin, host }: URL): Api | null {
  const link = linksOf(header).find(({ rel }) => rel.includes(API));
  // Behind a proxy that ends TLS, some name themselves with http.
  const url = URL.parse(link?.href ?? '');
  if (url === null || url.host !== host) return null;
  const api = `${origin}${url.pathname}${url.search}`;
  const root = url.pathname.replace(url.search === '' ? /[^/]*\/?$/ : /[^/]*$/, '').replace(/index\.php\/$/, '');
  return { api: api.endsWith('/') ? api : `${api}/`, root };
}

/** Gives the number of the post that the `Link` header of a feed names. */
export function namedPost(header: string | null): string | null {
  const found = linksOf(header).flatMap(({ href, rel }) =>
    rel.includes('alternate') ? (POST_ROUTE.exec(href) ?? []) : [],
  );
  return found[1] ?? null;
}

function linksOf(header: string | null): readonly NamedLink[] {
  return linksOfHeader(header ?? '');
}
