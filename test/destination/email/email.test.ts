import { describe, expect, it } from 'vitest';
import { type CommentMessage, NO_REFS, type Refs } from '../../../worker/destination/channel.ts';
import { email } from '../../../worker/destination/email/email.ts';
import type { Answer, Email, Outgoing } from '../../../worker/exchange.ts';
import { COMMENT, created, FEED, POST } from '../messages.ts';
import { ABOUT, opened } from '../opened.ts';

const SETTINGS = { to: 'ada@blog.example', from: 'comments@blog.example' };
const channel = opened(email, SETTINGS);
const THREAD: Refs = { ...NO_REFS, thread: '<root@blog.example>' };

/** The request, which has to be a mail. */
function mail(request: Outgoing): Email {
  if (request.kind !== 'email') throw new TypeError(`a request of kind ${request.kind}`);
  return request;
}

const rendered = async (message = created(), refs = NO_REFS, of = channel): Promise<Email> =>
  mail(await of.render(message, refs, ABOUT));

function answer(body: unknown, status = 500): Answer {
  return { kind: 'answered', status, retryAfter: null, body: JSON.stringify(body) };
}

const message = (code: string) => ({ kind: 'message', code });
const config = (field: string, detail = expect.any(String)) => ({ kind: 'config', field, detail });

const edited = (): CommentMessage => ({ ...created(), type: 'comment.updated' });

