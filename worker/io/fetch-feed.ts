import type { Failure, Result } from '../model.ts';
import { urlProblem } from './url-policy.ts';
import { USER_AGENT } from './user-agent.ts';

/** Most redirects that are followed; feed readers follow few more, and each is a request of the Free plan's fifty. */
const REDIRECTS = 5;
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
/** https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2 and section-15.4.9 */
const PERMANENT_STATUS = new Set([301, 308]);

/** A feed of ten thousand comments is 5 MB; an object has 128 MB for six feeds at a time, their text and their trees. */
const BODY_BYTES = 8 * 1024 * 1024;

/** Words of workerd's own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, ' +
  'application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1';

/** Validators of an answer, verbatim as the server named them. https://www.rfc-editor.org/rfc/rfc9110#section-8.8 */
type Validators = { readonly etag: string | null; readonly lastModified: string | null };

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
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
};

/** Answer that nothing has changed (304). `maxAge`: `Cache-Control: max-age`, seconds. */
export type Unmodified = { readonly kind: 'unmodified'; readonly status: number; readonly maxAge: number | null };

/** Answer with a body, as far as it was read. */
export type Body = {
  readonly kind: 'body';
  readonly status: number;
  readonly bytes: Uint8Array;
  /** Reason for which the body was not read to its end, in words; `null`: it was. */
  readonly cut: string | null;
  readonly contentType: string | null;
  readonly link: string | null;
  /** Address at which it was read, after redirects. */
  readonly url: string;
  /** The same, where every redirect on the way was a permanent one; else `null`. */
  readonly movedTo: string | null;
  readonly validators: Validators;
  /** `Cache-Control: max-age`, seconds. */
  readonly maxAge: number | null;
};

/** `limit`: the platform under us refused to try. `status` and `retryAfter` (verbatim) are those of the answer, where there was one. */
export type FetchFailure = Failure<'blocked' | 'timeout' | 'network' | 'limit' | 'redirects' | 'gone' | 'status'> & {
  readonly status: number | null;
  readonly retryAfter: string | null;
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
    // A 304 to a question without validators says nothing.
    if (response.status === 304 && validators !== null) return { ok: true, value: unmodified(response) };
    if (response.ok) return { ok: true, value: await readBody(response, url, hop > 0 && permanent, request.signal) };
    await discard(response);
    const location = REDIRECT_STATUS.has(response.status) ? response.headers.get('location') : null;
    if (location === null || !URL.canParse(location, url)) return refused(response);
    permanent &&= PERMANENT_STATUS.has(response.status);
    url = withoutFragment(new URL(location, url).href);
  }
  return failure('redirects', `It redirects more than ${REDIRECTS} times.`);
}

async function ask(url: string, request: FeedRequest, validators: Validators | null): Promise<Response | FetchFailure> {
  const { headers, auth, home, signal } = request;
  try {
    const sent = new Headers({ accept: ACCEPT, 'user-agent': USER_AGENT });
    if (validators?.etag) sent.set('if-none-match', validators.etag);
    if (validators?.lastModified) sent.set('if-modified-since', validators.lastModified);
    if (new URL(url).origin === new URL(home).origin) {
      if (auth !== null) sent.set('authorization', basic(auth));
      for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    }
    return await fetch(url, { headers: sent, redirect: 'manual', signal });
  } catch (error) {
    if (signal.aborted) return failure('timeout', 'The server did not answer in time.');
    return error instanceof Error && LIMIT.test(error.message)
      ? failure('limit', 'Too many requests were made in one run.')
      : failure('network', 'The server could not be reached.');
  }
}

async function readBody(response: Response, url: string, moved: boolean, signal: AbortSignal): Promise<Body> {
  const { headers, status } = response;
  return {
    kind: 'body',
    status,
    ...(await readBytes(response, signal)),
    contentType: headers.get('content-type'),
    link: headers.get('link'),
    url,
    movedTo: moved ? url : null,
    validators: { etag: headers.get('etag'), lastModified: headers.get('last-modified') },
    maxAge: maxAgeOf(response),
  };
}

/** Reads until the end, the cap, an error or the deadline: what was whole in a cut body still counts. */
async function readBytes(response: Response, signal: AbortSignal): Promise<Pick<Body, 'bytes' | 'cut'>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let cut: string | null = null;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      chunks.push(part.value.subarray(0, BODY_BYTES - length));
      length += part.value.byteLength;
      if (length <= BODY_BYTES) continue;
      cut = `The answer is over ${BODY_BYTES / 1024 / 1024} MiB.`;
      await reader?.cancel();
      break;
    }
  } catch {
    cut = signal.aborted ? 'The answer did not end in time.' : 'The connection broke off in the middle of the answer.';
  }
  const bytes = new Uint8Array(Math.min(length, BODY_BYTES));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { bytes, cut };
}

function unmodified(response: Response): Unmodified {
  return { kind: 'unmodified', status: response.status, maxAge: maxAgeOf(response) };
}

/** https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.1 */
function maxAgeOf(response: Response): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(response.headers.get('cache-control') ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds);
}

function refused(response: Response): FetchFailure {
  const { status } = response;
  const answer = { status, retryAfter: response.headers.get('retry-after') };
  if (status === 410) return { ...failure('gone', 'The server says that it is gone for good (410).'), ...answer };
  return { ...failure('status', `The server answered ${status}.`), ...answer };
}

function failure(reason: FetchFailure['reason'], detail: string): FetchFailure {
  return { ok: false, reason, detail, status: null, retryAfter: null };
}

async function discard(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // It is broken already: nothing of it was wanted.
  }
}

/** As UTF-8: https://www.rfc-editor.org/rfc/rfc7617#section-2.1 */
function basic(auth: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(auth)))}`;
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}
