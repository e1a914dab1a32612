import { describe, expect, test } from 'vitest';
import type { Email, EmailBinding } from '../../worker/exchange.ts';
import { sendEmail } from '../../worker/io/email.ts';

const MAIL: Email = {
  kind: 'email',
  from: { email: 'comments@blog.example', name: 'Earshot' },
  to: ['ada@blog.example', 'bob@blog.example'],
  subject: 'Comments on QQ',
  text: 'Hello',
  html: '<p>Hello</p>',
  headers: { 'Auto-Submitted': 'auto-generated' },
};

/** A binding that throws this. */
const throwing = (error: unknown): EmailBinding => ({
  send: async () => {
    throw error;
  },
});

/** The answer's status and body. */
async function answered(binding: EmailBinding | undefined): Promise<unknown> {
  const answer = await sendEmail(MAIL, binding);
  return answer.kind === 'answered' ? [answer.status, JSON.parse(answer.body ?? '')] : answer;
}

describe('sendEmail', () => {
  test('hands the binding the mail as it is, and gives the id of the message', async () => {
    const sent: unknown[] = [];
    const send = async (mail: unknown) => {
      sent.push(mail);
      return { messageId: '<1@blog.example>' };
    };
    expect(await answered({ send })).toEqual([200, { messageId: '<1@blog.example>' }]);
    const { kind: _, ...mail } = MAIL;
    expect(sent).toEqual([mail]);
  });

  test.each([undefined, null, 'sent', {}, { messageId: 7 }])('takes %j for a mail that was sent', async (result) => {
    expect(await answered({ send: async () => result })).toEqual([200, { messageId: null }]);
  });

  test('gives the code that was thrown, and nothing else of it', async () => {
    const error = Object.assign(new Error('ada@blog.example is no address'), { code: 'E_VALIDATION_ERROR' });
    expect(await answered(throwing(error))).toEqual([500, { code: 'E_VALIDATION_ERROR' }]);
    expect(await answered(throwing({ code: 'E_RATE_LIMIT_EXCEEDED' }))).toEqual([
      500,
      { code: 'E_RATE_LIMIT_EXCEEDED' },
    ]);
  });

  test.each([
    ['none', new Error('no code')],
    ['words', Object.assign(new Error('x'), { code: 'ada@blog.example is no address' })],
    ['a number', Object.assign(new Error('x'), { code: 7 })],
    ['no error', undefined],
  ])('gives no code where there is %s', async (_what, error) => {
    expect(await answered(throwing(error))).toEqual([500, { code: null }]);
  });

  test('says so where the Worker has no binding', async () => {
    expect(await answered(undefined)).toEqual([500, { code: 'E_NO_BINDING' }]);
  });

  test('waits no longer than it may', async () => {
    const hanging: EmailBinding = { send: () => new Promise(() => {}) };
    expect(await sendEmail(MAIL, hanging, 20)).toEqual({ kind: 'timeout' });
  });

  test('tells the platform’s own limit from an answer', async () => {
    expect(await answered(throwing(new Error('Too many subrequests by single Worker invocation.')))).toEqual({
      kind: 'limit',
    });
  });
});
