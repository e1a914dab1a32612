import * as v from 'valibot';
import type { Answer, HttpRequest, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';

/** Id of a message (17 characters of Meteor's), which is that of its thread as well. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/));

/** Answer of an integration. With `separateResponse` it tells of each channel. A script of the owner's may say anything. */
const answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    success: v.boolean(),
    error: v.optional(v.string()),
    responses: v.optional(
      v.array(v.object({ error: v.optional(v.string()), message: v.optional(v.object({ _id: id })) })),
    ),
  }),
);
const posted = v.pipe(v.string(), v.parseJson(), v.object({ tmid: v.optional(v.string()) }));

/** Errors that end with the integration, its channel or its user's rights being mended. */
const BROKEN: readonly (readonly [RegExp, string])[] = [
  [/^Invalid integration id or token/i, 'invalid-integration'],
  [/^Service Unavailable$/i, 'integration-disabled'],
  [/^overriding destination channel/i, 'channel-overriding-disabled'],
  [
    /^(invalid-channel|error-(?:not-allowed|invalid-(?:room|channel|user)|room-archived|running-script|user-not-found))/,
    '',
  ],
  [/^(room_is_blocked|You_have_been_muted)/, ''],
];

const TOO_LONG = 'error-message-size-exceeded';

/** Errors of a thread whose first message is gone. None is documented. */
const NO_THREAD = /^error-(?:invalid-(?:message|thread|tmid)|message-not-found|thread-not-found)/;

/** "Error, too many requests. Please slow down. You must wait 42 seconds before trying this endpoint again." */
const SLOW_DOWN = /too[- ]many[- ]requests(?:.{0,80}?wait (\d{1,6}) seconds)?/is;

const CODE = /^[\w-]{1,64}/;

/** Reads an answer; `hasThreads`: the message begins a thread, or is in one. */
export function readAnswer({ status, body }: Answer, request: HttpRequest, hasThreads: boolean): Reply {
  const read = v.safeParse(answer, body);
  const isTaken = status >= 200 && status < 300;
  if (!read.success) {
    if (status === 429) return reply({ kind: 'slow-down', wait: null });
    if (!isTaken || (body !== null && isAnyAnswer(body))) return reply(null);
    // The status is 200 of refusals, too: it may not have been taken.
    if (body === null) return reply({ kind: 'slow-down', wait: null });
    const detail =
      'answers as no integration of Rocket.Chat’s does; needed is that of an incoming one, https://…/hooks/…';
    return reply({ kind: 'config', field: 'url', detail });
  }
  const { success, error, responses = [] } = read.output;
  const tmid = v.parse(posted, request.body).tmid ?? null;
  if (isTaken && success) {
    const sent = responses.find(({ message }) => message !== undefined)?.message?.['_id'];
    if (sent !== undefined) return reply(null, { sent, thread: hasThreads ? (tmid ?? sent) : null });
    return reply(null);
  }
  return reply(
    verdictOf(error ?? responses.find((one) => one.error !== undefined)?.error ?? '', status, tmid !== null),
  );
}

/** True if a body is a success of an integration, in which a script has put what is none of Rocket.Chat's. */
function isAnyAnswer(body: string): boolean {
  return v.is(v.pipe(v.string(), v.parseJson(), v.object({ success: v.literal(true) })), body);
}

function verdictOf(error: string, status: number, isInThread: boolean): PlatformVerdict | null {
  const slow = SLOW_DOWN.exec(error);
  if (slow !== null || status === 429) {
    return { kind: 'slow-down', wait: slow?.[1] === undefined ? null : Number(slow[1]) * 1_000 };
  }
  if (isInThread && NO_THREAD.test(error)) return { kind: 'again', without: 'thread' };
  for (const [pattern, code] of BROKEN) {
    const [, own] = pattern.exec(error) ?? [];
    if (pattern.test(error)) return { kind: 'broken', code: code === '' ? (own ?? '') : code, probe: 'hourly' };
  }
  if (error.startsWith(TOO_LONG)) return { kind: 'message', code: TOO_LONG };
  if (status >= 300) return status === 400 ? { kind: 'message', code: CODE.exec(error)?.[0] ?? 'unknown-error' } : null;
  // A success by its status alone is none.
  return { kind: 'broken', code: CODE.exec(error)?.[0] ?? 'not-taken', probe: 'hourly' };
}

function reply(verdict: PlatformVerdict | null, receipt: Receipt | null = null): Reply {
  return { verdict, receipt, learned: null };
}