describe('a mail', () => {
  it('goes from one address to all of the list, each once', async () => {
    const many = opened(email, { ...SETTINGS, to: ['bob@blog.example', 'ada@blog.example', 'bob@blog.example'] });
    expect(await rendered(created(), NO_REFS, many)).toMatchObject({
      from: { email: 'comments@blog.example', name: 'Earshot' },
      to: ['bob@blog.example', 'ada@blog.example'],
    });
  });

  it('has a plain text that reads like a mail', async () => {
    const inReplyTo = { id: 'c1', url: 'https://blog.example/qq.php#c1', author: 'Ada' };
    const { text } = await rendered(
      created({ comment: { inReplyTo, html: '<p>Half a <b>billion</b>.</p><pre>a\n b</pre>' } }),
    );
    expect(text).toBe(
      [
        'Devon Young commented on QQ & friends <https://blog.example/qq.php>',
        '↳ In reply to Ada <https://blog.example/qq.php#c1>',
        '',
        '> Half a billion.',
        '>',
        '> a',
        '>  b',
        '',
        `Open the comment <${COMMENT.url}> · 2007-02-19 23:25 UTC · Comments on QQ`,
        '',
      ].join('\n'),
    );
  });

  it('sets no colour of text or ground, so that dark clients stay dark, and fetches nothing', async () => {
    const html =
      '<p>Look: <img src="https://evil.example/pixel.gif" alt="a cat"> <code>x</code></p><ul><li>y</li></ul><hr>';
    const { html: page } = await rendered(created({ comment: { html } }));
    expect(page).toContain('<meta name="color-scheme" content="light dark">');
    expect(page).not.toMatch(/[";]\s*(?:color|background)[^;"]*:|<img|url\(/);
    expect(page).toContain('<a href="https://evil.example/pixel.gif">a cat</a>');
  });

  it('holds a long comment whole, and a very long one as far as clients show it, with a link to the rest', async () => {
    const long = await rendered(created({ comment: { html: `<p>${'words '.repeat(10_000)}</p>` } }));
    expect(long.text).not.toContain('Read the rest');
    const longer = await rendered(created({ comment: { html: `<p>${'中文字'.repeat(20_000)}</p>` } }));
    expect(Buffer.byteLength(longer.html)).toBeLessThan(102_400);
    expect(longer.text).toMatch(/^> [中文字]+…\n\nRead the rest <https:\/\/blog\.example\/qq\.php#c29321>$/m);
  });
});

describe('the subject', () => {
  it('is about the post, and the same for all of its mails', async () => {
    expect((await rendered()).subject).toBe('Comments on QQ & friends');
    expect((await rendered(edited())).subject).toBe('Comments on QQ & friends');
    expect((await rendered(created(), THREAD)).subject).toBe('Re: Comments on QQ & friends');
    expect((await rendered(edited(), THREAD)).subject).toBe('Re: Comments on QQ & friends');
    const many = await channel.roundup?.([created(), edited()], THREAD, ABOUT);
    expect(many === undefined ? null : mail(many).subject).toBe('Re: Comments on QQ & friends');
  });

  it('is about the feed where the post has no title, and counts where there are several and in a digest', async () => {
    expect((await rendered(created({ post: { ...POST, title: null } }))).subject).toBe(
      'New comments in Comments on QQ',
    );
    const other = created({ post: { ...POST, url: 'https://blog.example/other' }, comment: { id: 'other' } });
    const many = await channel.roundup?.([created(), other], NO_REFS, ABOUT);
    expect(many === undefined ? null : mail(many).subject).toBe('2 comments in Comments on QQ');
    const digest = await channel.roundup?.([created()], NO_REFS, { ...ABOUT, isDigest: true });
    expect(digest === undefined ? null : mail(digest).subject).toBe('1 comment in Comments on QQ');
  });

  it('holds no line of a stranger’s', async () => {
    const title = 'QQ\r\nBcc: all@evil.example\u2028\u0000\u202Eend';
    expect((await rendered(created({ post: { ...POST, title } }))).subject).toBe(
      'Comments on QQ Bcc: all@evil.example end',
    );
  });

  it('is a notice’s headline', async () => {
    const data = { feed: FEED, reason: 'HTTP 500', since: '2026-11-19T09:30:00Z' };
    const request = await channel.render(
      { id: 'm', type: 'feed.failing', timestamp: data.since, data },
      NO_REFS,
      ABOUT,
    );
    expect(mail(request).subject).toBe('Comments on QQ (qq) cannot be read');
  });
});

describe('the thread', () => {
  it('is what the first mail opens', async () => {
    const request = await rendered();
    expect(request.headers).toEqual({ 'Auto-Submitted': 'auto-generated', 'List-Id': '<qq.earshot.blog.example>' });
    expect(channel.read(answer({ messageId: '<1@blog.example>' }, 200), request)).toEqual({
      verdict: null,
      receipt: { sent: '<1@blog.example>', thread: '<1@blog.example>' },
      learned: null,
    });
  });

  it('is named by later mails, and the answered one too', async () => {
    const parent = { sent: '<2@blog.example>', author: 'Ada', excerpt: 'Hm.' };
    const later = await rendered(created(), THREAD);
    expect(later.headers).toMatchObject({ 'In-Reply-To': '<root@blog.example>', References: '<root@blog.example>' });
    const reply = await rendered(created(), { ...THREAD, parent });
    expect(reply.headers).toMatchObject({
      'In-Reply-To': '<2@blog.example>',
      References: '<root@blog.example> <2@blog.example>',
    });
    expect(reply.text).toContain('↳ In reply to Ada: “Hm.”');
    expect(channel.read(answer({ messageId: '<3@blog.example>' }, 200), reply).receipt).toEqual({
      sent: '<3@blog.example>',
      thread: '<root@blog.example>',
    });
  });

  it('is none where the destination wants none', async () => {
    const loose = opened(email, { ...SETTINGS, threads: false });
    expect([loose.threads, channel.threads]).toEqual([false, true]);
    const request = await rendered(created(), THREAD, loose);
    expect([request.subject, Object.keys(request.headers)]).toEqual([
      'Comments on QQ & friends',
      ['Auto-Submitted', 'List-Id'],
    ]);
    expect(loose.read(answer({ messageId: '<1@b.example>' }, 200), request).receipt).toEqual({
      sent: '<1@b.example>',
      thread: null,
    });
  });

  it('takes an id without its brackets for the same', async () => {
    const request = await rendered(created(), { ...NO_REFS, thread: 'root@blog.example' });
    expect(request.headers).toMatchObject({ References: '<root@blog.example>' });
  });

  it.each([
    '',
    '<>',
    'a b@c',
    '<a@b>\r\nBcc: x@y.example',
    '<a@b> <c@d>',
    'a\u0000@b',
    'é@b',
    `<${'a'.repeat(1_000)}@b>`,
  ])('keeps no id like %j, and sends none', async (id) => {
    expect(channel.read(answer({ messageId: id }, 200), await rendered()).receipt).toBeNull();
    expect((await rendered(created(), { ...NO_REFS, thread: id })).headers).not.toHaveProperty('References');
  });
});

describe('what the binding throws', () => {
  it.each([
    ['E_NO_BINDING', config('type', expect.stringContaining('[[send_email]] and name = "EMAIL"'))],
    ['E_VALIDATION_ERROR', message('E_VALIDATION_ERROR')],
    ['E_FIELD_MISSING', message('E_FIELD_MISSING')],
    ['E_CONTENT_TOO_LARGE', message('E_CONTENT_TOO_LARGE')],
    ['E_TOO_MANY_RECIPIENTS', config('to')],
    ['E_RECIPIENT_NOT_ALLOWED', config('to')],
    ['E_SENDER_NOT_VERIFIED', config('from')],
    ['E_SENDER_DOMAIN_NOT_AVAILABLE', config('from')],
    ['E_RECIPIENT_SUPPRESSED', { kind: 'broken', code: 'E_RECIPIENT_SUPPRESSED', probe: 'daily' }],
    ['E_RATE_LIMIT_EXCEEDED', { kind: 'slow-down', wait: null }],
    ['E_DAILY_LIMIT_EXCEEDED', { kind: 'slow-down', wait: 3_600_000 }],
    ['E_DELIVERY_FAILED', null],
    ['E_INTERNAL_SERVER_ERROR', null],
    ['E_HEADER_NOT_ALLOWED', message('E_HEADER_NOT_ALLOWED')],
    ['E_HEADER_USE_API_FIELD', message('E_HEADER_USE_API_FIELD')],
    ['E_HEADER_VALUE_INVALID', message('E_HEADER_VALUE_INVALID')],
    ['E_HEADER_VALUE_TOO_LONG', message('E_HEADER_VALUE_TOO_LONG')],
    ['E_HEADER_NAME_INVALID', message('E_HEADER_NAME_INVALID')],
    ['E_HEADERS_TOO_LARGE', message('E_HEADERS_TOO_LARGE')],
    ['E_HEADERS_TOO_MANY', message('E_HEADERS_TOO_MANY')],
    ['E_OF_TOMORROW', null],
    ['constructor', null],
    [null, null],
  ])('%s is read', async (code, verdict) => {
    expect(channel.read(answer({ code }), await rendered())).toEqual({ verdict, receipt: null, learned: null });
  });

  it('is sent again without the thread where that may be what is refused', async () => {
    const request = await rendered(created(), THREAD);
    const { verdict } = channel.read(answer({ code: 'E_HEADER_VALUE_INVALID' }), request);
    expect(verdict).toEqual({ kind: 'again', without: 'thread' });
  });
});

it('lists as many comments in one mail as it says', async () => {
  const comments = Array.from({ length: 1_000 }, (_, at) =>
    created({ comment: { id: `c${at}`, text: `number ${at}.` } }),
  );
  const count = channel.capacity?.(comments) ?? 0;
  expect(count).toBeGreaterThan(100);
  expect(count).toBeLessThan(1_000);
  const text = async (some: number) => {
    const request = await channel.roundup?.(comments.slice(0, some), NO_REFS, ABOUT);
    return request === undefined ? '' : mail(request).text;
  };
  expect(await text(count)).not.toContain('more comment');
  expect(await text(count + 1)).toMatch(/^… and [12] more comments?$/m);
});
