import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type AnyChat, THREADED } from '../support/chats/standing.ts';
import { TelegramServer } from '../support/chats/telegram.ts';
import { comments, type Said } from '../support/feeds.ts';
import { waitFor } from '../support/wait.ts';
import { WorkerHarness } from '../support/worker-harness.ts';

let harness: WorkerHarness;
let chat: Pick<AnyChat, 'close'> | null = null;

beforeAll(async () => {
  harness = await WorkerHarness.open();
});
afterEach(async () => {
  await chat?.close();
  chat = null;
});
afterAll(() => harness.close());

/** Outcomes of all that was sent to a destination so far, with HTTP's status. */
function outcomes(name: string): readonly (readonly [unknown, unknown])[] {
  return harness.earshot
    .logged('message.sent')
    .filter(({ destination }) => destination === name)
    .map(({ outcome, status }) => [outcome, status]);
}

/** Numbers of the comments that stand in a chat, in order. */
function numbersIn(opened: AnyChat): readonly number[] {
  return opened.standing().flatMap(({ says }) => [...says.matchAll(/Thought (\d)/g)].map(([, digit]) => Number(digit)));
}

/** Those that say for how long; Google Chat does not. */
const PATIENT = Object.entries(THREADED).filter(([type]) => type !== 'googlechat');

describe('asked to wait, in the chat’s own way', () => {
  test.each(PATIENT)('%s gets everything later, in order and once', async (type, open) => {
    const opened = await open();
    chat = opened;
    await harness.earshot.configure(`destination:${type}`, { ...opened.settings, pace: '100/s' });
    await harness.watch(type, { to: type });
    await harness.say(type, []);
    await waitFor('the watch', () => outcomes(type).length === 1);
    opened.limit(1);
    await harness.say(type, comments(1, 3));
    await waitFor('all of it', () => outcomes(type).length === 5);
    await harness.say(type, comments(1, 4));
    await waitFor('one more', () => outcomes(type).length === 6);
    expect(numbersIn(opened)).toEqual([1, 2, 3, 4]);
    expect(outcomes(type)).toEqual([
      ['delivered', 200],
      ['slow-down', 429],
      ...Array.from({ length: 4 }, () => ['delivered', 200]),
    ]);
  });
});

test('a group of Telegram’s that becomes a supergroup is followed there at once, and people are told', async () => {
  const telegram = await TelegramServer.open(-1_234);
  chat = telegram;
  const { messages, calls } = telegram;
  const settings = { type: 'telegram', token: TelegramServer.TOKEN, chat: -1_234, api: telegram.api };
  const others = await harness.destination('others', { events: ['config.invalid'] });
  await harness.earshot.configure('destination:group', { ...settings, pace: '100/s' });
  await harness.watch('group', { to: 'group' });
  /** Says something, and waits until so many messages in all are delivered. */
  const say = async (said: readonly Said[], all: number) => {
    await harness.say('group', said);
    await waitFor(`${all} messages`, () => outcomes('group').length === all);
  };
  await say([], 1);
  await say(comments(1, 1), 2);

  telegram.migrate(-1_234, -1_001_234);
  await say(comments(1, 2), 4);
  const [heard] = await waitFor('the notice elsewhere', () => others.messages.length > 0 && others.messages);
  expect(heard).toMatchObject({
    type: 'config.invalid',
    data: { key: 'destination:group', field: 'chat', reason: expect.stringContaining('-1001234') },
  });
  expect(harness.earshot.logged('config.outdated')).toMatchObject([{ key: 'destination:group', field: 'chat' }]);
  await say(comments(1, 3), 5);
  // The messages of the group that was have no numbers there: what would edit one is a message of its own.
  await say([{ number: 1, html: '<p>Thought 1, and another</p>' }, ...comments(2, 3)], 6);
  const edited = [1, 2].map((number) => ({ number, html: `<p>Thought ${number}, and another</p>` }));
  await say([...edited, ...comments(3, 3)], 7);
  const [root, notice, third, edit] = messages.slice(2);
  expect(messages.slice(2).map((one) => [one.chat, one.replyTo, one.edits])).toEqual([
    [-1_001_234, null, 1],
    [-1_001_234, null, 0],
    [-1_001_234, root?.id, 0],
    [-1_001_234, root?.id, 0],
  ]);
  expect(root?.text).toContain('Thought 2, and another');
  expect(notice?.text).toContain('put that one’s id here: -1001234');
  expect(third?.text).toContain('Thought 3');
  expect(edit?.text).toContain('Thought 1, and another');
  expect(outcomes('group').every(([outcome]) => outcome === 'delivered')).toBe(true);
  // One request alone was answered with the new chat.
  expect(calls).toHaveLength(8);

  await harness.earshot.tick();
  await harness.earshot.kill();
  await harness.earshot.restart();
  await harness.say('group', [...edited, ...comments(3, 4)]);
  await waitFor('what comes after a restart', () => messages.some(({ text }) => text.includes('Thought 4')));
  expect(messages.at(-1)).toMatchObject({ chat: -1_001_234, replyTo: root?.id });
  expect(harness.earshot.logged('config.outdated')).toHaveLength(1);
});
