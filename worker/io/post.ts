import type { HttpRequest, SendResult } from '../exchange.ts';
import { withDeadline, within } from './deadline.ts';
import { destinationUrlProblem } from './url-policy.ts';
import { USER_AGENT } from './user-agent.ts';

/** Longest exchange, ms: a receiver that needs longer is to answer first and work then. */
const TIMEOUT = 15_000;

/** Bytes read of an answer: some chats answer with the whole message, its id in it. */
const ANSWER_BYTES = 64 * 1024;

/** Bytes of an answer that people see … */
const BEGINNING_BYTES = 2 * 1024;
/** … and time, ms, for which they are waited for where nothing depends on them: a receiver that drips them would hold up all that waits. */
const BEGINNING_WAIT = 500;

/** Words of workerd for its own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

/** Circumstances of a send. */
export type PostOptions = {
  /** Private networks and plain http are open. */
  readonly allowPrivate: boolean;
  /** The answer's body decides, and is read; else no more of it than people are shown, as far as it comes at once. */
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
    const read = readsBody ? await readText(response, ANSWER_BYTES) : await glance(response);
    return {
      kind: 'answered',
      status,
      retryAfter: response.headers.get('retry-after'),
      ...(location === null ? {} : { location }),
      body: readsBody && !read.isBroken ? read.text : null,
      beginning: beginningOf(read.text),
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'timeout' };
    return { kind: error instanceof Error && LIMIT.test(error.message) ? 'limit' : 'network' };
  }
}

type ReadText = { readonly text: string; readonly isBroken: boolean };

/** Reads what people are shown of a body that decides nothing. */
function glance(response: Response): Promise<ReadText> {
  return withDeadline(BEGINNING_WAIT, (enough) => readText(response, BEGINNING_BYTES, enough));
}

/**
 * Reads the first `bytes` of the body as text; `isBroken`: it broke off, or time was over, and that is what came before. The
 * status counts in any case.
 */
async function readText({ body }: Response, bytes: number, enough?: AbortSignal): Promise<ReadText> {
  if (body === null) return { text: '', isBroken: false };
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let left = bytes;
  let isBroken = false;
  try {
    while (left > 0) {
      const { done, value } = await (enough === undefined ? reader.read() : within(enough, reader.read()));
      if (done) return { text: text + decoder.decode(), isBroken: false };
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.byteLength;
    }
  } catch {
    isBroken = true;
  }
  // The rest is not waited for.
  reader.cancel().catch(() => {});
  return { text, isBroken };
}

/** Cuts a text to the bytes that people are shown, between two characters. */
function beginningOf(text: string): string {
  const bytes = new TextEncoder().encode(text.slice(0, BEGINNING_BYTES));
  return new TextDecoder().decode(bytes.subarray(0, BEGINNING_BYTES), { stream: true });
}
