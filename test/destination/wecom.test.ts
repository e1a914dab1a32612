import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { PATHS } from '../../worker/destination/content/placeholder.ts';
import { wecom } from '../../worker/destination/wecom.ts';
import type { Message } from '../../worker/model.ts';
import { rendered } from './commonmark.ts';
import { fixture } from './fixture/wecom.ts';
import { HOSTILE, HOSTILE_HTML, LONG } from './hostile.ts';
import { aboutComments, created, everyType } from './messages.ts';
import { ABOUT, bodyOf, opened } from './opened.ts';

const url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k';

const markdown = v.object({ markdown_v2: v.object({ content: v.string() }) });
const plain = v.strictObject({
  msgtype: v.literal('text'),
  text: v.strictObject({ content: v.string(), mentioned_list: v.array(v.string()) }),
});

const mentioning = opened(wecom, { url, mention: ['@all', 'ada.l'] });

async function sent(html: string): Promise<string> {
  const body = bodyOf(await opened(wecom, { url }).render(created({ comment: { html } }), NO_REFS, ABOUT));
  return v.parse(markdown, JSON.parse(body)).markdown_v2.content;
}

/** Faults of a message of type `text`, the only one in which people can be mentioned. */
function faults(body: string): readonly string[] {
  const { content, mentioned_list: mentioned } = v.parse(plain, JSON.parse(body)).text;
  const bytes = Buffer.byteLength(content);
  return [
    ...(bytes > 2_048 ? [`${bytes} bytes`] : []),
    ...(content.trim() === '' ? ['empty'] : []),
    ...(/<[@\p{L}/]/u.test(content) ? [`alive: ${/.*<[@\p{L}/].*/u.exec(content)?.[0]}`] : []),
    ...(/(?<![\p{L}\p{N}]|https?:\/\/\S*)@[\p{L}\p{N}]/u.test(content) ? ['a mention'] : []),
    ...(/\\u[\da-f]{4}/.test(body) || !content.isWellFormed() ? ['an escape in JSON'] : []),
    ...(mentioned.join() === '@all,ada.l' ? [] : ['others are mentioned']),
  ];
}

async function faultsOf(messages: readonly Message[]): Promise<readonly string[]> {
  const comments = aboutComments(messages);
  const requests = [
    ...(await Promise.all(messages.map((message) => mentioning.render(message, NO_REFS, ABOUT)))),
    await mentioning.roundup?.([...comments, ...comments], NO_REFS, ABOUT),
  ];
  return requests.flatMap((request) => (request === undefined ? ['no roundup'] : faults(bodyOf(request))));
}

describe('a message that mentions somebody', () => {
  it('is plain text, with the addresses in it', async () => {
    const { text } = v.parse(plain, JSON.parse(bodyOf(await mentioning.render(created(), NO_REFS, ABOUT))));
    expect(text).toEqual({
      content:
        'Devon Young commented on QQ & friends (https://blog.example/qq.php)\n\n' +
        'Half a billion, wow.\n\n' +
        'Open the comment (https://blog.example/qq.php#c29321) · 2007-02-19 23:25 UTC · Comments on QQ',
      mentioned_list: ['@all', 'ada.l'],
    });
  });

  it.each(HOSTILE)('mentions nobody else: %j', async (words) => {
    expect(await faultsOf(everyType(words))).toEqual([]);
  });

  it.each(LONG)('is within its 2,048 bytes with 20,000 characters (%s)', async (_of, words) => {
    expect(await faultsOf(everyType(words))).toEqual([]);
    const long = `https://blog.example/${'a'.repeat(470)}`;
    expect(await faultsOf(everyType(words, long))).toEqual([]);
    const [body] = aboutComments(everyType(words, long));
    if (body === undefined) throw new Error('No comment');
    const { text } = v.parse(plain, JSON.parse(bodyOf(await mentioning.render(body, NO_REFS, ABOUT))));
    expect(text.content).toContain('\n\n');
  });

  it.each(HOSTILE_HTML)('mentions nobody else in a comment with %s', async (_what, html) => {
    expect(await faultsOf([created({ comment: { html } })])).toEqual([]);
  });

  it('counts what a roundup shows in that type’s bytes', () => {
    const comments = Array.from({ length: 60 }, (_, at) => created({ comment: { id: `c${at}` } }));
    const [few = 0, many = 0] = [mentioning, opened(wecom, { url })].map(
      (channel) => channel.capacity?.(comments) ?? 0,
    );
    expect(few).toBeGreaterThan(10);
    expect(many).toBeGreaterThan(few);
    expect(many).toBeLessThan(60);
  });
});

