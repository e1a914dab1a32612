import { parse } from '@rocket.chat/message-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS, type Refs } from '../../worker/destination/channel.ts';
import { MARKUP } from '../../worker/destination/rocketchat/dialect.ts';
import { rocketchat } from '../../worker/destination/rocketchat/rocketchat.ts';
import type { Answer } from '../../worker/exchange.ts';
import { RocketChat } from '../support/chats/rocketchat.ts';
import { created } from './messages.ts';
import { ABOUT, bodyOf, http, opened } from './opened.ts';

const URL = `https://chat.example/hooks/${RocketChat.integration}/${RocketChat.token}`;
const IN_THREAD: Refs = { ...NO_REFS, thread: 'Xq9ZrPb3xTnYw7Ldd' };

async function payload(refs: Refs, settings: object, message = created()) {
  return JSON.parse(bodyOf(await opened(rocketchat, { url: URL, ...settings }).render(message, refs, ABOUT)));
}

describe('a comment in Rocket.Chat', () => {
  it('shows who wrote it, on what, what, where and when', async () => {
    expect(await payload(NO_REFS, {})).toEqual({
      text: [
        '*Devon Young* commented on [QQ & friends](https://blog.example/qq.php)',
        '',
        'Half a billion, _wow_.',
        '',
        '[Open the comment](https://blog.example/qq.php#c29321) · 2007-02-19 23:25 UTC · Comments on QQ',
      ].join('\n'),
      parseUrls: false,
      separateResponse: true,
    });
  });

  it('is in no thread unless its owner wants that: nobody would see it in the channel', async () => {
    expect(await payload(IN_THREAD, {})).not.toHaveProperty('tmid');
    expect(await payload(IN_THREAD, { threads: true })).toMatchObject({ tmid: IN_THREAD.thread, tmshow: true });
    const only = await payload(IN_THREAD, { threads: 'only' });
    expect(only).toMatchObject({ tmid: IN_THREAD.thread });
    expect(only).not.toHaveProperty('tmshow');
    expect(await payload(NO_REFS, { threads: true })).not.toHaveProperty('tmid');
  });

  it('has one empty line below code, as its parser counts them', async () => {
    const { text } = await payload(NO_REFS, {}, created({ comment: { html: '<p>a</p><pre>b\n\nc</pre><p>d</p>' } }));
    const kinds = parse(text).map(({ type }) => type);
    expect(kinds.slice(kinds.indexOf('CODE'), -2)).toEqual(['CODE', 'LINE_BREAK', 'PARAGRAPH']);
    expect(text).toContain('```\nb\n\nc\n```\nd');
  });

  it('pings whom its owner named', async () => {
    expect((await payload(NO_REFS, { mention: '@here' })).text).toMatch(/^@here \*Devon Young\*/);
  });

  it('has the integration’s id for its place, and not its token', () => {
    expect(opened(rocketchat, { url: URL }).place).toBe(`rocketchat:chat.example/${RocketChat.integration}`);
  });
});

describe("text in Rocket.Chat's markup", () => {
  it.each([
    ['@all me@evil.com', '@\u200Ball me@\u200Bevil.\u200Bcom'],
    ['#general #1', '#\u200Bgeneral #\u200B1'],
    ['*b* _i_ ~s~ `c` snake_case', '∗b∗ ˍiˍ ∼s∼ ˋcˋ snake_case'],
    ['<https://evil.example|x>', '<\u200Bhttps:\u200B//evil.\u200Bexample|x>'],
    ['[x](y) ![x](y)', '［x]\u200B(y) !［x]\u200B(y)'],
    ['\\(x\\) $x$ ||x||', '\\\u200B(x\\\u200B) ﹩x﹩ |\u200B|x|\u200B|'],
    ['3.14 1.2.3.4 v2.0', '3.14 1.\u200B2.\u200B3.4 v2.0'],
  ])('%j becomes %j', (words, written) => {
    expect(MARKUP.text(words)).toBe(written);
  });

  it('writes code within a quote line by line, since a fence is none there', () => {
    expect(MARKUP.pre?.(['@all', '', '*x*'], true)).toEqual(['`@all`', '', '`*x*`']);
  });
});

