import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiscordServer } from '../support/chats/discord.ts';
import { GoogleChat } from '../support/chats/googlechat.ts';
import { MatrixServer } from '../support/chats/matrix.ts';
import { Slack } from '../support/chats/slack.ts';
import { TelegramServer } from '../support/chats/telegram.ts';
import { type SaidOn, siteComments } from '../support/site-feed.ts';
import { waitFor } from '../support/wait.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

let harness: WorkerHarness;
const open: { readonly close: () => Promise<void> }[] = [];

beforeAll(async () => {
  harness = await WorkerHarness.open('test/e2e/replaying.ts');
});
afterAll(async () => {
  await harness.close();
  await Promise.all(open.map((chat) => chat.close()));
});

const FIRST: SaidOn = { number: 1, post: 'kites' };
const EDITED: SaidOn = { ...FIRST, html: '<p>Thought 1, put right</p>' };
const SECOND: SaidOn = { number: 2, post: 'kites' };

function configure(name: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  return harness.earshot.configure(`destination:${name}`, { events: ['comment.*'], pace: '100/s', ...settings });
}

/** Watches a feed, of its destination's name, in which nobody has commented. */
async function watch(name: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await configure(name, settings);
  harness.feeds.serve(`/${name}`, siteComments([]));
  await harness.watch(name, { to: name });
  await harness.earshot.tick();
}

/** Serves the comments, and waits until so many messages in all have been delivered. */
async function say(name: string, said: readonly SaidOn[], delivered: number): Promise<void> {
  harness.feeds.serve(`/${name}`, siteComments(said));
  await harness.earshot.tick();
  await waitFor('the delivery', () => deliveries(name).length === delivered);
}

/** Ids of the messages that were delivered, in order. */
function deliveries(name: string): readonly string[] {
  return harness.earshot
    .logged('message.sent')
    .flatMap(({ destination, outcome, message }) =>
      destination === name && outcome === 'delivered' ? [String(message)] : [],
    );
}

/** Sends the one message that was delivered again. */
async function replayed(name: string): Promise<void> {
  const [id = ''] = deliveries(name);
  const answer = await fetch(new URL(`/replay/${name}/${id}`, harness.earshot.url));
  expect(await answer.json()).toEqual({ waiting: 1, gone: 0 });
  await waitFor('the replay', () => deliveries(name).length === 2);
}

test('a bot that writes into another channel of Slack’s starts anew there, with an edit as well', async () => {
  const chat = await Slack.open();
  open.push(chat);
  const bot = { type: 'slack', token: chat.token, api: chat.api };
  await watch('slack', { ...bot, channel: 'C0123456789' });
  await say('slack', [FIRST], 1);
  chat.channels.add('C0987654321');
  await configure('slack', { ...bot, channel: 'C0987654321' });
  // It would know the former value for a minute.
  await harness.earshot.kill();
  await harness.earshot.restart();
  await say('slack', [EDITED, SECOND], 3);
  const [first, ...others] = chat.messages;
  expect(first).toMatchObject({ channel: 'C0123456789', thread: null, edits: [] });
  const [root] = others;
  expect(others.map(({ channel, thread }) => [channel, thread])).toEqual([
    ['C0987654321', null],
    ['C0987654321', root?.ts],
  ]);
});

test('in Slack a thread’s comments are in the channel as well', async () => {
  const chat = await Slack.open();
  open.push(chat);
  await watch('channel', { type: 'slack', token: chat.token, api: chat.api, channel: 'C0123456789' });
  await say('channel', [FIRST, SECOND], 2);
  expect(chat.messages.map(({ thread, isBroadcast }) => isBroadcast || thread === null)).toEqual([true, true]);
});

test('in a text channel of Discord’s there are no threads, and edits are made in place', async () => {
  const chat = await DiscordServer.open('text');
  open.push(chat);
  await watch('discord', { type: 'discord', url: chat.url });
  chat.limits.push(0.05);
  await say('discord', [FIRST, SECOND], 2);
  await say('discord', [EDITED, SECOND], 3);
  expect(chat.messages.map(({ thread, edits }) => ({ thread, edits }))).toEqual([
    { thread: null, edits: 1 },
    { thread: null, edits: 0 },
  ]);
  expect(chat.messages[0]?.content).toContain('Thought 1, put right');
});

test('a group of Telegram’s that has become a supergroup has the next comments there, after the wait that is asked for', async () => {
  const [group, supergroup] = [-123_456_789, -1_001_234_567_890];
  const chat = await TelegramServer.open(group);
  open.push(chat);
  await watch('telegram', { type: 'telegram', token: TelegramServer.TOKEN, chat: group, api: chat.api });
  await say('telegram', [FIRST], 1);
  chat.migrate(group, supergroup);
  chat.waits.push(1);
  await say('telegram', [FIRST, SECOND], 2);
  await say('telegram', [FIRST, SECOND, { number: 3, post: 'kites' }], 3);
  const [first, second, third] = chat.messages;
  expect(chat.messages.map(({ chat: of }) => of)).toEqual([group, supergroup, supergroup]);
  expect([first?.replyTo, second?.replyTo, third?.replyTo]).toEqual([null, null, second?.id]);
});

test('a replay arrives where a chat knows repeats: at Matrix, after the wait that is asked for', async () => {
  const chat = await MatrixServer.open();
  open.push(chat);
  await watch('matrix', chat.settings);
  chat.limits.push(50);
  await say('matrix', [FIRST], 1);
  await replayed('matrix');
  expect(chat.shown.map(({ body }) => body.includes('Thought 1'))).toEqual([true, true]);
  expect(new Set(chat.transactions).size).toBe(2);
});

test('a replay arrives where a chat knows repeats: at Google Chat, in the post’s thread', async () => {
  const chat = await GoogleChat.open();
  open.push(chat);
  await watch('googlechat', { type: 'googlechat', url: chat.url, threads: true });
  await say('googlechat', [FIRST], 1);
  await replayed('googlechat');
  expect(chat.messages).toHaveLength(2);
  expect(new Set(chat.messages.map(({ thread }) => thread)).size).toBe(1);
  expect(new Set(chat.messages.map(({ requestId }) => requestId)).size).toBe(2);
});
