import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Channel, type CommentMessage, NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { slack } from '../../../worker/destination/slack/slack.ts';
import { Slack } from '../../support/chats/slack.ts';
import { created } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';

const CHANNEL = 'C0123456789';
let chat: Slack;
let bot: Channel;

beforeAll(async () => {
  chat = await Slack.open();
  bot = opened(slack, { token: chat.token, channel: CHANNEL, api: chat.api });
});
afterAll(() => chat.close());

const edited: CommentMessage = { ...created({ comment: { text: 'Edited.' } }), type: 'comment.updated' };

/** The channel's reading of the chat's answer. */
async function sent(refs: Refs = NO_REFS, message: CommentMessage = created(), by: Channel = bot) {
  const request = await by.render(message, refs, ABOUT);
  const { url, method, headers, body } = http(request);
  const answer = await fetch(url, { method, headers, body });
  const retryAfter = answer.headers.get('retry-after');
  return by.read({ kind: 'answered', status: answer.status, retryAfter, body: await answer.text() }, request);
}

it('two comments of a post land in one thread, and an edit in its message', async () => {
  const root = (await sent()).receipt;
  const thread = root?.sent ?? '';
  expect(root).toEqual({ sent: expect.stringMatching(/^\d+\.\d{6}$/), thread });
  const reply = (await sent({ ...NO_REFS, thread })).receipt;
  expect(reply?.thread).toBe(thread);
  expect(await sent({ ...NO_REFS, thread, sent: reply?.sent ?? '' }, edited)).toEqual({
    verdict: null,
    receipt: { sent: reply?.sent, thread: null },
    learned: null,
  });
  expect(chat.thread(thread)).toMatchObject([
    { channel: CHANNEL, thread: null, isBroadcast: false, edits: [] },
    { channel: CHANNEL, thread, isBroadcast: true, text: expect.stringContaining('Edited.') },
  ]);
  expect(chat.thread(thread)[1]?.edits).toEqual([expect.stringContaining('Half a billion')]);
});

it('a thread that was deleted, or that is none, is asked to be left out', async () => {
  const thread = (await sent()).receipt?.sent ?? '';
  const reply = (await sent({ ...NO_REFS, thread })).receipt?.sent ?? '';
  expect((await sent({ ...NO_REFS, thread: reply })).verdict).toEqual({ kind: 'again', without: 'thread' });
  chat.delete(thread);
  expect((await sent({ ...NO_REFS, thread })).verdict).toEqual({ kind: 'again', without: 'thread' });
});

it('an edit of a message that is gone, or too old, goes as a new one', async () => {
  const message = (await sent()).receipt?.sent ?? '';
  chat.isEditable = false;
  expect((await sent({ ...NO_REFS, sent: message }, edited)).verdict).toEqual({ kind: 'again', without: 'sent' });
  chat.isEditable = true;
  chat.delete(message);
  expect((await sent({ ...NO_REFS, sent: message }, edited)).verdict).toEqual({ kind: 'again', without: 'sent' });
});

it('what is asked for, refused or not answered is told apart', async () => {
  chat.replies.push({ retryAfter: 7 }, { error: 'msg_too_long' }, { status: 503, body: '' });
  expect((await sent()).verdict).toEqual({ kind: 'slow-down', wait: null });
  expect((await sent()).verdict).toEqual({ kind: 'message', code: 'msg_too_long' });
  expect((await sent()).verdict).toBeNull();
  chat.archived.add(CHANNEL);
  expect((await sent()).verdict).toMatchObject({ kind: 'broken', code: 'is_archived' });
  chat.archived.clear();
  const stranger = opened(slack, { token: 'xoxb-other', channel: CHANNEL, api: chat.api });
  expect((await sent(NO_REFS, created(), stranger)).verdict).toMatchObject({ kind: 'broken', code: 'invalid_auth' });
  const lost = opened(slack, { token: chat.token, channel: 'C99', api: chat.api });
  expect((await sent(NO_REFS, created(), lost)).verdict).toMatchObject({ kind: 'broken', code: 'channel_not_found' });
});

it('a message may be taken, and its answer never arrive', async () => {
  const before = chat.messages.length;
  const { url, method, headers, body } = http(await bot.render(created(), NO_REFS, ABOUT));
  for (const reply of ['hang-taken', 'hang'] as const) {
    chat.replies.push(reply);
    const answer = fetch(url, { method, headers, body, signal: AbortSignal.timeout(300) });
    await expect(answer).rejects.toThrow('timeout');
  }
  expect(chat.messages.length).toBe(before + 1);
});
