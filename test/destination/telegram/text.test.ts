import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import { fixture, parsed } from '../fixture/telegram.ts';
import { created } from '../messages.ts';
import { ABOUT, bodyOf } from '../opened.ts';
import { channelWith, formsOf, saidOf } from './sent.ts';

async function bodyFor(html: string, facts: Parameters<typeof created>[0] = {}): Promise<string> {
  const comment = { ...facts.comment, html };
  return bodyOf(await channelWith().render(created({ ...facts, comment }), NO_REFS, ABOUT));
}

describe('a comment in Telegram', () => {
  it('is a text with its forms beside it', async () => {
    expect(JSON.parse(await bodyFor('<p>Half a billion, <em>wow</em>.</p>'))).toEqual({
      chat_id: -1_001_234_567_890,
      text:
        'Devon Young commented on QQ & friends\n\nHalf a billion, wow.\n\n' +
        'Open the comment · 2007-02-19 23:25 UTC · Comments on QQ',
      entities: [
        { type: 'bold', offset: 0, length: 11 },
        { type: 'text_link', offset: 25, length: 12, url: 'https://blog.example/qq.php' },
        { type: 'italic', offset: 55, length: 3 },
        { type: 'text_link', offset: 61, length: 16, url: 'https://blog.example/qq.php#c29321' },
        { type: 'date_time', offset: 80, length: 20, unix_time: 1_171_927_536, date_time_format: 'Dt' },
      ],
      link_preview_options: { is_disabled: true },
    });
  });

  it.each([
    [
      '<p><b>bold <i>both</i></b></p>',
      [
        ['bold', 'bold'],
        ['bold', 'both'],
        ['italic', 'both'],
      ],
    ],
    [
      '<p><s>old</s> <u>new</u></p>',
      [
        ['strikethrough', 'old'],
        ['underline', 'new'],
      ],
    ],
    ['<p>a <code>@b</code></p>', [['code', '@b']]],
    ['<p><b><code>x</code></b></p>', [['code', 'x']]],
    ['<pre>  one\n@two</pre>', [['pre', '  one\n@two']]],
    ['<p>😀 <b>after a pair</b></p>', [['bold', 'after a pair']]],
    ['<h2>Title</h2><p>text</p>', [['bold', 'Title']]],
    ['<blockquote><p>one</p><p>two</p></blockquote><p>three</p>', [['blockquote', 'one\n\ntwo']]],
    ['<blockquote><p>a</p><blockquote>b</blockquote></blockquote>', [['blockquote', 'a\n\n› b']]],
    ['<blockquote><pre>x@y</pre><code>z</code></blockquote>', [['blockquote', 'x@\u200By\n\nz']]],
    ['<p><a href="https://a.example/">https://a.example/</a></p>', [['text_link', 'https://a.example/']]],
    ['<p>See https://a.example/@me/#tag.</p>', [['text_link', 'https://a.example/@me/#tag']]],
  ])('%s has the forms %j', async (html, forms) => {
    expect(await formsOf(html)).toEqual(forms);
    expect(fixture.faults(await bodyFor(html))).toEqual([]);
  });

  it('shows lists and rules in signs', async () => {
    const html = '<ol><li>one<ul><li>in it</li></ul></li><li>two</li></ol><hr><p>end</p>';
    expect(await saidOf(html)).toBe('1. one\n  • in it\n2. two\n\n———\n\nend');
  });

  it('shows an address of e-mail, which cannot be a link here', async () => {
    expect(await saidOf('<p><a href="mailto:ann@good.example">Ann</a></p>')).toBe('Ann (ann@\u200Bgood.\u200Bexample)');
  });
});

