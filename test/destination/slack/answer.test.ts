import { describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { slack } from '../../../worker/destination/slack/slack.ts';
import { created } from '../messages.ts';
import { ABOUT, opened } from '../opened.ts';

const BOT = { token: 'xoxb-1-2-hunter2', channel: 'C0123' };
const ROOT = '1171927536.000100';
const TS = '1171927550.000300';
const REPLY: Refs = { ...NO_REFS, thread: ROOT };
const EDIT: Refs = { ...REPLY, sent: '1171927540.000200' };
const edited: CommentMessage = { ...created(), type: 'comment.updated' };

/** The bot's reading of an answer to a message, a reply or an edit. */
async function read(body: string | null, refs = NO_REFS, status = 200, settings: object = {}) {
  const bot = opened(slack, { ...BOT, ...settings });
  const request = await bot.render(refs === EDIT ? edited : created(), refs, ABOUT);
  return bot.read({ kind: 'answered', status, retryAfter: '30', body }, request);
}

const error = (code: string) => JSON.stringify({ ok: false, error: code });
const LATER = { kind: 'slow-down', wait: null };
const broken = (code: string) => ({ kind: 'broken', code, probe: 'hourly' });
const NO_API = { kind: 'config', field: 'api', detail: expect.stringContaining('https://slack.com/api') };

describe('a receipt of Slack’s Web API', () => {
  const taken = JSON.stringify({ ok: true, channel: 'C0123', ts: TS, message: { text: 'x' } });

  it.each([
    ['a message that begins a thread', NO_REFS, {}, TS],
    ['a reply', REPLY, {}, ROOT],
    ['a reply, not in the channel', REPLY, { threads: 'only' }, ROOT],
    ['an edit, which stays in its thread', EDIT, {}, null],
    ['a message without threads', NO_REFS, { threads: false }, null],
  ])('names %s', async (_, refs, settings, thread) => {
    expect(await read(taken, refs, 200, settings)).toEqual({
      verdict: null,
      receipt: { sent: TS, thread },
      learned: null,
    });
  });

  it.each(['1171927550', '../../x', `${'9'.repeat(300)}.1`, '', null, 5, ['1.1']])('is none with ts %j', async (ts) => {
    expect(await read(JSON.stringify({ ok: true, ts }))).toEqual({ verdict: null, receipt: null, learned: null });
  });
});

describe('what Slack’s Web API answers', () => {
  it.each([
    [429, error('ratelimited'), LATER],
    [429, '', LATER],
    [200, error('rate_limited'), LATER],
    [200, error('ratelimited'), LATER],
    [200, error('request_timeout'), LATER],
    [200, error('fatal_error'), LATER],
    [200, error('internal_error'), LATER],
    [200, error('service_unavailable'), LATER],
    [200, error('team_added_to_org'), LATER],
    [200, error('org_login_required'), LATER],
    [200, null, LATER],
    [200, '', NO_API],
    [200, '<html>Sign in</html>', NO_API],
    [200, 'ok', NO_API],
    [200, '{"ok":"yes"}', NO_API],
    [200, '{"ok":true', NO_API],
    [500, null, null],
    [502, '<html>', null],
    [404, '<html>', null],
    [503, error('service_unavailable'), LATER],
  ])('%i %j', async (status, body, verdict) => {
    expect(await read(body, NO_REFS, status)).toEqual({ verdict, receipt: null, learned: null });
  });

  it.each([
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'invalid_blocks',
    'invalid_blocks_format',
    'too_many_attachments',
    'invalid_arguments',
  ])('%s: this message alone', async (code) => {
    for (const refs of [NO_REFS, REPLY, EDIT])
      expect((await read(error(code), refs)).verdict).toEqual({ kind: 'message', code });
  });

  it.each([
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'is_inactive',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'ekm_access_denied',
    'accesslimited',
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'no_permission',
    'some_new_code',
  ])('%s: nothing can be sent', async (code) => {
    for (const refs of [NO_REFS, REPLY, EDIT]) expect((await read(error(code), refs)).verdict).toEqual(broken(code));
  });

  it.each([
    'thread_not_found',
    'message_not_found',
    'restricted_action_non_threadable_channel',
    'cannot_reply_to_message',
  ])('%s: once more without the thread, where there was one', async (code) => {
    expect((await read(error(code), REPLY)).verdict).toEqual({ kind: 'again', without: 'thread' });
    expect((await read(error(code), NO_REFS)).verdict).toEqual(broken(code));
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'block_mismatch'])(
    '%s: as a new message, where it was an edit',
    async (code) => {
      expect((await read(error(code), EDIT)).verdict).toEqual({ kind: 'again', without: 'sent' });
      expect((await read(error(code), NO_REFS)).verdict).toEqual(broken(code));
    },
  );

  it('without a code breaks the destination', async () => {
    expect((await read('{"ok":false}')).verdict).toEqual(broken('unknown_error'));
  });
});
