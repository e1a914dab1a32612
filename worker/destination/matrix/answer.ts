import * as v from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';

/** Id of an event, of any room version. https://spec.matrix.org/latest/appendices/#event-ids */
const EVENT_ID = /^\$[!#-[\]-~]{1,199}$/;

const sent = v.object({ event_id: v.string() });
const refused = v.object({ errcode: v.string(), retry_after_ms: v.fallback(v.nullable(v.number()), null) });
const answered = v.pipe(v.string(), v.parseJson(), v.union([sent, refused]));

/** Facts of the request that tell how its answer is to be read. */
const asked = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    'm.relates_to': v.optional(v.object({ rel_type: v.optional(v.string()), event_id: v.optional(v.string()) })),
  }),
);
type Asked = NonNullable<v.InferOutput<typeof asked>['m.relates_to']>;

/** Errors by which one message is refused. https://spec.matrix.org/latest/client-server-api/#standard-error-response */
const OF_MESSAGE = new Set([
  'M_TOO_LARGE',
  'M_BAD_JSON',
  'M_NOT_JSON',
  'M_INVALID_PARAM',
  'M_MISSING_PARAM',
  'M_UNKNOWN',
]);

/** Errors that last until a person does something: the token, the account, the room, the address. */
const OF_DESTINATION = new Set([
  'M_UNKNOWN_TOKEN',
  'M_MISSING_TOKEN',
  'M_USER_LOCKED',
  'M_USER_SUSPENDED',
  'M_USER_DEACTIVATED',
  'M_FORBIDDEN',
  'M_GUEST_ACCESS_FORBIDDEN',
  'M_CONSENT_NOT_GIVEN',
  'M_RESOURCE_LIMIT_EXCEEDED',
  'M_UNSUPPORTED_ROOM_VERSION',
  'M_NOT_FOUND',
  'M_UNRECOGNIZED',
]);

/** Event id in a receipt that may be written into an event; `null`: none is given, or it is none. */
export function eventIdOf(text: string | null): string | null {
  return text !== null && EVENT_ID.test(text) ? text : null;
}

/** Reads a homeserver's answer to a message. */
export function readAnswer(answer: Answer, request: Outgoing, hasThreads: boolean): Reply {
  const nothing: Reply = { verdict: null, receipt: null, learned: null };
  const isTaken = answer.status >= 200 && answer.status < 300;
  const read = v.safeParse(answered, answer.body);
  if (!read.success) {
    const isElse = isTaken && answer.body !== null;
    return { ...nothing, verdict: isElse ? ELSE : answer.status === 429 ? slowDown(answer, null) : null };
  }
  const relation = relationOf(request);
  if ('errcode' in read.output) {
    const { errcode, retry_after_ms: wait } = read.output;
    return { ...nothing, verdict: isTaken ? ELSE : verdict(answer, errcode, wait, relation) };
  }
  return { ...nothing, receipt: isTaken ? receipt(read.output.event_id, relation, hasThreads) : null };
}

const ELSE: PlatformVerdict = {
  kind: 'config',
  field: 'homeserver',
  detail:
    'answers as no homeserver does; needed is its base URL, as its /.well-known/matrix/client has it under m.homeserver',
};

function verdict(
  answer: Answer,
  code: string,
  wait: number | null,
  { rel_type: relates }: Asked,
): PlatformVerdict | null {
  if (answer.status === 429 || code === 'M_LIMIT_EXCEEDED') return slowDown(answer, wait);
  if (answer.status >= 500) return null;
  // An event that the server does not know (any more), or that may not be related to: the one error without a code.
  if (answer.status === 400 && code === 'M_UNKNOWN') {
    if (relates === 'm.replace') return { kind: 'again', without: 'sent' };
    if (relates === 'm.thread') return { kind: 'again', without: 'thread' };
  }
  if (OF_DESTINATION.has(code)) return { kind: 'broken', code, probe: 'hourly' };
  return OF_MESSAGE.has(code) ? { kind: 'message', code } : null;
}

/** The header counts before the field that it replaces (v1.10). */
function slowDown({ retryAfter }: Answer, wait: number | null): PlatformVerdict {
  return { kind: 'slow-down', wait: retryAfter === null && wait !== null && wait > 0 ? wait : null };
}

/**
 * An edit is an event of its own, but no message: later edits and replies refer to the one that it replaces, as this does.
 */
function receipt(id: string, { rel_type: relates, event_id: to }: Asked, hasThreads: boolean): Receipt | null {
  const [event, related] = [eventIdOf(id), eventIdOf(to ?? null)];
  if (event === null) return null;
  if (relates === 'm.replace') return related === null ? null : { sent: related, thread: null };
  if (!hasThreads) return { sent: event, thread: null };
  return { sent: event, thread: relates === 'm.thread' ? related : event };
}

function relationOf(request: Outgoing): Asked {
  const read = v.safeParse(asked, request.kind === 'http' ? request.body : null);
  return (read.success ? read.output['m.relates_to'] : undefined) ?? {};
}