describe('markdown_v2', () => {
  it('has lists in lists, quotes and code, and no signs for what is struck', async () => {
    const html =
      '<ul><li>a<ul><li><b>b</b></li></ul></li></ul><blockquote>q<blockquote>r</blockquote></blockquote>' +
      '<pre>x\n  ``` y</pre><p><code>a`b</code> <s>gone</s></p>';
    expect(rendered(await sent(html)).replaceAll('\n', '')).toContain(
      '<ul><li>a<ul><li><strong>b</strong></li></ul></li></ul>' +
        '<blockquote><p>q</p><blockquote><p>r</p></blockquote></blockquote>' +
        '<pre><code>x  ˋˋˋ y</code></pre><p><code>aˋb</code> gone</p>',
    );
  });

  it('of 4,096 bytes is cut between Chinese characters, with a link to the rest', async () => {
    const content = await sent(`<p>${'中国人民'.repeat(2_000)}</p>`);
    expect(Buffer.byteLength(content)).toBeGreaterThan(4_000);
    expect(content).toContain('…\n[Read the rest](https://blog.example/qq.php#c29321)\n');
    expect(content).not.toContain('\ufffd');
  });
});

it.each([...HOSTILE, ...LONG.map(([, words]) => words)])(
  'has nothing alive in a template’s values: %.40j',
  async (words) => {
    const template = `*{{title}}*\n${PATHS.filter((path) => path !== 'comment.html')
      .map((path) => `{{${path}}}`)
      .join(' ')}`;
    for (const message of aboutComments(everyType(words))) {
      const one = opened(wecom, { url, template });
      expect(fixture.faults(bodyOf(await one.render(message, NO_REFS, ABOUT)))).toEqual([]);
      const other = opened(wecom, { url, template, mention: ['@all', 'ada.l'] });
      expect(faults(bodyOf(await other.render(message, NO_REFS, ABOUT)))).toEqual([]);
    }
  },
);

describe('an answer', () => {
  const channel = opened(wecom, { url });
  const verdictOf = async (body: string, status = 200) => {
    const request = await channel.render(created(), NO_REFS, ABOUT);
    return channel.read({ kind: 'answered', status, retryAfter: null, body }, request).verdict;
  };

  it.each([
    [0, { kind: 'delivered' }],
    [-1, { kind: 'slow-down', wait: null }],
    [6000, { kind: 'slow-down', wait: null }],
    [45009, { kind: 'slow-down', wait: 60_000 }],
    ...[40008, 40033, 40058, 44004, 45002].map(
      (errcode) => [errcode, { kind: 'message', code: `errcode:${errcode}` }] as const,
    ),
    ...[93000, 93004, 93008, 93017, 7].map(
      (errcode) => [errcode, { kind: 'broken', code: `errcode:${errcode}`, probe: 'hourly' }] as const,
    ),
  ] as const)('with errcode %i at 200 is read by that alone', async (errcode, verdict) => {
    expect(await verdictOf(JSON.stringify({ errcode, errmsg: 'keywords not in content' }))).toEqual(verdict);
  });

  it.each(['ok', '<html>', '{}'])('of 200 with %s is none of a robot’s', async (body) => {
    expect(await verdictOf(body)).toMatchObject({ kind: 'config', field: 'url' });
  });

  it.each([404, 429, 502])('of %i is read by its status', async (status) => {
    expect(await verdictOf('{"errcode":0}', status)).toBeNull();
  });
});
