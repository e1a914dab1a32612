import { type Email, type EmailBinding, NO_BINDING, type SendResult } from '../exchange.ts';
import { withDeadline, within } from './deadline.ts';

/** Longest time that the binding has to take a mail, ms. */
const TIMEOUT = 15_000;

/** A code that was thrown: nothing else of an exception is kept. */
const CODE = /^[\w.:-]{1,64}$/;

/** Words of workerd for its own limit. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const LIMIT = /too many subrequests/i;

/** Sends a mail through the binding; never throws. A code that it throws is in the answer's body, with status 500. */
export async function sendEmail(
  { kind: _, to, ...mail }: Email,
  binding: EmailBinding | undefined,
  timeout = TIMEOUT,
): Promise<SendResult> {
  if (binding === undefined) return answer(500, { code: NO_BINDING });
  return withDeadline(timeout, async (signal) => {
    try {
      const sent = await within(signal, binding.send({ ...mail, to: [...to] }));
      const id = property(sent, 'messageId');
      return answer(200, { messageId: typeof id === 'string' ? id : null });
    } catch (error) {
      if (signal.aborted) return { kind: 'timeout' };
      if (error instanceof Error && LIMIT.test(error.message)) return { kind: 'limit' };
      const code = property(error, 'code');
      return answer(500, { code: typeof code === 'string' && CODE.test(code) ? code : null });
    }
  });
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

function answer(status: number, body: unknown): SendResult {
  return { kind: 'answered', status, retryAfter: null, body: JSON.stringify(body) };
}
