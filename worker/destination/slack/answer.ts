import * as v from 'valibot';
import type { Answer, PlatformVerdict } from '../../exchange.ts';
import type { Receipt, Reply } from '../channel.ts';

/** URL that `url` is to be. */
export const WEBHOOK_NEEDED = 'needed is that of an incoming webhook, https://hooks.slack.com/services/…';

const API_NEEDED = 'answers as Slack’s Web API never does; needed is https://slack.com/api';

/** Answers of a webhook that mean that it does not work any more. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
const BROKEN_WEBHOOK = new Set([
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_team',
  'posting_to_general_channel_denied',
  'team_disabled',
  'user_not_found',
]);

const CODE = /^[a-z]+(?:_[a-z]+)+$/;

/** Reads the answer of an incoming webhook, which names no message. */
export function readWebhook(answer: Answer): Reply {
  return { verdict: webhookVerdict(answer), receipt: null, learned: null };
}

function webhookVerdict({ status, body }: Answer): PlatformVerdict | null {
  if (status === 429) return { kind: 'slow-down', wait: null };
  if (body === null) return null;
  if (status >= 200 && status < 300) {
    if (body.trim() === 'ok') return null;
    return { kind: 'config', field: 'url', detail: `answers as no webhook of Slack’s does; ${WEBHOOK_NEEDED}` };
  }
  const [code] = CODE.exec(body.trim()) ?? [];
  if (code === undefined || status >= 500) return null;
  if (BROKEN_WEBHOOK.has(code)) return { kind: 'broken', code, probe: 'hourly' };
  return status === 400 ? { kind: 'message', code } : null;
}

// Codes of https://docs.slack.dev/reference/methods/chat.postMessage and …/chat.update. All others, among them those of
// channels, tokens and scopes, mean that nothing can be sent until somebody does something.

/** Codes that speak of the moment. */
const PASSING = new Set([
  'external_channel_migrating',
  'fatal_error',
  'internal_error',
  'org_login_required',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'update_failed',
]);

/** Codes by which one message is refused. */
const REFUSED = new Set([
  'invalid_arguments',
  'invalid_attachments',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'too_many_attachments',
]);

/** Codes of a reply that would be taken outside its thread: that is gone, or there are none. */
const NO_THREAD = new Set([
  'cannot_reply_to_message',
  'cant_broadcast_message',
  'invalid_thread_ts',
  'message_not_found',
  'restricted_action_non_threadable_channel',
  'thread_locked',
  'thread_not_found',
]);

/** Codes of an edit of a message that is gone, or is not to be edited any more. */
const NO_EDIT = new Set([
  'block_mismatch',
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
  'streaming_state_conflict',
]);

const answered = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ ok: v.boolean(), error: v.optional(v.string()), ts: v.optional(v.unknown()) }),
);

/** A message's name: its time. */
const timestamp = v.pipe(v.string(), v.regex(/^\d{1,12}\.\d{1,12}$/));

/** Request to the Web API, as far as its answer depends on it. */
export type Asked = { readonly isEdit: boolean; readonly thread: string | null };

/** Reads the answer of the Web API, in whose body the outcome stands. `hasThreads`: a message begins or joins one. */
export function readApi({ status, body }: Answer, asked: Asked, hasThreads: boolean): Reply {
  if (status === 429) return judged({ kind: 'slow-down', wait: null });
  const isSuccess = status >= 200 && status < 300;
  // It may have been refused: 200 says nothing here.
  if (body === null) return judged(isSuccess ? { kind: 'slow-down', wait: null } : null);
  const parsed = v.safeParse(answered, body);
  if (!parsed.success) return judged(isSuccess ? { kind: 'config', field: 'api', detail: API_NEEDED } : null);
  const { ok, error = 'unknown_error', ts } = parsed.output;
  if (!ok) return judged(apiVerdict(error, asked));
  if (!isSuccess || !v.is(timestamp, ts)) return judged(null);
  // An edit stays where it is.
  const thread = hasThreads && !asked.isEdit ? (asked.thread ?? ts) : null;
  return judged(null, { sent: ts, thread });
}

function judged(verdict: PlatformVerdict | null, receipt: Receipt | null = null): Reply {
  return { verdict, receipt, learned: null };
}

function apiVerdict(code: string, { isEdit, thread }: Asked): PlatformVerdict {
  if (PASSING.has(code)) return { kind: 'slow-down', wait: null };
  if (isEdit && NO_EDIT.has(code)) return { kind: 'again', without: 'sent' };
  if (!isEdit && thread !== null && NO_THREAD.has(code)) return { kind: 'again', without: 'thread' };
  return REFUSED.has(code) ? { kind: 'message', code } : { kind: 'broken', code, probe: 'hourly' };
}