describe('nothing that Telegram would see by itself is alive', () => {
  it.each([
    '@durov',
    'a@b @_x @123',
    '#tag #日本 #1st',
    '$TON $1INCH $A',
    '/start /ban@bot (/x)',
    'readme.md GOOD.COM яндекс.рф a.b.c.com x@mail.evil.example',
    'tg://resolve?domain=x ton://x tonsite://x.ton ftp://evil.com',
    '10.0.0.1 1.2.3.4:80/x',
    '4111 1111 1111 1111, 4111-1111-1111-1111, 4111111111111111',
    '+1 (212) 555-0123 +12125550123 8 800 555-35-35',
    '<https://evil.example|https://good.example>',
  ])('%s', async (words) => {
    const html = `<p>${words.replaceAll('<', '&lt;')}</p>`;
    const author = { name: words, url: null, avatar: null };
    const body = await bodyFor(html, { comment: { author }, post: { id: null, url: null, title: words } });
    expect(fixture.faults(body)).toEqual([]);
    expect(fixture.read(body)).toContain(words);
  });

  it.each([
    '<p>@<b>durov</b></p>',
    '<p>ev<i>il.c</i>om</p>',
    '<p>/<s>start</s></p>',
    '<p>@<a href="https://a.example/">durov</a></p>',
    '<p>4111 1111 <b>1111</b> 1111</p>',
    '<p><code>x</code>@durov</p>',
  ])('%s, over the borders of forms', async (html) => {
    expect(fixture.faults(await bodyFor(html))).toEqual([]);
  });

  it.each(['3.14', 'C#', 'and/or', '5$', 'a. b', '10:30:45', '2007-02-19', 'x @ y'])(
    'leaves %s as it is',
    async (words) => {
      expect(await saidOf(`<p>${words}</p>`)).toBe(words);
    },
  );
});

describe('a long comment in Telegram', () => {
  it.each([
    ['Chinese', '中国人民'.repeat(1_500)],
    ['words', 'lorem ipsum '.repeat(600)],
    ['joined emoji', '👩‍👩‍👧‍👦'.repeat(600)],
  ])('of %s is nearly as long as a message may be, and leads to the rest', async (_of, words) => {
    const { text } = parsed(await bodyFor(`<p>${words}</p>`));
    expect(text.length).toBeGreaterThan(4_000);
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text).toMatch(/…\nRead the rest\n/);
    expect(text).not.toMatch(/\u200D…/);
  });

  it('has no more entities than Telegram keeps, so that the links below stay', async () => {
    const body = await bodyFor('<p><a href="https://a.example/">a</a> b</p>'.repeat(150));
    const { entities } = parsed(body);
    expect(entities.length).toBeGreaterThan(90);
    expect(entities.length).toBeLessThanOrEqual(100);
    expect(entities.at(-1)).toHaveProperty('type', 'date_time');
    expect(fixture.read(body)).toContain('Read the rest');
  });

  it('has no longer addresses in all than Telegram takes', async () => {
    const body = await bodyFor(`<p><a href="https://a.example/${'x'.repeat(800)}">a</a></p>`.repeat(20));
    expect(fixture.faults(body)).toEqual([]);
    expect(parsed(body).entities.filter(({ type }) => type === 'text_link').length).toBeLessThan(15);
  });
});

it('a roundup shows as many comments as it says that it can, and not one more', async () => {
  const channel = channelWith();
  const comments = Array.from({ length: 100 }, (_, at) =>
    created({ comment: { id: `c${at}`, text: `word ${at} `.repeat(9) } }),
  );
  const room = channel.capacity?.(comments) ?? 0;
  expect(room).toBeGreaterThan(20);
  const shown = async (count: number) =>
    fixture.read(bodyOf((await channel.roundup?.(comments.slice(0, count), NO_REFS, ABOUT)) ?? never()));
  expect(await shown(room)).not.toContain('… and');
  expect(await shown(room + 1)).toMatch(/… and \d+ more comment/);
  expect(channel.capacity?.(comments.slice(0, 1))).toBe(1);
});

function never(): never {
  throw new Error('no roundup');
}
