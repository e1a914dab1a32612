import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';

/** Success or error of Zulip's. https://zulip.com/api/rest-error-handling */
const answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('result', [
    v.object({ result: v.literal('success'), id: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))) }),
    v.object({
      result: v.literal('error'),
      msg: v.optional(v.string(), ''),
      code: v.optional(v.pipe(v.string(), v.regex(/^[A-Z][A-Z_]{0,63}$/)), 'BAD_REQUEST'),
      'retry-after': v.nullish(v.number()),
    }),
  ]),
);
type Failure = Extract<v.InferOutput<typeof answer>, { result: 'error' }>;

/** Errors of the credentials, the organisation or the channel. */
const BROKEN = new Set([
  'INVALID_API_KEY',
  'UNAUTHORIZED',
  'UNAUTHENTICATED_USER',
  'REALM_DEACTIVATED',
  'USER_DEACTIVATED',
  'STREAM_DOES_NOT_EXIST',
  'NONEXISTENT_SUBDOMAIN',
]);

/** Words of an error without a code of its own by which the bot may not write in the channel. */
const NOT_ALLOWED =
  /not authorized|permission|not subscribed|account is deactivated|channel .{0,80} is (?:archived|deactivated)/i;

/** An edit that changes nothing, as one that is sent again after its answer was lost. */
const SAME = /nothing to change/i;

/** Reads an answer; `hasThreads`: topics are those of posts. */
export function readAnswer({ status, body }: Answer, request: HttpRequest, hasThreads: boolean): Reply {
  const read = v.safeParse(answer, body);
  const isTaken = status >= 200 && status < 300;
  if (!read.success) {
    if (status === 429) return reply({ kind: 'slow-down', wait: null });
    if (!isTaken || body === null) return reply(null);
    return reply({
      kind: 'config',
      field: 'site',
      detail: 'answers as no Zulip does; needed is https://….zulipchat.com',
    });
  }
  const isEdit = request.method === 'PATCH';
  if (read.output.result === 'error') return reply(verdictOf(read.output, status, isEdit));
  if (!isTaken) return reply(null);
  if (isEdit) return reply(null, receiptOf(/\/messages\/(\d+)$/.exec(request.url)?.[1], null));
  const topic = hasThreads ? new URLSearchParams(request.body).get('topic') : null;
  return reply(null, receiptOf(read.output.id?.toString(), topic));
}

function receiptOf(sent: string | undefined, thread: string | null): Receipt | null {
  return sent === undefined ? null : { sent, thread };
}

function verdictOf(failure: Failure, status: number, isEdit: boolean): PlatformVerdict | null {
  const { code, msg, 'retry-after': seconds } = failure;
  if (status === 429 || code === 'RATE_LIMIT_HIT') {
    return {
      kind: 'slow-down',
      wait: seconds === undefined || seconds === null ? null : Math.ceil(Math.max(0, seconds) * 1_000),
    };
  }
  if (status >= 500) return null;
  if (BROKEN.has(code) || status === 401) return { kind: 'broken', code, probe: 'hourly' };
  if (isEdit && SAME.test(msg)) return { kind: 'delivered' };
  // Too old to be edited, gone, or no edits here: they have no codes of their own, and are in the bot's language.
  if (isEdit) return { kind: 'again', without: 'sent' };
  if (status === 403 || NOT_ALLOWED.test(msg)) return { kind: 'broken', code, probe: 'hourly' };
  return { kind: 'message', code };
}

function reply(verdict: PlatformVerdict | null, receipt: Receipt | null = null): Reply {
  return { verdict, receipt, learned: null };
}
