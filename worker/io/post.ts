import type { SendResult, Outgoing } from '../model.ts';
import { withDeadline } from './deadline.ts';
import { destinationUrlProblem } from './url-policy.ts';
import { USER_AGENT } from './user-agent.ts';

/** A receiver that needs longer is not answering: what takes time belongs after its answer. Over the whole exchange. */
const TIMEOUT = 15_000;

/** What is read of an answer: chats' codes stand in its first kilobyte. */
const ANSWER_BYTES = 16 * 1024;

/** How workerd words its own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

/** Sends a request once, follows nothing, and gives what came back; it never throws. `timeout` in ms. */
export async function post(request: Outgoing, allowPrivate: boolean, timeout = TIMEOUT): Promise<SendResult> {
  if (destinationUrlProblem(request.url, allowPrivate) !== null) return { kind: 'blocked' };
  return withDeadline(timeout, (signal) => exchange(request, signal));
}

async function exchange({ method, url, headers, body }: Outgoing, signal: AbortSignal): Promise<SendResult> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'user-agent': USER_AGENT },
      body,
      // Followed, a 307 would hand the message and its signature to another origin.
      redirect: 'manual',
      signal,
    });
    return {
      kind: 'answered',
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: await beginning(response),
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'timeout' };
    return { kind: error instanceof Error && LIMIT.test(error.message) ? 'limit' : 'network' };
  }
}

/** The body's first 16 KiB as text, or what came before it broke off or time was over: the status has said what counts. */
async function beginning(response: Response): Promise<string> {
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
    // The rest is not waited for.
    await reader.cancel();
  } catch {
    // Whatever comes of that, the answer is there.
  }
  return text;
}
