import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { feishu } from '../../worker/destination/feishu/feishu.ts';
import { guessType } from '../../worker/destination/registry.ts';
import type { Message } from '../../worker/model.ts';
import { created, everyType } from './messages.ts';
import { ABOUT, http, opened } from './opened.ts';
import { settingsIssues } from './settings-issues.ts';

const URL_OF_BOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d';
const channel = opened(feishu, { url: URL_OF_BOT });

async function sent(message: Message, of = channel) {
  return JSON.parse(http(await of.render(message, NO_REFS, ABOUT)).body);
}

/** Paragraphs of a comment's words. */
async function saidIn(html: string): Promise<readonly unknown[]> {
  return (await sent(created({ comment: { html } }))).content.post.zh_cn.content.slice(0, -2);
}

const text = (words: string) => ({ tag: 'text', text: words });

describe('a comment in Feishu', () => {
  it('has its headline as title, and links below', async () => {
    expect(await sent(created())).toEqual({
      msg_type: 'post',
      content: {
        post: {
          zh_cn: {
            title: 'Devon Young commented on QQ & friends',
            content: [
              [text('Half a billion, wow.')],
              [text(' ')],
              [
                { tag: 'a', text: 'Open the comment', href: 'https://blog.example/qq.php#c29321' },
                text(' · '),
                { tag: 'a', text: 'Open the page', href: 'https://blog.example/qq.php' },
                text(' · '),
                text('2007-02-19 23:25 UTC'),
                text(' · '),
                text('Comments on QQ'),
              ],
            ],
          },
        },
      },
    });
  });

  it.each([
    ['<p>a</p><p>b</p>', [[text('a')], [text(' ')], [text('b')]]],
    ['<blockquote><p>a <b>b</b></p></blockquote>', [[text('▎ '), text('a b')]]],
    [
      '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>',
      [
        [text('• '), text('a')],
        [text('\u30003. '), text('b')],
      ],
    ],
    ['<pre>if\n\n  x</pre>', [[text('if')], [text(' ')], [text('  x')]]],
    [
      '<p>see <a href="https://a.example/">here</a></p>',
      [[text('see '), { tag: 'a', text: 'here', href: 'https://a.example/' }]],
    ],
    ['<p>&lt;at user_id="all"&gt;&lt;/at&gt;</p>', [[text('<at user_id="all"></at>')]]],
  ])('writes %s', async (html, written) => {
    expect(await saidIn(html)).toEqual(written);
  });

  it('pings whom the owner names', async () => {
    const of = opened(feishu, { url: URL_OF_BOT, mention: ['all', 'ou_18eac8'] });
    expect((await sent(created(), of)).content.post.zh_cn.content[0]).toEqual([
      { tag: 'at', user_id: 'all' },
      { tag: 'at', user_id: 'ou_18eac8' },
    ]);
  });
});

describe('the security of a Feishu bot', () => {
  it('gets time and signature of the moment of sending', async () => {
    const of = opened(feishu, { url: URL_OF_BOT, secret: 's3cr3t' });
    const { timestamp, sign } = await sent(created(), of);
    expect(timestamp).toBe(String(ABOUT.now / 1000));
    expect(sign).toBe(createHmac('sha256', `${timestamp}\ns3cr3t`).update('').digest('base64'));
    expect(await sent(created())).not.toHaveProperty('sign');
  });

  it.each(everyType())('gets the keyword in a $type', async (message) => {
    const of = opened(feishu, { url: URL_OF_BOT, keyword: '留言' });
    expect(JSON.stringify(await sent(message, of)).split('留言')).toHaveLength(2);
  });

  it('gets the keyword no second time where the message holds it', async () => {
    const of = opened(feishu, { url: URL_OF_BOT, keyword: 'QQ & friends' });
    expect(await sent(created(), of)).toEqual(await sent(created()));
  });
});

it('is Lark as well', () => {
  const url = 'https://open.larksuite.com/open-apis/bot/v2/hook/0a1b2c3d';
  expect(guessType(new URL(url))).toBe('feishu');
  expect(opened(feishu, { url }).place).toBe('feishu:open.larksuite.com');
});

it.each([
  ['https://www.feishu.cn/flow/api/trigger-webhook/0a1b', 'a flow'],
  ['https://open.feishu.cn/open-apis/bot/hook/0a1b', 'today’s custom bots'],
])('says of %s what is needed', (url, said) => {
  expect(settingsIssues(feishu, { url })).toContain(said);
});

describe('an answer of Feishu', () => {
  it.each([
    [200, '{"code":0,"msg":"success","data":{}}', { kind: 'delivered' }],
    [200, '{"StatusCode":0,"StatusMessage":"success"}', { kind: 'delivered' }],
    [200, '{"StatusCode":0,"StatusMessage":"success","code":0,"msg":"success"}', { kind: 'delivered' }],
    [200, null, { kind: 'slow-down', wait: null }],
    [200, '', { kind: 'config', field: 'url' }],
    [200, 'ok', { kind: 'config', field: 'url' }],
    [200, '{"ok":true}', { kind: 'config', field: 'url' }],
    [200, '{"code":9499,"msg":"Bad Request"}', { kind: 'message', code: '9499' }],
    [400, '{"code":9499,"msg":"Bad Request"}', { kind: 'message', code: '9499' }],
    [200, '{"code":9499,"msg":"too many request"}', { kind: 'slow-down', wait: null }],
    [200, '{"code":11232,"msg":"frequency limited"}', { kind: 'slow-down', wait: null }],
    [429, '', { kind: 'slow-down', wait: null }],
    [
      200,
      '{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}',
      { kind: 'broken', code: '19001' },
    ],
    [
      200,
      '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}',
      { kind: 'config', field: 'secret' },
    ],
    [200, '{"code":19022,"msg":"Ip Not Allowed"}', { kind: 'config', field: 'url' }],
    [200, '{"code":19024,"msg":"Key Words Not Found"}', { kind: 'config', field: 'keyword' }],
    [200, '{"StatusCode":19024,"StatusMessage":"Key Words Not Found"}', { kind: 'config', field: 'keyword' }],
    [200, '{"code":19036,"msg":"too large"}', { kind: 'message', code: '19036' }],
    [200, '{"code":12345}', { kind: 'broken', code: '12345', probe: 'hourly' }],
    [404, '<html>', null],
    [502, '{"code":0}', null],
  ])('%i %j', (status, body, verdict) => {
    const request = { kind: 'http', method: 'POST', url: URL_OF_BOT, headers: {}, body: '' } as const;
    const reply = channel.read({ kind: 'answered', status, retryAfter: null, body }, request);
    expect(reply).toMatchObject({ verdict, receipt: null, learned: null });
  });
});
