import * as v from 'valibot';
import { type Answer, NO_BINDING, type Outgoing, type PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';
import { messageIdOf } from './headers.ts';

const HOUR = 60 * 60_000;

/** Body of an answer, as io/email.ts makes it of what the binding did. */
const sent = v.object({ messageId: v.nullable(v.string()) });
const thrown = v.object({ code: v.nullable(v.string()) });
const body = v.pipe(v.string(), v.parseJson(), v.union([sent, thrown]));

const UNVERIFIED = 'its domain is not set up to send mail in this Cloudflare account: Email, then Email Sending';

/**
 * Codes that the binding throws. https://developers.cloudflare.com/email-service/api/send-emails/workers-api/#error-codes
 * E_DELIVERY_FAILED and E_INTERNAL_SERVER_ERROR are not among them: they are failures of the moment, as status 500 is.
 */
const VERDICTS: Readonly<Record<string, PlatformVerdict>> = {
  [NO_BINDING]: {
    kind: 'config',
    field: 'type',
    detail:
      'this Worker has no e-mail binding: in wrangler.toml, take the # off the lines [[send_email]] and name = "EMAIL", and deploy again',
  },
  E_SENDER_NOT_VERIFIED: { kind: 'config', field: 'from', detail: UNVERIFIED },
  E_SENDER_DOMAIN_NOT_AVAILABLE: { kind: 'config', field: 'from', detail: UNVERIFIED },
  E_RECIPIENT_NOT_ALLOWED: {
    kind: 'config',
    field: 'to',
    detail:
      'Cloudflare may not send there: verify the address (Email, then Destination addresses), or allow it in wrangler.toml',
  },
  E_TOO_MANY_RECIPIENTS: { kind: 'config', field: 'to', detail: 'Cloudflare sends a mail to fewer addresses at once' },
  E_RECIPIENT_SUPPRESSED: { kind: 'broken', code: 'E_RECIPIENT_SUPPRESSED', probe: 'daily' },
  E_RATE_LIMIT_EXCEEDED: { kind: 'slow-down', wait: null },
  // When a day's count begins anew is not published.
  E_DAILY_LIMIT_EXCEEDED: { kind: 'slow-down', wait: HOUR },
  ...messages('E_VALIDATION_ERROR E_FIELD_MISSING E_CONTENT_TOO_LARGE'),
  ...messages('E_HEADER_NOT_ALLOWED E_HEADER_USE_API_FIELD E_HEADER_VALUE_INVALID E_HEADER_VALUE_TOO_LONG'),
  ...messages('E_HEADER_NAME_INVALID E_HEADERS_TOO_LARGE E_HEADERS_TOO_MANY'),
};

/** Codes by which a mail's headers are refused. */
const OF_HEADERS = /^E_HEADERS?_/;

function messages(codes: string): Record<string, PlatformVerdict> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, { kind: 'message', code }]));
}

/** Reads what the binding did with a mail. */
export function readAnswer(answer: Answer, request: Outgoing, hasThreads: boolean): Reply {
  const read = v.safeParse(body, answer.body);
  const nothing: Reply = { verdict: null, receipt: null, learned: null };
  if (!read.success) return nothing;
  const headers = request.kind === 'email' ? request.headers : {};
  if ('code' in read.output) return { ...nothing, verdict: verdict(read.output.code ?? '', headers) };
  return { ...nothing, receipt: answer.status === 200 ? receipt(read.output.messageId, headers, hasThreads) : null };
}

function verdict(code: string, headers: Readonly<Record<string, string>>): PlatformVerdict | null {
  // What is refused may be the id that was kept of an earlier mail: without it, this one opens a thread.
  if (OF_HEADERS.test(code) && 'References' in headers) return { kind: 'again', without: 'thread' };
  return Object.hasOwn(VERDICTS, code) ? (VERDICTS[code] ?? null) : null;
}

function receipt(
  messageId: string | null,
  headers: Readonly<Record<string, string>>,
  hasThreads: boolean,
): Receipt | null {
  const id = messageId === null ? null : messageIdOf(messageId);
  if (id === null) return null;
  const [root = id] = headers['References']?.split(' ') ?? [];
  return { sent: id, thread: hasThreads ? root : null };
}
