import { afterEach, describe, expect, it } from 'vitest';
import { NO_REFS, type Receipt, type Refs } from '../../../worker/destination/channel.ts';
import { discord } from '../../../worker/destination/discord/discord.ts';
import type { PlatformVerdict } from '../../../worker/exchange.ts';
import type { Message } from '../../../worker/model.ts';
import { created, everyType } from '../../destination/messages.ts';
import { ABOUT, http, opened } from '../../destination/opened.ts';
import { DiscordServer } from './discord.ts';

const servers: DiscordServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const updated = everyType().find(({ type }) => type === 'comment.updated') ?? created();

/** A destination in front of a server, which delivers as the Outbox does: what is to be done again is done at once. */
async function opening(kind: 'text' | 'forum', settings: object = {}) {
  const server = await DiscordServer.open(kind);
  servers.push(server);
  const channel = opened(discord, { url: server.url, ...settings });
  let learned: string | null = null;
  const deliver = async (
    message: Message,
    of: Partial<Refs> = {},
  ): Promise<{ readonly verdict: PlatformVerdict | null; readonly receipt: Receipt | null }> => {
    const gone: Partial<Refs>[] = [of];
    for (let tries = 0; ; tries++) {
      const refs: Refs = Object.assign({}, NO_REFS, ...gone);
      const request = http(await channel.render(message, refs, { ...ABOUT, learned }));
      const { method, headers, body } = request;
      const response = await fetch(request.url, { method, headers, body });
      const retryAfter = response.headers.get('retry-after');
      const answer = { kind: 'answered', status: response.status, retryAfter, body: await response.text() } as const;
      const { verdict, receipt, learned: taught } = channel.read(answer, request);
      learned = taught ?? learned;
      if (verdict?.kind !== 'again' || tries === 2) return { verdict, receipt };
      gone.push({ [verdict.without]: null });
    }
  };
  return { server, deliver };
}

describe('a text channel', () => {
  it('takes messages and edits them in place, and nobody is pinged', async () => {
    const { server, deliver } = await opening('text');
    const { receipt } = await deliver(created({ comment: { html: '<p>&lt;@123456789012345678&gt; @everyone</p>' } }));
    expect(receipt).toMatchObject({ thread: null });
    await deliver(updated, { sent: receipt?.sent ?? null });
    expect(server.messages.map(({ edits, pings, thread }) => ({ edits, pings, thread }))).toEqual([
      { edits: 1, pings: [], thread: null },
    ]);
    server.deleteMessage(receipt?.sent ?? '');
    expect((await deliver(updated, { sent: receipt?.sent ?? null })).receipt).not.toBeNull();
    expect(server.messages).toHaveLength(1);
  });

  it('pings the owner’s own', async () => {
    const { server, deliver } = await opening('text', { mention: ['@here', '123456789012345678'] });
    await deliver(created({ comment: { html: '<p>&lt;@223456789012345678&gt; @everyone</p>' } }));
    expect(server.messages.map(({ pings }) => pings)).toEqual([['@here', '123456789012345678']]);
  });
});

describe('a forum', () => {
  it('has a thread for the post, which is opened anew where it was deleted', async () => {
    const { server, deliver } = await opening('forum');
    const first = await deliver(created());
    const thread = first.receipt?.thread ?? null;
    const second = await deliver(created(), { thread });
    expect([...server.threads]).toEqual([[thread, 'QQ & friends']]);
    expect(server.messages.map((message) => message.thread)).toEqual([thread, thread]);
    await deliver(updated, { thread, sent: second.receipt?.sent ?? null });
    expect(server.messages.map(({ edits }) => edits)).toEqual([0, 1]);
    server.deleteThread(thread ?? '');
    const third = await deliver(updated, { thread, sent: second.receipt?.sent ?? null });
    expect([...server.threads.keys()]).toEqual([third.receipt?.thread]);
    expect(server.messages).toHaveLength(1);
  });

  it('that has become a text channel takes messages too', async () => {
    const { server, deliver } = await opening('forum');
    await deliver(created());
    server.kind = 'text';
    expect((await deliver(created())).receipt).toMatchObject({ thread: null });
  });

  it('that wants a tag says so', async () => {
    const { server, deliver } = await opening('forum');
    server.wantsTag = true;
    expect((await deliver(created())).verdict).toEqual({
      kind: 'broken',
      code: 'forum_requires_a_tag',
      probe: 'hourly',
    });
  });
});

it('is told how long to wait, and that the webhook is gone', async () => {
  const { server, deliver } = await opening('text');
  server.limits.push(1.25);
  expect((await deliver(created())).verdict).toEqual({ kind: 'slow-down', wait: 1_250 });
  server.isDeleted = true;
  expect((await deliver(created())).verdict).toEqual({ kind: 'broken', code: 'webhook_deleted', probe: 'daily' });
});

it('takes a message and does not answer, while it is mute', async () => {
  const { server, deliver } = await opening('text');
  server.isMute = true;
  const delivery = deliver(created()).catch(() => 'cut off');
  while (server.messages.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  servers.length = 0;
  expect(await delivery).toBe('cut off');
});
