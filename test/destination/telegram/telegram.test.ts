import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { telegram } from '../../../worker/destination/telegram/telegram.ts';
import { created, everyType } from '../messages.ts';
import { channelWith, CHAT, requestFor, TOKEN } from './sent.ts';
import { undeclared } from './entity-rules.ts';

const edit = { ...created(), type: 'comment.updated' as const };

/** Refs of a message whose post's first message, and whose own, are these. */
function refs(thread: string | null, sent: string | null = null): Refs {
  return { ...NO_REFS, thread, sent };
}

describe('a URL that is pasted', () => {
  const method = `https://api.telegram.org/bot${TOKEN}`;
  it.each([
    [`${method}/sendMessage?chat_id=-100123&message_thread_id=7`, { token: TOKEN, chat: '-100123', topic: 7 }],
    [
      `${method}/sendMessage?chat_id=@qq_news&disable_notification=true`,
      { token: TOKEN, chat: '@qq_news', silent: true },
    ],
    [method, { token: TOKEN }],
    [`${method.replace(':AA', '%3AAA')}/getMe`, { token: TOKEN }],
    [`https://bots.example/tg/bot${TOKEN}/sendMessage`, { token: TOKEN, api: 'https://bots.example/tg' }],
    ['https://api.telegram.org/x', { url: 'https://api.telegram.org/x' }],
  ])('%s stands for fields', (url, fields) => {
    expect(telegram.fieldsOf?.(new URL(url))).toEqual(fields);
  });

  it('with a chat in it is all that a destination needs', () => {
    const url = new URL(`${method}/sendMessage?chat_id=@qq_news`);
    expect(v.is(telegram.schema, telegram.fieldsOf?.(url))).toBe(true);
  });
});

describe('a request to Telegram', () => {
  it.each([
    [{}, `https://api.telegram.org/bot${TOKEN}/sendMessage`],
    [{ api: 'http://127.0.0.1:8081/' }, `http://127.0.0.1:8081/bot${TOKEN}/sendMessage`],
  ])('with the settings %j goes to %s', async (settings, url) => {
    expect(await requestFor(created(), NO_REFS, settings)).toHaveProperty('url', url);
  });

  it.each([
    [{ chat: '@qq_news' }, '@qq_news'],
    [{ chat: '-100123' }, -100_123],
  ])('with the settings %j is for the chat %j', async (settings, chat) => {
    expect(await requestFor(created(), NO_REFS, settings)).toHaveProperty('body.chat_id', chat);
  });

  it.each([
    [{ silent: true }, 'disable_notification', true],
    [{ topic: 7 }, 'message_thread_id', 7],
    // A forum's general topic is none by name.
    [{ topic: 1 }, 'message_thread_id', undefined],
  ])('with the settings %j has %s', async (settings, field, value) => {
    const { body } = await requestFor(created(), NO_REFS, settings);
    expect(v.parse(v.record(v.string(), v.unknown()), body)[field]).toBe(value);
  });

  it.each([
    ['the first message of its post', {}, refs(`${CHAT}/5`), 5],
    ['nothing where no thread is known', {}, NO_REFS, undefined],
    ['nothing where threads are off', { threads: false }, refs(`${CHAT}/5`), undefined],
    ['nothing that is in another chat', {}, refs('-100999/5'), undefined],
    ['nothing of a name that is none', {}, refs('../5'), undefined],
    ['a message of a chat that is known by its @name', { chat: '@qq_news' }, refs(`${CHAT}/5`), 5],
  ])('answers %s', async (_what, settings, given, root) => {
    const { body } = await requestFor(created(), given, settings);
    const reply = { message_id: root, allow_sending_without_reply: true };
    expect('reply_parameters' in body ? body.reply_parameters : undefined).toEqual(
      root === undefined ? undefined : reply,
    );
  });

  it('edits the message of an edited comment, and pings nobody', async () => {
    const { method, body } = await requestFor(edit, refs(`${CHAT}/5`, `${CHAT}/6`), { mention: '@ada_lovelace' });
    expect(method).toBe('editMessageText');
    expect(body).toMatchObject({ chat_id: CHAT, message_id: 6 });
    expect(body.text).toContain('edited 2007-02-19');
    expect(body.text).not.toContain('@');
  });

  it.each([null, '-100999/6'])('sends an edit of a message named %j as a new one, which says so', async (sent) => {
    const { method, body } = await requestFor(edit, refs(`${CHAT}/5`, sent));
    expect(method).toBe('sendMessage');
    expect(body.text).toContain('edited a comment on');
    expect(body).toHaveProperty('reply_parameters.message_id', 5);
  });

  it('goes to the chat that a group has become, and answers only what is there', async () => {
    const { body } = await requestFor(created(), refs(`${CHAT}/5`), {}, '-100777');
    expect(body).toHaveProperty('chat_id', -100_777);
    expect(body).not.toHaveProperty('reply_parameters');
    expect((await requestFor(created(), refs('-100777/8'), {}, '-100777')).body).toHaveProperty(
      'reply_parameters.message_id',
      8,
    );
    expect((await requestFor(created(), NO_REFS, {}, '../x')).body).toHaveProperty('chat_id', CHAT);
  });
});

describe('whom the owner wants pinged', () => {
  const mention = ['@ada_lovelace', '42'];
  it.each(everyType('@durov_evil'))('is in $type, and nobody else', async (message) => {
    const { body } = await requestFor(message, NO_REFS, { mention });
    expect(body.text).toMatch(/\n@ada_lovelace 42$/);
    expect(body.entities.at(-1)).toMatchObject({ type: 'text_mention', length: 2, user: { id: 42 } });
    expect(undeclared(body.text, body.entities)).toEqual(['alive: mention @ada_lovelace']);
  });
});

it.each([
  [{}, { count: 20, per: 60_000 }],
  [{ chat: '@qq_news' }, { count: 20, per: 60_000 }],
  [{ chat: 42 }, { count: 1, per: 1_000 }],
])('with the settings %j has the pace %j', (settings, pace) => {
  expect(channelWith(settings).pace).toEqual(pace);
});

it('is another place in another topic', () => {
  expect([channelWith().place, channelWith({ topic: 7 }).place]).toEqual([`telegram:${CHAT}`, `telegram:${CHAT}/7`]);
});
