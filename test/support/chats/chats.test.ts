import { expect, it } from 'vitest';
import { type Channel, NO_REFS } from '../../../worker/destination/channel.ts';
import { feishu } from '../../../worker/destination/feishu/feishu.ts';
import { googlechat } from '../../../worker/destination/googlechat/googlechat.ts';
import { created, POST } from '../../destination/messages.ts';
import { http, opened } from '../../destination/opened.ts';
import { Feishu } from './feishu.ts';
import { GoogleChat } from './googlechat.ts';

/** Sends a comment on that post over HTTP, and reads the answer. */
async function deliver(channel: Channel, deliveryId: string, url = POST.url) {
  const about = { now: Date.now(), deliveryId, learned: null };
  const request = http(await channel.render(created({ post: { ...POST, url } }), NO_REFS, about));
  const response = await fetch(request.url, request);
  const body = await response.text();
  return channel.read({ kind: 'answered', status: response.status, retryAfter: null, body }, request);
}

it('Google Chat takes a delivery once, and a post’s comments in one thread', async () => {
  const chat = await GoogleChat.open();
  try {
    const channel = opened(googlechat, { url: chat.url, threads: true });
    const [first] = [await deliver(channel, 'd1'), await deliver(channel, 'd1'), await deliver(channel, 'd2')];
    await deliver(channel, 'd3', 'https://blog.example/other');
    expect(first).toEqual({
      verdict: null,
      receipt: { sent: chat.messages[0]?.name, thread: chat.messages[0]?.thread },
      learned: null,
    });
    const [one, two, three] = chat.messages;
    expect([one, two, three].map((message) => message?.requestId)).toEqual(['d1', 'd2', 'd3']);
    expect(two?.thread).toBe(one?.thread);
    expect(three?.thread).not.toBe(one?.thread);
    chat.deleteThread(one?.key ?? '');
    chat.busy = 1;
    expect((await deliver(channel, 'd4')).verdict).toEqual({ kind: 'slow-down', wait: null });
    expect((await deliver(channel, 'd4')).receipt?.thread).not.toBe(one?.thread);
    chat.isThere = false;
    expect((await deliver(channel, 'd5')).verdict).toMatchObject({ kind: 'broken', code: 'NOT_FOUND' });
  } finally {
    await chat.close();
  }
});

it('Feishu takes what is signed and holds the keyword, and nothing else', async () => {
  const chat = await Feishu.open('s3cr3t', ['留言']);
  try {
    const { url } = chat;
    const verdict = async (settings: object) => (await deliver(opened(feishu, { url, ...settings }), 'd1')).verdict;
    expect(await verdict({ keyword: '留言' })).toMatchObject({ kind: 'config', field: 'secret' });
    expect(await verdict({ secret: 'other', keyword: '留言' })).toMatchObject({ kind: 'config', field: 'secret' });
    expect(await verdict({ secret: 's3cr3t' })).toMatchObject({ kind: 'config', field: 'keyword' });
    expect(chat.messages).toEqual([]);
    expect(await verdict({ secret: 's3cr3t', keyword: '留言', mention: 'all' })).toEqual({ kind: 'delivered' });
    expect(chat.messages).toMatchObject([{ title: 'Devon Young commented on QQ & friends', pinged: ['all'] }]);
    chat.busy = 1;
    expect(await verdict({ secret: 's3cr3t', keyword: '留言' })).toEqual({ kind: 'slow-down', wait: null });
    chat.isThere = false;
    expect(await verdict({ secret: 's3cr3t', keyword: '留言' })).toMatchObject({ kind: 'broken', code: '19001' });
  } finally {
    await chat.close();
  }
});
