import type { HttpRequest, SendResult } from '../exchange.ts';
import { withDeadline } from './deadline.ts';
import { destinationUrlProblem } from './url-policy.ts';
import { USER_AGENT } from './user-agent.ts';

/** Longest exchange, ms: a receiver that needs longer is to answer first and work then. */
const TIMEOUT = 15_000;

/** Bytes read of an answer: some chats answer with the whole message, its id in it. */
const ANSWER_BYTES = 64 * 1024;

/** Words of workerd for its own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

/** Circumstances of a send. */
export type PostOptions = {
  /** Private networks and plain http are open. */
  readonly allowPrivate: boolean;
  /** The answer's body is read; else it is cancelled as soon as its headers are there. */
  readonly readsBody: boolean;
  /** Longest exchange, ms; 15 seconds where it is left out. */
  readonly timeout?: number;
};

/** Sends a request once, follows no redirect, and gives the answer; never throws. */
export async function post(request: HttpRequest, options: PostOptions): Promise<SendResult> {
  const { allowPrivate, readsBody, timeout = TIMEOUT } = options;
  if (destinationUrlProblem(request.url, allowPrivate) !== null) return { kind: 'blocked' };
  return withDeadline(timeout, (signal) => exchange(request, readsBody, signal));
}

async function exchange(
  { method, url, headers, body }: HttpRequest,
  readsBody: boolean,
  signal: AbortSignal,
): Promise<SendResult> {
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: '*/*', ...headers, 'user-agent': USER_AGENT },
      body,
      // Followed, a 307 would hand the message and its signature to another origin.
      redirect: 'manual',
      signal,
    });
    const { status } = response;
    const location = status >= 300 && status < 400 ? response.headers.get('location') : null;
    return {
      kind: 'answered',
      status,
      retryAfter: response.headers.get('retry-after'),
      ...(location === null ? {} : { location }),
      body: readsBody ? await readBeginning(response) : await cancel(response),
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'timeout' };
    return { kind: error instanceof Error && LIMIT.test(error.message) ? 'limit' : 'network' };
  }
}

/** Cancels the body: a receiver that drips it would hold up all that waits. */
async function cancel(response: Response): Promise<null> {
  try {
    await response.body?.cancel();
  } catch {
    // The status is there; the connection is gone either way.
  }
  return null;
}

/** The first 64 KiB of the body as text; `null`: it broke off, or time was over. The status counts in any case. */
async function readBeginning(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let left = ANSWER_BYTES;
  try {
    while (left > 0) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
    }
  } catch {
    return null;
  }
  // The rest is not waited for.
  reader.cancel().catch(() => {});
  return text;
}
