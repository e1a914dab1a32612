import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommentMessage, type DeliveryContext, NO_REFS } from '../../worker/destination/channel.ts';
import { MARKDOWN } from '../../worker/destination/zulip/dialect.ts';
import { postTopic } from '../../worker/destination/zulip/topic.ts';
import { zulip } from '../../worker/destination/zulip/zulip.ts';
import type { Answer, HttpRequest } from '../../worker/exchange.ts';
import { Zulip } from '../support/chats/zulip.ts';
import { created, everyType, FEED } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';

const SETTINGS = { site: 'https://blog.zulipchat.com/', email: Zulip.email, key: Zulip.key, channel: Zulip.channel };
const edited: CommentMessage = { ...created({ comment: { html: '<p>Better</p>' } }), type: 'comment.updated' };

function fields({ body }: HttpRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

function read(url: string) {
  return zulip.fieldsOf?.(new URL(url));
}

/** Topic of a post of that title. */
function of(title: string | null, url: string | null = 'https://www.blog.example/qq.php') {
  return postTopic(created({ post: { id: null, url, title } }).data);
}

/** Topic of a roundup. */
async function roundupTopic(settings: object, comments: readonly CommentMessage[], about: DeliveryContext = ABOUT) {
  const request = await opened(zulip, { ...SETTINGS, ...settings }).roundup?.(comments, NO_REFS, about);
  return request === undefined ? null : fields(http(request))['topic'];
}

describe('a comment in Zulip', () => {
  it('is posted into its post’s topic, as the bot', async () => {
    const request = http(await opened(zulip, SETTINGS).render(created(), NO_REFS, ABOUT));
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://blog.zulipchat.com/api/v1/messages',
      headers: { authorization: `Basic ${btoa(`${Zulip.email}:${Zulip.key}`)}` },
    });
    expect(fields(request)).toEqual({
      type: 'stream',
      to: 'comments',
      topic: 'QQ & friends',
      content: [
        '**Devon Young** commented on [QQ & friends](https://blog.example/qq.php)',
        '',
        'Half a billion, *wow*.',
        '',
        '[Open the comment](https://blog.example/qq.php#c29321) · 2007-02-19 23:25 UTC · Comments on QQ',
      ].join('\n'),
    });
  });

  it('stays in the topic that its thread began in, and edits in place without a ping', async () => {
    const channel = opened(zulip, { ...SETTINGS, mention: '@**all**' });
    const inThread = http(await channel.render(created(), { ...NO_REFS, thread: 'Old title' }, ABOUT));
    expect(fields(inThread)).toMatchObject({
      topic: 'Old title',
      content: expect.stringMatching(/^@\*\*all\*\* \*\*/),
    });
    const edit = http(await channel.render(edited, { ...NO_REFS, thread: 'Old title', sent: '42' }, ABOUT));
    expect(edit).toMatchObject({ method: 'PATCH', url: 'https://blog.zulipchat.com/api/v1/messages/42' });
    expect(fields(edit)).toEqual({ content: expect.stringContaining('Better') });
    expect(fields(edit)['content']).not.toContain('@**all**');
  });

  it.each([
    ['7', '7'],
    ['general chat', 'general chat'],
    ['"x"', '"\\"x\\""'],
    ['true', '"true"'],
  ])('names the channel %s as Zulip reads it', async (name, to) => {
    const request = http(await opened(zulip, { ...SETTINGS, channel: name }).render(created(), NO_REFS, ABOUT));
    expect(fields(request)['to']).toBe(to);
  });

  it('reads what it can out of a pasted address', () => {
    const site = 'https://blog.zulipchat.com';
    expect(read(`${site}/`)).toEqual({ site });
    expect(read(`${site}/#narrow/channel/7-comments/topic/QQ`)).toEqual({ site, channel: '7' });
    expect(read(`${site}/api/v1/external/slack_incoming?api_key=abc&stream=news`)).toEqual({
      site,
      channel: 'news',
      key: 'abc',
    });
  });
});

