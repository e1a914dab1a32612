import { afterEach, beforeEach, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import type { Answer } from '../../../worker/exchange.ts';
import type { Message } from '../../../worker/model.ts';
import { TelegramServer } from '../../support/chats/telegram.ts';
import { created } from '../messages.ts';
import { ABOUT, http } from '../opened.ts';
import { channelWith } from './sent.ts';

const GROUP = -42;
const SUPERGROUP = -1_001_234_567_891;

let server: TelegramServer;
beforeEach(async () => {
  server = await TelegramServer.open(GROUP);
});
afterEach(() => server.close());

const edited = { ...created({ comment: { html: '<p>Two billion.</p>' } }), type: 'comment.updated' as const };

/** Sends a message as the Outbox does: again at once, at most twice, where the answer asks for it. */
async function send(message: Message, refs: Refs = NO_REFS, settings: object = {}) {
  const channel = channelWith({ chat: GROUP, api: server.api, ...settings });
  let known = refs;
  let learned: string | null = null;
  for (let left = 2; ; left--) {
    const { url, method, headers, body } = http(await channel.render(message, known, { ...ABOUT, learned }));
    const response = await fetch(url, { method, headers, body });
    const answer: Answer = { kind: 'answered', status: response.status, retryAfter: null, body: await response.text() };
    const reply = channel.read(answer, http(await channel.render(message, known, { ...ABOUT, learned })));
    learned = reply.learned ?? learned;
    if (reply.verdict?.kind !== 'again' || left === 0) return { ...reply, learned };
    known = withoutRef(known, reply.verdict.without);
  }
}

function withoutRef(refs: Refs, name: keyof Refs): Refs {
  return { ...refs, [name]: null };
}

it('opens a thread, replies in it, and edits in place', async () => {
  const first = await send(created());
  const thread = first.receipt?.thread ?? null;
  const second = await send(created(), { ...NO_REFS, thread });
  expect(second.receipt?.thread).toBe(thread);
  await send(edited, { ...NO_REFS, thread, sent: second.receipt?.sent ?? null });
  expect(server.messages.map(({ id, replyTo, edits }) => [id, replyTo, edits])).toEqual([
    [1, null, 0],
    [2, 1, 1],
  ]);
  expect(server.messages[1]?.text).toContain('Two billion');
});

it('takes an edit that changes nothing as delivered', async () => {
  const { receipt } = await send(created());
  const refs = { ...NO_REFS, sent: receipt?.sent ?? null };
  await send(edited, refs);
  expect(await send(edited, refs)).toHaveProperty('verdict', { kind: 'delivered' });
});

it('opens a new thread where the first message was deleted', async () => {
  const { receipt } = await send(created());
  server.delete(1);
  const next = await send(created(), { ...NO_REFS, thread: receipt?.thread ?? null });
  expect(next.receipt).toEqual({ sent: `${GROUP}/2`, thread: `${GROUP}/2` });
});

it('sends an edit of a deleted message as a new one', async () => {
  const { receipt } = await send(created());
  server.delete(1);
  await send(edited, { ...NO_REFS, sent: receipt?.sent ?? null });
  expect(server.messages.map(({ id, edits }) => [id, edits])).toEqual([[2, 0]]);
});

it('follows a group to the supergroup that it has become, without its old messages', async () => {
  const { receipt } = await send(created());
  server.migrate(GROUP, SUPERGROUP);
  const moved = await send(edited, { ...NO_REFS, thread: receipt?.thread ?? null, sent: receipt?.sent ?? null });
  expect(moved.learned).toBe(String(SUPERGROUP));
  expect(moved.receipt).toEqual({ sent: `${SUPERGROUP}/2`, thread: `${SUPERGROUP}/2` });
  expect(server.messages.map(({ chat }) => chat)).toEqual([GROUP, SUPERGROUP]);
});

it('is told how long to wait, and sends nothing beside', async () => {
  server.waits.push(7);
  expect(await send(created())).toHaveProperty('verdict', { kind: 'slow-down', wait: 7_000 });
  expect(server.messages).toEqual([]);
});

it('is refused in a topic that is closed, and by a token that is not its own', async () => {
  server.closedTopics.add(7);
  expect(await send(created(), NO_REFS, { topic: 7 })).toHaveProperty('verdict.code', 'topic_closed');
  expect(await send(created(), NO_REFS, { token: `1:${'x'.repeat(35)}` })).toHaveProperty(
    'verdict.code',
    'unauthorized',
  );
});

it('has taken what it does not answer', async () => {
  server.isMute = true;
  const { url, method, headers, body } = http(
    await channelWith({ chat: GROUP, api: server.api }).render(created(), NO_REFS, ABOUT),
  );
  await expect(fetch(url, { method, headers, body, signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  expect(server.messages).toHaveLength(1);
});
