import type { Email, EmailBinding, SendResult } from '../exchange.ts';

/** Code in the place of one that is thrown, where the Worker has no binding. */
export const NO_BINDING = 'E_NO_BINDING';

/** A code that was thrown: nothing else of an exception is kept. */
const CODE = /^[\w.:-]{1,64}$/;

/** Sends a mail through the binding; never throws. A code that it throws is in the answer's body, with status 500. */
export async function sendEmail(
  { kind: _, to, ...mail }: Email,
  binding: EmailBinding | undefined,
): Promise<SendResult> {
  if (binding === undefined) return answer(500, { code: NO_BINDING });
  try {
    const sent = await binding.send({ ...mail, to: [...to] });
    const isNamed = typeof sent === 'object' && sent !== null && 'messageId' in sent;
    return answer(200, { messageId: isNamed && typeof sent.messageId === 'string' ? sent.messageId : null });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return answer(500, { code: CODE.test(code) ? code : null });
  }
}

function answer(status: number, body: unknown): SendResult {
  return { kind: 'answered', status, retryAfter: null, body: JSON.stringify(body) };
}