describe('Rocket.Chat itself', () => {
  let server: RocketChat;
  beforeEach(async () => {
    server = await RocketChat.open();
  });
  afterEach(() => server.close());

  /** Sends a comment and gives the reading of the answer. */
  async function send(refs = NO_REFS, message: CommentMessage = created(), url = server.url) {
    const channel = opened(rocketchat, { url, threads: true });
    const request = http(await channel.render(message, refs, ABOUT));
    const response = await fetch(request.url, { method: request.method, headers: request.headers, body: request.body });
    const answer: Answer = { kind: 'answered', status: response.status, retryAfter: null, body: await response.text() };
    return channel.read(answer, request);
  }

  it('begins a thread, and goes on in it', async () => {
    const { receipt } = await send();
    expect(receipt).toEqual({ sent: 'message0000000001', thread: 'message0000000001' });
    const answered = await send({ ...NO_REFS, thread: receipt?.thread ?? null });
    expect(answered.receipt).toEqual({ sent: 'message0000000002', thread: 'message0000000001' });
    expect([...server.threads.values()].map(({ length }) => length)).toEqual([2]);
  });

  it('opens a new thread where the old one is refused', async () => {
    server.refusesOrphans = true;
    expect((await send(IN_THREAD)).verdict).toEqual({ kind: 'again', without: 'thread' });
  });

  it.each([
    ['disabled', () => (server.isDisabled = true), { kind: 'broken', code: 'integration-disabled', probe: 'hourly' }],
    ['busy', () => (server.slowDown = 42), { kind: 'slow-down', wait: 42_000 }],
  ])('%s', async (_what, change, verdict) => {
    change();
    expect((await send()).verdict).toEqual(verdict);
  });

  it('no longer knows the token', async () => {
    const { verdict } = await send(NO_REFS, created(), server.url.replace(/.{4}$/, 'xxxx'));
    expect(verdict).toEqual({ kind: 'broken', code: 'invalid-integration', probe: 'hourly' });
  });
});

function broken(code: string) {
  return { kind: 'broken', code, probe: 'hourly' };
}

describe("Rocket.Chat's answers", () => {
  it.each([
    [200, { success: true }, null],
    [200, { success: true, mine: 1 }, null],
    [200, { success: false, error: 'x-y' }, broken('x-y')],
    [200, 'hello', expect.objectContaining({ kind: 'config', field: 'url' })],
    [400, { success: false, error: 'invalid-channel' }, broken('invalid-channel')],
    [400, { success: false, error: 'error-not-allowed' }, broken('error-not-allowed')],
    [400, { success: false, error: 'error-running-script' }, broken('error-running-script')],
    [400, { success: false, error: 'room_is_blocked' }, broken('room_is_blocked')],
    [
      400,
      { success: false, error: 'overriding destination channel is disabled for this integration' },
      broken('channel-overriding-disabled'),
    ],
    [400, { success: false, error: 'Invalid integration id or token provided.' }, broken('invalid-integration')],
    [401, { success: false, error: 'Invalid integration id or token provided.' }, broken('invalid-integration')],
    [
      400,
      { success: false, responses: [{ channel: '#a', error: 'error-message-size-exceeded' }] },
      { kind: 'message', code: 'error-message-size-exceeded' },
    ],
    [400, { success: false, error: 'unknown-error' }, { kind: 'message', code: 'unknown-error' }],
    [429, '<html>', { kind: 'slow-down', wait: null }],
    [500, { success: false, error: 'Internal' }, null],
    [503, '<html>Service Unavailable</html>', null],
  ])('%i %j', async (status, body, verdict) => {
    const channel = opened(rocketchat, { url: URL });
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer: Answer = { kind: 'answered', status, retryAfter: null, body: text };
    expect(channel.read(answer, request)).toEqual({ verdict, receipt: null, learned: null });
  });
});