describe('a topic', () => {
  it('is the post’s title, else its address, else the feed’s name', () => {
    expect(of('QQ & friends')).toBe('QQ & friends');
    expect(of(null)).toBe('blog.example/qq.php');
    expect(of(null, null)).toBe(FEED.title);
    expect(postTopic(created({ post: null }).data)).toBe(FEED.title);
  });

  it.each(['', ' ', '\u200B', '(no topic)', '✔ ', '\uFFFE'])('is never %j, which Zulip takes for none', (title) => {
    expect(of(title)).toBe('blog.example/qq.php');
  });

  it('is not marked as resolved by a title', () => {
    expect(of('✔ ✔ Done')).toBe('Done');
  });

  it.each(['lorem ipsum '.repeat(20), '中'.repeat(200), '👩‍👩‍👧‍👦'.repeat(30)])(
    'is cut, and differs from post to post: %s',
    (title) => {
      const topics = ['https://a.example/1', 'https://a.example/2'].map((url) => of(title, url));
      expect(new Set(topics).size).toBe(2);
      expect(topics.every((topic) => Array.from(topic).length <= 60 && /… [a-z\d]{4}$/.test(topic))).toBe(true);
    },
  );

  it('is the post’s in a roundup of one, the feed’s in a digest or one of several, and the feed’s of all without threads', async () => {
    const other = created({ post: { id: null, url: 'https://blog.example/2', title: 'Two' }, comment: { id: 'x' } });
    expect(await roundupTopic({}, [created()])).toBe('QQ & friends');
    expect(await roundupTopic({}, [created(), other])).toBe(FEED.title);
    expect(await roundupTopic({ threads: false }, [created()])).toBe(FEED.title);
    expect(await roundupTopic({}, [created()], { ...ABOUT, isDigest: true })).toBe(FEED.title);
    const elsewhere = created({ feed: { name: 'b', title: null, homePage: null }, post: other.data.post });
    expect(await roundupTopic({}, [created(), elsewhere])).toBe('Earshot');
  });

  it('of what is about no feed is Earshot’s own', async () => {
    const requests = await Promise.all(
      everyType().map((message) => opened(zulip, SETTINGS).render(message, NO_REFS, ABOUT)),
    );
    expect(new Set(requests.map((request) => fields(http(request))['topic']))).toEqual(
      new Set(['Some words', 'Earshot']),
    );
  });
});

describe("text in Zulip's markdown", () => {
  it.each([
    ['@**all** @*team*', '&#64;&#42;&#42;all&#42;&#42; &#64;&#42;team&#42;'],
    ['#**general**', '&#35;&#42;&#42;general&#42;&#42;'],
    ['$$x$$ `c` ~~s~~', '&#36;&#36;x&#36;&#36; &#96;c&#96; &#126;&#126;s&#126;&#126;'],
    ['evil.com 3.14', 'evil&#46;com 3.14'],
    ['AT&T &lt;', 'AT&T &#38;lt;'],
    ['snake_case', 'snake_case'],
  ])('%j becomes %j', (words, written) => {
    expect(MARKDOWN.text(words)).toBe(written);
  });

  it('fences code with a language, so that an organisation’s own makes nothing else of it', () => {
    expect(MARKDOWN.pre?.(['```quote', '@**all**'], false)).toEqual(['````text', '```quote', '@**all**', '````']);
    expect(MARKDOWN.pre?.(['@**all**', ''], true)).toEqual(['`@**all**`', '']);
  });
});

