import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DiscordServer } from '../support/chats/discord.ts';
import { TelegramServer } from '../support/chats/telegram.ts';
import { comments } from '../support/feeds.ts';
import { waitFor } from '../support/wait.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

let harness: WorkerHarness;
const open: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
afterAll(() => harness.close());

/** Watches a feed of that name for a destination of the same. */
async function watch(name: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await harness.earshot.configure(`destination:${name}`, { ...settings, pace: '100/s' });
  await harness.watch(name, { to: name });
  await harness.say(name, []);
  await waitFor('the watch', () => delivered(name) === 1);
}

/** Gives a destination other settings; a process that has just begun knows of none before. */
async function move(name: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await harness.earshot.configure(`destination:${name}`, { ...settings, pace: '100/s' });
  await startAnew();
}

/** Ends the process, once it has noted everything that it has sent, and begins another. */
async function startAnew(): Promise<void> {
  await harness.earshot.tick();
  await harness.earshot.kill();
  await harness.earshot.restart();
}

/** Number of messages that the log says were delivered to that destination. */
function delivered(name: string): number {
  return harness.earshot
    .logged('message.sent')
    .filter(({ destination, outcome }) => destination === name && outcome === 'delivered').length;
}

/** Says one more, and waits until it stands there. */
async function sayOneMore(name: string, messages: readonly unknown[], last: number): Promise<void> {
  const [before, noted] = [messages.length, delivered(name)];
  await harness.say(name, comments(1, last));
  await waitFor(`comment ${last}`, () => messages.length === before + 1 && delivered(name) > noted);
}

test('a text channel of Discord’s and a forum need no other configuration than one another', async () => {
  const [text, forum] = [await DiscordServer.open('text'), await DiscordServer.open('forum')];
  open.push(text, forum);
  const servers = { text, forum };
  for (const [name, { url, messages }] of Object.entries(servers)) {
    await watch(`discord-${name}`, { type: 'discord', url });
    for (const last of [1, 2]) await sayOneMore(`discord-${name}`, messages, last);
  }
  expect(text.messages.map(({ thread }) => thread)).toEqual([null, null, null]);
  expect(text.requests).toHaveLength(3);
  const [notice, first, second] = forum.messages.map(({ thread }) => thread);
  expect([...forum.threads.keys()]).toEqual([notice, first]);
  expect(second).toBe(first);
  // It was asked once whether it is a forum.
  expect(forum.requests).toHaveLength(4);

  await startAnew();
  await sayOneMore('discord-forum', forum.messages, 3);
  expect(forum.requests).toHaveLength(5);
  expect(forum.messages.at(-1)?.thread).toBe(first);
});

test('a forum that is made a text channel, and back, takes everything', async () => {
  const server = await DiscordServer.open('forum');
  open.push(server);
  const { messages } = server;
  await watch('discord-both', { type: 'discord', url: server.url });
  await sayOneMore('discord-both', messages, 1);
  server.kind = 'text';
  server.deleteThread(messages.at(-1)?.thread ?? '');
  for (const last of [2, 3]) await sayOneMore('discord-both', messages, last);
  expect(messages.slice(-2).map(({ thread }) => thread)).toEqual([null, null]);
  server.kind = 'forum';
  for (const last of [4, 5]) await sayOneMore('discord-both', messages, last);
  const [four, five] = messages.slice(-2).map(({ thread }) => thread);
  expect(four).not.toBeNull();
  expect(five).toBe(four);
  expect(harness.earshot.logged('message.dead')).toEqual([]);
});

test('a bot that is moved to another chat of Telegram starts anew there, and edits nothing elsewhere', async () => {
  const telegram = await TelegramServer.open(-1, -2);
  open.push(telegram);
  const { messages } = telegram;
  const settings = { type: 'telegram', token: TelegramServer.TOKEN, chat: -1, api: telegram.api };
  await watch('telegram-moved', settings);
  for (const last of [1, 2]) await sayOneMore('telegram-moved', messages, last);
  await move('telegram-moved', { ...settings, chat: -2 });
  for (const last of [3, 4]) await sayOneMore('telegram-moved', messages, last);
  await harness.say('telegram-moved', [{ number: 1, html: '<p>Thought 1, and another</p>' }, ...comments(2, 4)]);
  await waitFor('the edit', () => messages.length === 6 && delivered('telegram-moved') === 6);
  const there = messages.filter(({ chat }) => chat === -2);
  const [root, ...rest] = there;
  expect(root?.replyTo).toBeNull();
  expect(rest.map(({ replyTo }) => replyTo)).toEqual([root?.id, root?.id]);
  expect(there.at(-1)?.text).toContain('Thought 1, and another');
  expect(messages.every(({ edits }) => edits === 0)).toBe(true);

  // Back again: what was sent there is known there.
  await move('telegram-moved', settings);
  await harness.say('telegram-moved', [{ number: 1, html: '<p>Thought 1, and another</p>' }, ...comments(2, 5)]);
  await waitFor('the next', () => messages.length === 7);
  expect(messages.at(-1)).toMatchObject({ chat: -1, replyTo: messages[1]?.id });
});
