import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { ntfy } from '../../../worker/destination/ntfy/ntfy.ts';
import type { Message } from '../../../worker/model.ts';
import { fixture } from '../fixture/ntfy.ts';
import { created, FEED } from '../messages.ts';
import { ABOUT, http, opened } from '../opened.ts';

const URL_OF_TOPIC = 'https://ntfy.example/blog-comments-Zx81';
const edit = { ...created(), type: 'comment.updated' as const };

function channelWith(settings: object = {}) {
  return opened(ntfy, { url: URL_OF_TOPIC, ...settings });
}

async function requestFor(
  message: Message,
  refs: Refs = NO_REFS,
  settings: object = {},
  deliveryId = ABOUT.deliveryId,
) {
  const request = http(await channelWith(settings).render(message, refs, { ...ABOUT, deliveryId }));
  const body: Record<string, unknown> = JSON.parse(request.body);
  return { ...request, body };
}

describe('a comment in ntfy', () => {
  it('has a title, the text, and buttons for the links', async () => {
    const { method, url, headers, body } = await requestFor(created());
    expect({ method, url, headers }).toEqual({
      method: 'POST',
      url: 'https://ntfy.example/',
      headers: { 'content-type': 'application/json' },
    });
    expect(body).toEqual({
      topic: 'blog-comments-Zx81',
      sequence_id: expect.stringMatching(/^[\da-f]{32}$/),
      title: 'Devon Young commented on QQ & friends',
      message: 'Half a billion, wow.\n\n2007-02-19 23:25 UTC · Comments on QQ',
      click: 'https://blog.example/qq.php#c29321',
      actions: [
        { action: 'view', label: 'Open the comment', url: 'https://blog.example/qq.php#c29321' },
        { action: 'view', label: 'Open the page', url: 'https://blog.example/qq.php' },
      ],
    });
  });

  it('is plain text: links in brackets, lists and quotes by signs', async () => {
    const html =
      '<p><b>Bold</b> <a href="https://a.example/">words</a> https://b.example/</p>' +
      '<ul><li>one<ol><li>two</li></ol></li></ul><blockquote>three</blockquote><pre>x  y</pre>';
    const { body } = await requestFor(created({ comment: { html } }));
    expect(body['message']).toBe(
      'Bold words (https://a.example/) https://b.example/\n\n• one\n  1. two\n\n> three\n\nx  y\n\n' +
        '2007-02-19 23:25 UTC · Comments on QQ',
    );
  });

  it('says whom it answers', async () => {
    const inReplyTo = { id: 'c1', url: 'https://blog.example/qq.php#c1', author: 'Ada' };
    const { body } = await requestFor(created({ comment: { inReplyTo } }));
    expect(body['message']).toMatch(/^↳ In reply to Ada \(https:\/\/blog\.example\/qq\.php#c1\)\n\nHalf/);
  });

  it.each(['中国人民'.repeat(2_000), '"\\'.repeat(5_000), 'lorem ipsum '.repeat(900)])(
    'is cut where it would become a file, with the rest linked: %.8s…',
    async (words) => {
      const { body } = await requestFor(created({ comment: { html: `<p>${words}</p>`, text: words } }));
      expect(Buffer.byteLength(String(body['message']))).toBeGreaterThan(3_500);
      expect(body['message']).toContain('…\nRead the rest (https://blog.example/qq.php#c29321)');
      expect(fixture.faults(JSON.stringify(body))).toEqual([]);
    },
  );
});

it('a notice has its headline as the title and no buttons but its link', async () => {
  const data = { feed: FEED, reason: 'HTTP 500', since: '2007-02-18T23:25:36Z' };
  const { body } = await requestFor({ id: 'msg_1', type: 'feed.failing', timestamp: '2007-02-19T23:25:36Z', data });
  expect(body).toMatchObject({
    title: 'Comments on QQ (qq) cannot be read',
    message: expect.stringMatching(/^Since 2007-02-18 23:25 UTC: HTTP 500\n/),
    actions: [{ label: 'Open the site', url: 'https://blog.example/' }],
  });
});

it.each([
  [{}, undefined],
  [{ priority: 5 }, 5],
  [{ silent: true }, 2],
  [{ silent: true, priority: 4 }, 2],
  [{ silent: true, priority: 1 }, 1],
  [{ silent: false, priority: 3 }, 3],
])('with the settings %j has the priority %j', async (settings, priority) => {
  expect((await requestFor(created(), NO_REFS, settings)).body['priority']).toBe(priority);
});

it('sends a token as one', async () => {
  const { headers } = await requestFor(created(), NO_REFS, { token: 'tk_secret' });
  expect(headers).toHaveProperty('authorization', 'Bearer tk_secret');
});

async function sequence(message: Message, refs: Refs = NO_REFS, deliveryId: string = ABOUT.deliveryId) {
  return (await requestFor(message, refs, {}, deliveryId)).body['sequence_id'];
}

describe('the sequence of a message', () => {
  it('is the same at each try, and another for a replay', async () => {
    expect(await sequence(created())).toBe(await sequence(created()));
    expect(await sequence(created(), NO_REFS, 'msg_replay')).not.toBe(await sequence(created()));
  });

  it('is for an edit that of the message which it replaces', async () => {
    expect(await sequence(edit, { ...NO_REFS, sent: 'abc-1' })).toBe('abc-1');
    const { body } = await requestFor(edit, { ...NO_REFS, sent: 'abc-1' });
    expect(body['message']).toContain('edited 2007-02-19');
  });

  it('is a new one for an edit of what is not known', async () => {
    expect(await sequence(edit, { ...NO_REFS, sent: '../x' })).toMatch(/^[\da-f]{32}$/);
    expect((await requestFor(edit)).body['title']).toContain('edited a comment on');
  });
});

it('is another place at another topic, which its name does not give away', () => {
  const place = channelWith().place;
  expect(place).toMatch(/^ntfy:ntfy\.example\/[\da-f]{4}$/);
  expect(channelWith({ url: 'https://ntfy.example/other' }).place).not.toBe(place);
});

const broken = (code: string) => ({ kind: 'broken', code, probe: 'hourly' });
const bad = (code: string) => ({ kind: 'message', code });

describe('an answer of ntfy', () => {
  const taken = { id: 'hwQ2YpKdmg', time: 1, event: 'message', topic: 'x', message: 'y' };
  it.each([
    [200, { ...taken, sequence_id: 'abc' }, null, 'abc'],
    // A server before 2.16, which cannot edit.
    [200, taken, null, null],
    [200, { ...taken, sequence_id: '../x' }, null, null],
    [200, { ...taken, event: 'open' }, { kind: 'config', field: 'url', detail: expect.any(String) }, null],
    [200, '<html>Sign in</html>', { kind: 'config', field: 'url', detail: expect.any(String) }, null],
    [400, { code: 40009, http: 400, error: 'invalid request: topic invalid' }, broken('40009'), null],
    [400, { code: 40010, http: 400, error: 'invalid request: topic name is not allowed' }, broken('40010'), null],
    [400, { code: 40014, http: 400, error: 'attachments not allowed' }, bad('40014'), null],
    [400, { code: 40017, http: 400, error: 'actions invalid' }, bad('40017'), null],
    [400, { code: 40018, http: 400, error: 'actions invalid' }, bad('40018'), null],
    [400, { code: 40024, http: 400, error: 'request body must be message JSON' }, bad('40024'), null],
    [401, { code: 40101, http: 401, error: 'unauthorized' }, broken('40101'), null],
    [403, { code: 40301, http: 403, error: 'forbidden' }, broken('40301'), null],
    [413, { code: 41301, http: 413, error: 'attachment too large' }, bad('41301'), null],
    [413, { code: 41303, http: 413, error: 'JSON body too large' }, bad('41303'), null],
    [429, { code: 42901, http: 429, error: 'too many requests' }, { kind: 'slow-down', wait: null }, null],
    [
      429,
      { code: 42908, http: 429, error: 'daily message quota reached' },
      { kind: 'slow-down', wait: 3_600_000 },
      null,
    ],
    [429, { code: 42909, http: 429, error: 'too many auth failures' }, { kind: 'slow-down', wait: null }, null],
    [500, { code: 50001, http: 500, error: 'internal server error' }, null, null],
    [507, { code: 50701, http: 507, error: 'no subscriber' }, broken('50701'), null],
    [502, '<html>Bad Gateway</html>', null, null],
  ])('%i %j', async (status, body, verdict, sent) => {
    const channel = channelWith();
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = { kind: 'answered', status, retryAfter: null, body: text } as const;
    const receipt = sent === null ? null : { sent, thread: null };
    expect(channel.read(answer, await channel.render(created(), NO_REFS, ABOUT))).toEqual({
      verdict,
      receipt,
      learned: null,
    });
  });
});
