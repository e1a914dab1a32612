import type { Failure, Result } from '../model.ts';
import { WALL_BYTES, wallIn } from './bot-wall.ts';
import { freshnessOf } from './freshness.ts';
import { discard, readBytes } from './read-bytes.ts';
import { urlProblem } from './url-policy.ts';
import { conditionOf, type Validators, validatorsIn } from './validators.ts';

/** Most redirects that are followed; feed readers follow few more, and each is a request of the Free plan's fifty. */
const REDIRECTS = 5;
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
/** https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2 and section-15.4.9 */
const PERMANENT_STATUS = new Set([301, 308]);

/** Words of workerd's own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

/** Packings that the runtime undoes by itself. https://developers.cloudflare.com/workers/runtime-apis/web-standards/#compression */
const ACCEPT_ENCODING = 'br, gzip';

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, ' +
  'application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1';

/** Request for a feed: address, credentials, validators and the limit on its time. */
export type FeedRequest = {
  readonly url: string;
  /** Seen by the origin of `home` alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** `user:password`, for the origin of `home` alone. */
  readonly auth: string | null;
  /** The URL as configured. */
  readonly home: string;
  /** The validators that were stored with that very URL; asked at every hop. */
  readonly validatorsOf: (url: string) => Promise<Validators | null>;
  /** Name under which Earshot asks (user-agent.ts). */
  readonly userAgent: string;
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  /** Asked before each redirect is followed, which is one more request; `false`: none is left. */
  readonly mayRedirect?: () => boolean;
};

/** Address at which an answer was had. */
type Place = {
  /** The address, after redirects. */
  readonly url: string;
  /** The same, where every redirect on the way was a permanent one; else `null`. */
  readonly movedTo: string | null;
};

/** Answer that nothing has changed (304). `maxAge`: time that it stays fresh, s. */
export type Unmodified = Place & {
  readonly kind: 'unmodified';
  readonly status: number;
  readonly maxAge: number | null;
};

/** Answer with a body, as far as it was read. */
export type Body = Place & {
  readonly kind: 'body';
  readonly status: number;
  readonly bytes: Uint8Array;
  /** Reason for which the body was not read to its end, in words; `null`: it was. */
  readonly cut: string | null;
  readonly contentType: string | null;
  readonly link: string | null;
  readonly validators: Validators;
  /** Time that it stays fresh (freshness.ts), s; `null`: it says none. */
  readonly maxAge: number | null;
};

/**
 * Failure to get a feed. `limit`: the platform under us refused to try; `wall`: what answered lets browsers alone through.
 * `status` and `retryAfter` (verbatim) are those of the answer, where there was one.
 */
export type FetchFailure = Failure<
  'blocked' | 'timeout' | 'network' | 'limit' | 'redirects' | 'gone' | 'wall' | 'status'
> & {
  readonly status: number | null;
  readonly retryAfter: string | null;
  /** Origin that answered, after redirects; left out where none did. */
  readonly origin?: string;
};

/** Gets a feed: redirects by hand, each hop checked against the URL policy, body capped; ends when `signal` says so. Never throws. */
export async function fetchFeed(request: FeedRequest): Promise<Result<Unmodified | Body, FetchFailure>> {
  let url = withoutFragment(request.url);
  let permanent = true;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const why = urlProblem(url, request.allowPrivate);
    if (why !== null) return failure('blocked', hop === 0 ? `The URL ${why}.` : `It redirects to a URL that ${why}.`);
    const validators = await request.validatorsOf(url);
    const response = await ask(url, request, validators);
    if (!(response instanceof Response)) return response;
    const place = { url, movedTo: hop > 0 && permanent ? url : null };
    // A 304 to a question without validators says nothing.
    if (response.status === 304 && validators !== null) return { ok: true, value: unmodified(response, place) };
    if (response.ok) return readBody(response, place, request.signal);
    const location = REDIRECT_STATUS.has(response.status) ? response.headers.get('location') : null;
    if (location === null || !URL.canParse(location, url))
      return { ...(await refused(response, request.signal)), origin: new URL(url).origin };
    await discard(response);
    if (request.mayRedirect?.() === false) return failure('limit', 'Too many requests were made in one run.');
    permanent &&= PERMANENT_STATUS.has(response.status);
    url = withoutFragment(new URL(location, url).href);
  }
  return failure('redirects', `It redirects more than ${REDIRECTS} times.`);
}

async function ask(url: string, request: FeedRequest, validators: Validators | null): Promise<Response | FetchFailure> {
  const { signal, userAgent } = request;
  try {
    // No `Headers`, which would be made to be copied.
    const headers = {
      accept: ACCEPT,
      'accept-encoding': ACCEPT_ENCODING,
      'user-agent': userAgent,
      ...(validators === null ? {} : conditionOf(validators)),
      ...ownHeaders(url, request),
    };
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (error) {
    if (signal.aborted) return failure('timeout', 'The server did not answer in time.');
    return error instanceof Error && LIMIT.test(error.message)
      ? failure('limit', 'Too many requests were made in one run.')
      : failure('network', 'The server could not be reached.');
  }
}

/** Credentials and headers for a URL, by lower-case names: the last of one name counts. None for another origin than the feed's. */
function ownHeaders(url: string, { headers, auth, home }: FeedRequest): Readonly<Record<string, string>> {
  const own = Object.entries(headers);
  if (auth !== null) own.unshift(['authorization', basic(auth)]);
  if (own.length === 0 || new URL(url).origin !== new URL(home).origin) return {};
  return Object.fromEntries(own.map(([name, value]) => [name.toLowerCase(), value]));
}

async function readBody(response: Response, place: Place, signal: AbortSignal): Promise<Result<Body, FetchFailure>> {
  const { headers, status } = response;
  const read = await readBytes(response, signal);
  const wall = wallIn(status, headers, read.bytes);
  if (wall !== null) return walled(response, wall);
  const value: Body = {
    kind: 'body',
    status,
    ...read,
    contentType: headers.get('content-type'),
    link: headers.get('link'),
    ...place,
    validators: validatorsIn(headers),
    maxAge: freshnessOf(response.headers),
  };
  return { ok: true, value };
}

function unmodified(response: Response, place: Place): Unmodified {
  return { kind: 'unmodified', status: response.status, ...place, maxAge: freshnessOf(response.headers) };
}

async function refused(response: Response, signal: AbortSignal): Promise<FetchFailure> {
  const { status } = response;
  const { bytes } = await readBytes(response, signal, WALL_BYTES);
  const wall = wallIn(status, response.headers, bytes);
  if (wall !== null) return walled(response, wall);
  if (status === 410) return answered('gone', response, 'The server says that it is gone for good (410).');
  return answered('status', response, `The server answered ${status}.`);
}

function walled(response: Response, name: string): FetchFailure {
  const detail =
    `A check that browsers alone pass has answered in the feed’s place (${name}; ${response.status}). ` +
    'Whoever runs the site can let the feed’s address, or the user agent “Earshot”, through without it.';
  return answered('wall', response, detail);
}

function answered(reason: FetchFailure['reason'], { status, headers }: Response, detail: string): FetchFailure {
  return { ok: false, reason, detail, status, retryAfter: headers.get('retry-after') };
}

function failure(reason: FetchFailure['reason'], detail: string): FetchFailure {
  return { ok: false, reason, detail, status: null, retryAfter: null };
}

/** As UTF-8: https://www.rfc-editor.org/rfc/rfc7617#section-2.1 */
function basic(auth: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(auth)))}`;
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
