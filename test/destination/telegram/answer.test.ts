import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { created } from '../messages.ts';
import { ABOUT } from '../opened.ts';
import { channelWith, CHAT } from './sent.ts';

const NEW = NO_REFS;
const REPLY: Refs = { ...NO_REFS, thread: `${CHAT}/5` };
const EDIT: Refs = { ...NO_REFS, thread: `${CHAT}/5`, sent: `${CHAT}/6` };

async function reply(refs: Refs, status: number, body: unknown, settings: object = {}) {
  const channel = channelWith(settings);
  const message = refs.sent === null ? created() : { ...created(), type: 'comment.updated' as const };
  const request = await channel.render(message, refs, ABOUT);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return channel.read({ kind: 'answered', status, retryAfter: null, body: text }, request);
}

/** A refusal as the Bot API writes it. */
function refusal(error_code: number, description: string, parameters: object = {}) {
  return { ok: false, error_code, description, parameters };
}

const broken = (code: string) => ({ kind: 'broken', code, probe: 'hourly' });
const bad = (code: string) => ({ kind: 'message', code });
const again = (without: string) => ({ kind: 'again', without });

describe('a refusal of Telegram', () => {
  it.each([
    [NEW, 400, 'Bad Request: message is too long', bad('message_is_too_long')],
    [NEW, 400, 'Bad Request: MESSAGE_TOO_LONG', bad('message_too_long')],
    [NEW, 400, 'Bad Request: text is too long', bad('text_is_too_long')],
    [NEW, 400, 'Bad Request: ENTITIES_TOO_LONG', bad('entities_too_long')],
    [NEW, 400, "Bad Request: can't parse entities: unsupported start tag", bad('cant_parse_entities')],
    [NEW, 400, 'Bad Request: message text is empty', bad('message_text_is_empty')],
    [NEW, 400, 'Bad Request: Text must be non-empty', bad('text_must_be_non_empty')],
    [NEW, 400, 'Bad Request: wrong HTTP URL specified', bad('wrong_http_url_specified')],
    [EDIT, 400, 'Bad Request: message is not modified: specified new message content …', { kind: 'delivered' }],
    [EDIT, 400, 'Bad Request: message to edit not found', again('sent')],
    [EDIT, 400, "Bad Request: message can't be edited", again('sent')],
    [EDIT, 400, 'Bad Request: MESSAGE_ID_INVALID', again('sent')],
    [REPLY, 400, 'Bad Request: message to be replied not found', again('thread')],
    [REPLY, 400, 'Bad Request: TOPIC_CLOSED', again('thread')],
    [REPLY, 400, 'Bad Request: TOPIC_DELETED', again('thread')],
    [REPLY, 400, 'Bad Request: message thread not found', again('thread')],
    [NEW, 400, 'Bad Request: TOPIC_CLOSED', broken('topic_closed')],
    [NEW, 400, 'Bad Request: chat not found', broken('chat_not_found')],
    [NEW, 400, 'Bad Request: chat_id is empty', broken('chat_id_is_empty')],
    [NEW, 400, 'Bad Request: have no write access to the chat', broken('have_no_write_access_to_the_chat')],
    [NEW, 400, 'Bad Request: not enough rights to send text messages to the chat', broken('not_enough_rights')],
    [NEW, 400, 'Bad Request: CHAT_WRITE_FORBIDDEN', broken('chat_write_forbidden')],
    [
      NEW,
      400,
      'Bad Request: group chat was upgraded to a supergroup chat',
      broken('group_chat_was_upgraded_to_a_supergroup_chat'),
    ],
    [NEW, 400, 'Bad Request: something new', null],
    [NEW, 401, 'Unauthorized', broken('unauthorized')],
    [NEW, 403, 'Forbidden: bot was blocked by the user', broken('bot_was_blocked_by_the_user')],
    [NEW, 403, 'Forbidden: bot was kicked from the supergroup chat', broken('bot_was_kicked')],
    [NEW, 403, 'Forbidden: bot is not a member of the channel chat', broken('bot_is_not_a_member')],
    [NEW, 403, 'Forbidden: user is deactivated', broken('user_is_deactivated')],
    [NEW, 403, 'Forbidden: something new', broken('forbidden')],
    [NEW, 404, 'Not Found', broken('not_found')],
    [NEW, 429, 'Too Many Requests: retry later', { kind: 'slow-down', wait: null }],
    [NEW, 500, 'Internal Server Error', null],
    [NEW, 502, 'Bad Gateway', null],
  ])('of %j with %i %s', async (refs, status, description, verdict) => {
    expect(await reply(refs, status, refusal(status, description))).toEqual({ verdict, receipt: null, learned: null });
  });

  it('says how long to wait, in seconds', async () => {
    const body = refusal(429, 'Too Many Requests: retry after 35', { retry_after: 35 });
    expect(await reply(NEW, 429, body)).toHaveProperty('verdict', { kind: 'slow-down', wait: 35_000 });
  });

  it('names the chat that a group has become, which is used at once', async () => {
    const parameters = { migrate_to_chat_id: -1_001_234_567_891 };
    const body = refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
    expect(await reply(EDIT, 400, body)).toEqual({
      verdict: again('thread'),
      receipt: null,
      learned: '-1001234567891',
    });
  });

  it.each(['TOPIC_CLOSED', 'TOPIC_DELETED', 'message thread not found'])(
    'of the owner’s own topic, %s, is for the owner to mend',
    async (description) => {
      const body = refusal(400, `Bad Request: ${description}`);
      const code = description.toLowerCase().replaceAll(' ', '_');
      expect(await reply(REPLY, 400, body, { topic: 7 })).toHaveProperty('verdict', broken(code));
    },
  );
});