describe('Zulip itself', () => {
  let server: Zulip;
  beforeEach(async () => {
    server = await Zulip.open();
  });
  afterEach(() => server.close());

  /** Sends a message and gives the reading of the answer. */
  async function send(message: CommentMessage, refs = NO_REFS, settings: object = {}) {
    const channel = opened(zulip, { ...SETTINGS, site: server.site, ...settings });
    const request = http(await channel.render(message, refs, ABOUT));
    const response = await fetch(request.url, { method: request.method, headers: request.headers, body: request.body });
    const retryAfter = response.headers.get('retry-after');
    const answer: Answer = { kind: 'answered', status: response.status, retryAfter, body: await response.text() };
    return channel.read(answer, request);
  }

  it('takes a comment and its edit', async () => {
    expect(await send(created())).toEqual({
      verdict: null,
      receipt: { sent: '1', thread: 'QQ & friends' },
      learned: null,
    });
    const { receipt } = await send(edited, { ...NO_REFS, thread: 'QQ & friends', sent: '1' });
    expect(receipt).toEqual({ sent: '1', thread: null });
    expect(server.messages).toMatchObject([
      { content: expect.stringContaining('Better'), edits: [expect.any(String)] },
    ]);
  });

  it('refuses an edit that comes too late, or of a message that is gone', async () => {
    await send(created());
    const refs = { ...NO_REFS, sent: '1' };
    server.isTooLate = true;
    expect((await send(edited, refs)).verdict).toEqual({ kind: 'again', without: 'sent' });
    server.isTooLate = false;
    server.deleteMessage(1);
    expect((await send(edited, refs)).verdict).toEqual({ kind: 'again', without: 'sent' });
  });

  it('has an edit that it has already', async () => {
    const channel = opened(zulip, SETTINGS);
    const request = await channel.render(edited, { ...NO_REFS, sent: '1' }, ABOUT);
    const body = JSON.stringify(error('BAD_REQUEST', 'Nothing to change'));
    const answer: Answer = { kind: 'answered', status: 400, retryAfter: null, body };
    expect(channel.read(answer, request).verdict).toEqual({ kind: 'delivered' });
  });

  it('asks to be left alone', async () => {
    server.slowDown = 1.5;
    expect((await send(created())).verdict).toEqual({ kind: 'slow-down', wait: 1_500 });
  });

  it.each([
    [{ channel: 'gone' }, 'STREAM_DOES_NOT_EXIST'],
    [{ key: 'x'.repeat(32) }, 'UNAUTHORIZED'],
  ])('is broken with %j', async (settings, code) => {
    expect((await send(created(), NO_REFS, settings)).verdict).toEqual(broken(code));
    expect((await send(edited, { ...NO_REFS, sent: '1' }, settings)).verdict).toEqual(
      code === 'UNAUTHORIZED' ? broken(code) : { kind: 'again', without: 'sent' },
    );
  });
});

function error(code: string | undefined, msg = '') {
  return { result: 'error', code, msg };
}

function broken(code: string) {
  return { kind: 'broken', code, probe: 'hourly' };
}

describe("Zulip's answers", () => {
  it.each([
    [200, { result: 'success' }, null],
    [200, { result: 'success', id: 0 }, expect.objectContaining({ kind: 'config', field: 'site' })],
    [200, 'hello', expect.objectContaining({ kind: 'config', field: 'site' })],
    [400, error('BAD_REQUEST', 'Message must not be empty'), { kind: 'message', code: 'BAD_REQUEST' }],
    [400, error('BAD_REQUEST', "Not authorized to send to channel 'comments'"), broken('BAD_REQUEST')],
    [400, error('BAD_REQUEST', 'You do not have permission to post in this channel.'), broken('BAD_REQUEST')],
    [400, error('STREAM_DOES_NOT_EXIST'), broken('STREAM_DOES_NOT_EXIST')],
    [401, error('INVALID_API_KEY'), broken('INVALID_API_KEY')],
    [401, error(undefined), broken('BAD_REQUEST')],
    [403, error('USER_DEACTIVATED'), broken('USER_DEACTIVATED')],
    [403, error('REALM_DEACTIVATED'), broken('REALM_DEACTIVATED')],
    [429, error('RATE_LIMIT_HIT'), { kind: 'slow-down', wait: null }],
    [429, { ...error('RATE_LIMIT_HIT'), 'retry-after': null }, { kind: 'slow-down', wait: null }],
    [429, '<html>', { kind: 'slow-down', wait: null }],
    [500, error('INTERNAL_SERVER_ERROR'), null],
    [502, '<html>', null],
  ])('%i %j', async (status, body, verdict) => {
    const channel = opened(zulip, SETTINGS);
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer: Answer = { kind: 'answered', status, retryAfter: null, body: text };
    expect(channel.read(answer, request)).toEqual({ verdict, receipt: null, learned: null });
  });
});
