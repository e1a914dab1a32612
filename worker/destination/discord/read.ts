import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';
import { SNOWFLAKE } from './webhook-url.ts';

// Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes

/** Codes that ask for time: slow mode, write limits, edits of old messages, features that are off for a while. */
const SLOW = new Set([20016, 20022, 20028, 20029, 30046, 40004, 40006, 40062, 130000]);

/** Codes that refuse one message: its size, its form, its words. */
const MESSAGE = new Set([20009, 40005, 50006, 50035, 50109, 200000, 200001, 240000]);

/** Codes by which a message that is to be edited is out of reach: gone, another's, in a thread that is gone or closed. */
const NOT_EDITABLE = new Set([10003, 10008, 50005, 50021, 50083, 160005]);

/** Codes by which a thread takes nothing more: gone, archived for good, locked. */
const THREAD_CLOSED = new Set([10003, 50083, 160005]);

const NEEDS_THREAD = 220001;
const HAS_NO_THREADS = 220003;

/** Cloudflare, in front of Discord, refuses this address. */
const BLOCKED = 40333;

/** Codes of a destination that takes nothing, as the log shows them. */
const BROKEN: ReadonlyMap<number, string> = new Map([
  [10003, 'unknown_channel'],
  [10004, 'unknown_server'],
  [10015, 'webhook_deleted'],
  [40067, 'forum_requires_a_tag'],
  [50001, 'missing_access'],
  [50008, 'not_a_text_channel'],
  [50013, 'missing_permissions'],
  [50024, 'wrong_kind_of_channel'],
  [50027, 'invalid_webhook_token'],
  [50083, 'thread_archived'],
  [160005, 'thread_locked'],
  [160006, 'too_many_threads'],
  [220001, 'forum_needs_a_thread'],
  [220002, 'thread_named_twice'],
  [220003, 'no_forum'],
  [220004, 'no_webhooks_in_forum'],
]);

/** Wait where Cloudflare refuses without saying for how long, ms: it bans an address, which Workers share. */
const BAN_WAIT = 15 * 60_000;

const snowflake = v.pipe(v.string(), v.regex(SNOWFLAKE));
const json = v.pipe(v.string(), v.parseJson());
const posted = v.object({ id: snowflake, channel_id: snowflake });
const refusal = v.object({ code: v.optional(v.number()), retry_after: v.optional(v.pipe(v.number(), v.minValue(0))) });
const request = v.pipe(v.string(), v.parseJson(), v.object({ thread_name: v.optional(v.string()) }));

/** Circumstances of the request that was answered. */
type Asked = {
  readonly isEdit: boolean;
  /** Thread that it went to; `null`: none, or one that it was to open. */
  readonly thread: string | null;
  readonly opensThread: boolean;
  /** Thread of the pasted URL, in which all messages are. */
  readonly fixed: string | null;
};

/** Reads Discord's answer. `fixed`: the thread of the pasted URL. */
export function read(answer: Answer, of: Outgoing, fixed: string | null): Reply {
  const asked = askedBy(of, fixed);
  if (answer.status >= 200 && answer.status < 300) return taken(answer, asked);
  return { verdict: null, receipt: null, learned: null, ...refused(answer, asked) };
}

function askedBy(of: Outgoing, fixed: string | null): Asked {
  if (of.kind !== 'http') return { isEdit: false, thread: null, opensThread: false, fixed };
  return {
    isEdit: of.method === 'PATCH',
    thread: new URL(of.url).searchParams.get('thread_id'),
    opensThread: v.parse(request, of.body).thread_name !== undefined,
    fixed,
  };
}

function taken({ body }: Answer, asked: Asked): Reply {
  const reply: Reply = { verdict: null, receipt: null, learned: null };
  // An answer that broke off, or one without the message: status 204 of a relay that does not know `wait`.
  if (body === null || body.trim() === '') return reply;
  const parsed = v.safeParse(json, body);
  if (!parsed.success) {
    const detail = 'answers as no webhook of Discord’s does; needed is https://discord.com/api/webhooks/…';
    return { ...reply, verdict: { kind: 'config', field: 'url', detail } };
  }
  const message = v.safeParse(posted, parsed.output);
  return message.success ? { ...reply, receipt: receiptOf(message.output, asked) } : reply;
}

/** Receipt: the message, with the thread that it is in before it, since an edit has to name both. */
function receiptOf({ id, channel_id }: v.InferOutput<typeof posted>, { thread, opensThread, fixed }: Asked): Receipt {
  const of = opensThread ? channel_id : thread;
  return { sent: of === null ? id : `${of}/${id}`, thread: fixed === null ? of : null };
}

function refused(answer: Answer, asked: Asked): Partial<Reply> {
  const { status, body, retryAfter } = answer;
  if (status >= 500) return {};
  const parsed = v.safeParse(v.pipe(json, refusal), body);
  const { code, retry_after = null } = parsed.success ? parsed.output : {};
  if (status === 429 || code === BLOCKED || (code !== undefined && SLOW.has(code))) {
    const isBan = !parsed.success || code === BLOCKED;
    const wait = retry_after === null ? null : Math.ceil(retry_after * 1_000);
    return { verdict: { kind: 'slow-down', wait: wait ?? (isBan && retryAfter === null ? BAN_WAIT : null) } };
  }
  if (code === undefined) return { verdict: withoutCode(answer) };
  if (asked.isEdit && NOT_EDITABLE.has(code)) return { verdict: { kind: 'again', without: 'sent' } };
  if (asked.thread !== null && asked.fixed === null && THREAD_CLOSED.has(code))
    return { verdict: { kind: 'again', without: 'thread' } };
  if (code === NEEDS_THREAD && !asked.opensThread && asked.thread === null)
    return { verdict: { kind: 'again', without: 'thread' }, learned: 'forum' };
  if (code === HAS_NO_THREADS && asked.opensThread)
    return { verdict: { kind: 'again', without: 'thread' }, learned: 'text' };
  return { verdict: verdictOf(code, status) };
}

/** Verdict on an answer that is none of Discord's own: mostly a page of Cloudflare's. */
function withoutCode({ status, body, retryAfter }: Answer): PlatformVerdict | null {
  if (status === 403 && body !== null && /^\s*</.test(body))
    return { kind: 'slow-down', wait: retryAfter === null ? BAN_WAIT : null };
  if (status === 401 || status === 404) return { kind: 'broken', code: 'not_found', probe: 'daily' };
  return null;
}

/** Verdict on a code. Discord punishes those who go on after a 401 or 404: they are tried once a day. */
function verdictOf(code: number, status: number): PlatformVerdict | null {
  if (MESSAGE.has(code)) return { kind: 'message', code: String(code) };
  const probe = status === 401 || status === 404 ? 'daily' : 'hourly';
  const name = BROKEN.get(code);
  if (name !== undefined) return { kind: 'broken', code: name, probe };
  if (status === 400 || status === 413) return { kind: 'message', code: String(code) };
  if (status === 401 || status === 403 || status === 404) return { kind: 'broken', code: String(code), probe };
  return null;
}
