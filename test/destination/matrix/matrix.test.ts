import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDestinationConfig } from '../../../worker/config/destination.ts';
import { type Channel, type CommentMessage, NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { matrix } from '../../../worker/destination/matrix/matrix.ts';
import type { Answer } from '../../../worker/exchange.ts';
import { MatrixServer } from '../../support/chats/matrix.ts';
import { fixture, matrixEvent } from '../fixture/matrix.ts';
import { LONG } from '../hostile.ts';
import { readHtml } from '../hypertext.ts';
import { created } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';

const SETTINGS = {
  homeserver: 'https://matrix.example/base/',
  room: '!abc:matrix.example',
  token: 'syt_hunter2_token',
};
const channel = opened(matrix, SETTINGS);
const threaded = opened(matrix, { ...SETTINGS, threads: true });
const PARENT = { sent: '$parent', author: 'Ada', excerpt: 'Hm.' };

const edited = (more: Parameters<typeof created>[0] = {}): CommentMessage => ({
  ...created(more),
  id: 'msg_edit',
  type: 'comment.updated',
});

const broken = (code: string) => ({ kind: 'broken', code, probe: 'hourly' });
const message = (code: string) => ({ kind: 'message', code });
const problem = (value: object) => readDestinationConfig('team', JSON.stringify(value), () => undefined);

/** The event that a message becomes. */
async function event(comment = created(), refs: Partial<Refs> = {}, of: Channel = channel) {
  const { body } = http(await of.render(comment, { ...NO_REFS, ...refs }, ABOUT));
  return v.parse(matrixEvent, JSON.parse(body));
}

function answer(status: number, body: unknown, retryAfter: string | null = null): Answer {
  return { kind: 'answered', status, retryAfter, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const read = async (answered: Answer, refs: Partial<Refs> = {}, comment = created(), of: Channel = channel) =>
  of.read(answered, await of.render(comment, { ...NO_REFS, ...refs }, ABOUT));

describe('a request', () => {
  it('puts the event into the room, under the delivery’s own id', async () => {
    const request = http(await channel.render(created(), NO_REFS, { ...ABOUT, deliveryId: 'msg_a/b?' }));
    expect(request).toMatchObject({
      method: 'PUT',
      url: 'https://matrix.example/base/_matrix/client/v3/rooms/!abc%3Amatrix.example/send/m.room.message/msg_a%2Fb%3F',
      headers: { authorization: 'Bearer syt_hunter2_token', 'content-type': 'application/json' },
    });
    expect(channel.place).toBe('matrix:matrix.example/!abc:matrix.example');
  });

  it('says the same in text and in HTML', async () => {
    const html =
      '<p>Half a <b>billion</b>, <img src="https://blog.example/x.png" alt="wow">.</p><ol start="3"><li>x</li></ol>';
    const { body, formatted_body: formatted } = await event(created({ comment: { html } }));
    expect(formatted).toBe(
      '<p><strong>Devon Young</strong> commented on <a href="https://blog.example/qq.php">QQ &amp; friends</a></p>' +
        '<blockquote><p>Half a <strong>billion</strong>, <a href="https://blog.example/x.png">wow</a>.</p>' +
        '<ol start="3"><li>x</li></ol></blockquote>' +
        '<p><a href="https://blog.example/qq.php#c29321">Open the comment</a> · 2007-02-19 23:25 UTC · Comments on QQ</p>',
    );
    expect(body).toContain(
      'Devon Young commented on QQ & friends <https://blog.example/qq.php>\n\n> Half a billion, wow',
    );
  });

  it('is a notice where messages are to be silent', async () => {
    const silent = opened(matrix, { ...SETTINGS, silent: true });
    expect([(await event()).msgtype, (await event(created(), {}, silent)).msgtype]).toEqual(['m.text', 'm.notice']);
  });
});

describe('a mention', () => {
  const names = ['@ada:matrix.example', '@room'];
  const mentioning = opened(matrix, { ...SETTINGS, mention: names });

  it('pings whom the owner names, in each new message', async () => {
    const { 'm.mentions': mentions, body, formatted_body: html } = await event(edited(), {}, mentioning);
    expect(mentions).toEqual({ user_ids: ['@ada:matrix.example'], room: true });
    expect(body).toMatch(/^@ada:matrix\.example @room\nDevon Young/);
    expect(html).toMatch(
      /^<p><a href="https:\/\/matrix\.to\/#\/%40ada%3Amatrix\.example">@ada:matrix\.example<\/a> @room<\/p>/,
    );
  });

  it('pings nobody where a message is edited in place', async () => {
    const one = await event(edited(), { sent: '$original' }, mentioning);
    expect([one['m.mentions'], one['m.new_content']?.['m.mentions']]).toEqual([{}, {}]);
    expect(JSON.stringify(one)).not.toContain('@ada');
  });

  it.each(['@room', '@ada:matrix.example', 'https://matrix.to/#/@ada:matrix.example', '#room:matrix.example'])(
    'is nothing that a stranger can write: %s',
    async (words) => {
      const html = `<p>${words} <a href="https://matrix.to/#/@ada:matrix.example">Ada</a> <code>${words}</code></p>`;
      const one = await event(created({ comment: { html, author: { name: words, url: null, avatar: null } } }));
      expect(fixture.faults(JSON.stringify(one))).toEqual([]);
      expect(readHtml(one.formatted_body).text.replaceAll('\u200B', '')).toContain(
        `${words} Ada (https://matrix.to/#/@ada`,
      );
    },
  );

  it('is not what looks a little like one', async () => {
    const html = '<p>ada@matrix.example:22 at 10:30, C#: fine; #1: no</p>';
    expect((await event(created({ comment: { html } }))).formatted_body).toContain(
      'ada@matrix.example:22 at 10:30, C#: fine; #1: no',
    );
  });
});

describe('a thread', () => {
  it('is off where nobody asks for it, since clients hide threads; a reply is one all the same', async () => {
    expect([channel.threads, threaded.threads, opened(matrix, { ...SETTINGS, threads: 'only' }).threads]).toEqual([
      false,
      true,
      true,
    ]);
    expect((await event(created(), { thread: '$root' }))['m.relates_to']).toBeUndefined();
    expect((await event(created(), { parent: PARENT }))['m.relates_to']).toEqual({
      'm.in_reply_to': { event_id: '$parent' },
    });
  });

  it('holds messages, which clients without threads see as replies to its root', async () => {
    expect((await event(created(), { thread: '$root' }, threaded))['m.relates_to']).toEqual({
      rel_type: 'm.thread',
      event_id: '$root',
      is_falling_back: true,
      'm.in_reply_to': { event_id: '$root' },
    });
  });

  it('holds replies, which name what they answer and leave its words to the client', async () => {
    const one = await event(created(), { thread: '$root', parent: PARENT }, threaded);
    expect(one['m.relates_to']).toMatchObject({ is_falling_back: false, 'm.in_reply_to': { event_id: '$parent' } });
    expect(one.body).toContain('↳ In reply to Ada');
    expect(one.body).not.toContain('Hm.');
  });

  it('holds roundups', async () => {
    const request = await threaded.roundup?.([created()], { ...NO_REFS, thread: '$root' }, ABOUT);
    expect(request?.kind === 'http' && JSON.parse(request.body)['m.relates_to']).toMatchObject({ event_id: '$root' });
  });

  it.each(['root', '$', '$a b', `$${'a'.repeat(200)}`, '$"x', '$a\\b', '$é'])('has no id like %j', async (id) => {
    const refs = { thread: id, sent: id, parent: { ...PARENT, sent: id } };
    expect(await event(edited(), refs, threaded)).not.toHaveProperty('m.relates_to');
    expect((await read(answer(200, { event_id: id }))).receipt).toBeNull();
  });
});

describe('an edit', () => {
  it('replaces the message, with all of it twice and the thread not named again', async () => {
    const one = await event(edited(), { sent: '$original', thread: '$root', parent: PARENT }, threaded);
    const { body, formatted_body: html, ...rest } = one;
    expect(rest['m.relates_to']).toEqual({ rel_type: 'm.replace', event_id: '$original' });
    expect([body, html]).toEqual([`* ${rest['m.new_content']?.body}`, `* ${rest['m.new_content']?.formatted_body}`]);
    expect(rest['m.new_content']?.body).toMatch(/^Devon Young commented on .*edited 2007-02-19/s);
  });

  it('is a new message that says so where none is known', async () => {
    const one = await event(edited(), { thread: '$root' }, threaded);
    expect(one.body).toContain('Devon Young edited a comment on');
    expect(one['m.relates_to']).toMatchObject({ rel_type: 'm.thread' });
  });

  it.each(LONG)('fits an event, whatever it holds (%s)', async (_of, words) => {
    const html = `<p>${words.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</p>`;
    const body = JSON.stringify(await event(edited({ comment: { html, text: words } }), { sent: '$original' }));
    expect(fixture.faults(body)).toEqual([]);
    expect(body).toContain('Devon Young');
  });
});

describe('a receipt', () => {
  const TAKEN = answer(200, { event_id: '$new' });

  it('names the event, and the thread that it opens or is in', async () => {
    expect((await read(TAKEN)).receipt).toEqual({ sent: '$new', thread: null });
    expect((await read(TAKEN, {}, created(), threaded)).receipt).toEqual({ sent: '$new', thread: '$new' });
    expect((await read(TAKEN, { parent: PARENT }, created(), threaded)).receipt).toEqual({
      sent: '$new',
      thread: '$new',
    });
    expect((await read(TAKEN, { thread: '$root' }, created(), threaded)).receipt).toEqual({
      sent: '$new',
      thread: '$root',
    });
  });

  it('of an edit names the message that later edits replace too', async () => {
    expect((await read(TAKEN, { sent: '$original', thread: '$root' }, edited(), threaded)).receipt).toEqual({
      sent: '$original',
      thread: null,
    });
  });
});

describe('an answer', () => {
  it.each([
    [401, 'M_UNKNOWN_TOKEN', broken('M_UNKNOWN_TOKEN')],
    [401, 'M_MISSING_TOKEN', broken('M_MISSING_TOKEN')],
    [401, 'M_USER_LOCKED', broken('M_USER_LOCKED')],
    [403, 'M_FORBIDDEN', broken('M_FORBIDDEN')],
    [403, 'M_USER_SUSPENDED', broken('M_USER_SUSPENDED')],
    [403, 'M_USER_DEACTIVATED', broken('M_USER_DEACTIVATED')],
    [403, 'M_GUEST_ACCESS_FORBIDDEN', broken('M_GUEST_ACCESS_FORBIDDEN')],
    [403, 'M_CONSENT_NOT_GIVEN', broken('M_CONSENT_NOT_GIVEN')],
    [400, 'M_RESOURCE_LIMIT_EXCEEDED', broken('M_RESOURCE_LIMIT_EXCEEDED')],
    [404, 'M_NOT_FOUND', broken('M_NOT_FOUND')],
    [404, 'M_UNRECOGNIZED', broken('M_UNRECOGNIZED')],
    [405, 'M_UNRECOGNIZED', broken('M_UNRECOGNIZED')],
    [413, 'M_TOO_LARGE', message('M_TOO_LARGE')],
    [400, 'M_BAD_JSON', message('M_BAD_JSON')],
    [400, 'M_NOT_JSON', message('M_NOT_JSON')],
    [400, 'M_INVALID_PARAM', message('M_INVALID_PARAM')],
    [400, 'M_MISSING_PARAM', message('M_MISSING_PARAM')],
    [400, 'M_UNKNOWN', message('M_UNKNOWN')],
    [500, 'M_UNKNOWN', null],
    [503, 'M_FORBIDDEN', null],
    [418, 'M_OF_TOMORROW', null],
  ])('%i %s is read', async (status, errcode, verdict) => {
    expect(await read(answer(status, { errcode, error: 'x' }))).toEqual({ verdict, receipt: null, learned: null });
  });

  it('asks for time in its header, else in its body', async () => {
    const limited = { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2_500 };
    expect((await read(answer(429, limited))).verdict).toEqual({ kind: 'slow-down', wait: 2_500 });
    expect((await read(answer(429, limited, '3'))).verdict).toEqual({ kind: 'slow-down', wait: null });
    expect((await read(answer(429, { errcode: 'M_LIMIT_EXCEEDED' }))).verdict).toEqual({
      kind: 'slow-down',
      wait: null,
    });
    expect((await read(answer(429, { ...limited, retry_after_ms: 'soon' }))).verdict).toEqual({
      kind: 'slow-down',
      wait: null,
    });
    expect((await read(answer(429, 'Too many'))).verdict).toEqual({ kind: 'slow-down', wait: null });
  });

  it('refuses what it relates to: then it is sent without that', async () => {
    const unknown = answer(400, { errcode: 'M_UNKNOWN', error: "Can't send relation to unknown event" });
    expect((await read(unknown, { thread: '$root' }, created(), threaded)).verdict).toEqual({
      kind: 'again',
      without: 'thread',
    });
    expect((await read(unknown, { sent: '$original' }, edited())).verdict).toEqual({ kind: 'again', without: 'sent' });
    expect((await read(unknown, { parent: PARENT })).verdict).toEqual(message('M_UNKNOWN'));
  });

  it.each(['<html>Welcome</html>', {}, { errcode: 'M_NOT_FOUND' }, []])(
    'of no homeserver says so (%j)',
    async (body) => {
      expect((await read(answer(200, body))).verdict).toMatchObject({ kind: 'config', field: 'homeserver' });
    },
  );
});

it('lists as many comments in one message as it says', async () => {
  const comments = Array.from({ length: 400 }, (_, at) =>
    created({ comment: { id: `c${at}`, text: `number ${at}.` } }),
  );
  const count = channel.capacity?.(comments) ?? 0;
  expect(count).toBeGreaterThan(30);
  const text = async (some: number) => {
    const request = await channel.roundup?.(comments.slice(0, some), NO_REFS, ABOUT);
    return request === undefined ? '' : http(request).body;
  };
  expect(await text(count)).not.toContain('more comment');
  expect(await text(count + 1)).toMatch(/… and [12] more comments?/);
});

describe('in CONFIG', () => {
  it('a pasted link to a room stands for the room, and what else is needed is said', () => {
    const issues = problem({ url: 'https://matrix.to/#/!abc:matrix.example?via=matrix.example' });
    expect(issues).toMatchObject({ ok: false, field: 'homeserver' });
    const { url: _, ...rest } = { ...SETTINGS, url: '', room: undefined };
    expect(
      problem({ type: 'matrix', ...rest, url: 'https://app.element.io/#/room/%21abc%3Amatrix.example' }),
    ).toMatchObject({
      ok: true,
      value: { channel: { place: 'matrix:matrix.example/!abc:matrix.example' } },
    });
  });

  it('an alias is told from an id, and an address in a private network is refused', () => {
    expect(problem({ type: 'matrix', ...SETTINGS, room: '#general:matrix.example' })).toMatchObject({
      field: 'room',
      detail: expect.stringContaining('is an alias'),
    });
    expect(problem({ type: 'matrix', ...SETTINGS, homeserver: 'https://10.0.0.1' })).toMatchObject({
      field: 'homeserver',
    });
  });
});

describe('with a homeserver', () => {
  let server: MatrixServer;
  beforeAll(async () => {
    server = await MatrixServer.open();
  });
  afterAll(() => server.close());

  it('opens a thread, edits in it, and repeats nothing', async () => {
    const { type: _, ...settings } = server.settings;
    const here = opened(matrix, { ...settings, threads: true });
    const send = async (comment: CommentMessage, refs: Partial<Refs>, deliveryId: string) => {
      const request = http(await here.render(comment, { ...NO_REFS, ...refs }, { ...ABOUT, deliveryId }));
      const { method, headers, body } = request;
      const response = await fetch(request.url, { method, headers, body });
      return here.read(answer(response.status, await response.text()), request);
    };
    const root = (await send(created(), {}, 'm1')).receipt?.thread ?? '';
    const reply = (await send(created(), { thread: root }, 'm2')).receipt?.sent ?? '';
    expect((await send(created(), { thread: root }, 'm2')).receipt).toEqual({ sent: reply, thread: root });
    const first = await send(edited(), { thread: root, sent: reply }, 'm3');
    const again = await send(
      edited({ comment: { html: '<p>Last</p>' } }),
      { thread: root, sent: first.receipt?.sent ?? '' },
      'm4',
    );
    expect(again.receipt).toEqual({ sent: reply, thread: null });
    expect(server.shown).toMatchObject([
      { id: root, thread: null },
      { id: reply, thread: root, body: expect.stringContaining('> Last') },
    ]);
    expect((await send(created(), { thread: reply }, 'm5')).verdict).toEqual({ kind: 'again', without: 'thread' });
    server.limits.push(1_500);
    expect((await send(created(), {}, 'm6')).verdict).toEqual({ kind: 'slow-down', wait: 1_500 });
    server.redact(root);
    expect((await send(created(), { thread: root }, 'm7')).receipt).toMatchObject({ thread: root });
    server.forget(root);
    expect((await send(created(), { thread: root }, 'm8')).verdict).toEqual({ kind: 'again', without: 'thread' });
  });
});