describe('a message that Telegram has taken', () => {
  const result = { message_id: 9, chat: { id: CHAT, type: 'supergroup' }, date: 1, text: 'x' };
  const root = { message_id: 5 };
  it.each([
    ['a new message, which begins a thread', NEW, result, {}, `${CHAT}/9`],
    ['a reply, which stays in its thread', REPLY, { ...result, reply_to_message: root }, {}, `${CHAT}/5`],
    ['a reply to what is gone, which begins a new thread', REPLY, result, {}, `${CHAT}/9`],
    ['an edit, which moves nothing', EDIT, result, {}, null],
    ['a message where threads are off', NEW, result, { threads: false }, null],
    ['a reply to what is gone, in a topic', REPLY, { ...result, reply_to_message: { message_id: 7 } }, {}, `${CHAT}/9`],
    // Whatever is the first message of a topic, Telegram says that it answers that.
    ['a new message in a topic', NEW, { ...result, reply_to_message: { message_id: 7 } }, { topic: 7 }, `${CHAT}/9`],
  ])('is named: %s', async (_what, refs, taken, settings, thread) => {
    const receipt = { sent: `${CHAT}/9`, thread };
    expect(await reply(refs, 200, { ok: true, result: taken }, settings)).toEqual({
      verdict: null,
      receipt,
      learned: null,
    });
  });

  it.each([
    { ok: true, result: true },
    { ok: true, result: { message_id: '9', chat: { id: CHAT } } },
    { ok: true, result: { message_id: -1, chat: { id: CHAT } } },
    { ok: true, result: { message_id: 9, chat: {} } },
  ])('is not named by %j', async (body) => {
    expect(await reply(NEW, 200, body)).toEqual({ verdict: null, receipt: null, learned: null });
  });

  it.each(['', '<html>Sign in</html>', '{"result":{}}'])('is none by 200 with %j', async (body) => {
    expect(await reply(NEW, 200, body)).toMatchObject({ verdict: { kind: 'config', field: 'api' }, receipt: null });
  });
});
