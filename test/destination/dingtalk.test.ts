import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { PATHS } from '../../worker/destination/content/placeholder.ts';
import { dingtalk } from '../../worker/destination/dingtalk.ts';
import type { Message } from '../../worker/model.ts';
import { type Robot, DingTalk } from '../support/chats/dingtalk.ts';
import { rendered } from './commonmark.ts';
import { fixture } from './fixture/dingtalk.ts';
import { HOSTILE, LONG } from './hostile.ts';
import { aboutComments, created, everyType } from './messages.ts';
import { ABOUT, bodyOf, http, opened } from './opened.ts';

const url = 'https://oapi.dingtalk.com/robot/send?access_token=t';
const SECRET = 'SEC7c0ffee';

const posted = v.looseObject({
  markdown: v.object({ title: v.string(), text: v.string() }),
  at: v.unknown(),
});

async function sent(settings: Readonly<Record<string, unknown>>, message: Message = created()) {
  const channel = opened(dingtalk, { url, ...settings });
  return v.parse(posted, JSON.parse(bodyOf(await channel.render(message, NO_REFS, ABOUT))));
}

/** Clock of a robot that has waited for longer than it takes a signature. */
const tomorrow = (): number => ABOUT.now + 3_600_001;

let chat: DingTalk | null = null;
afterEach(async () => {
  await chat?.close();
  chat = null;
});

/** Answers of a robot to messages from a destination with these settings. */
async function answers(
  robot: Partial<Robot>,
  settings: Readonly<Record<string, unknown>>,
  messages: readonly Message[],
) {
  chat = await DingTalk.open({ token: 't', now: () => ABOUT.now, ...robot });
  const channel = opened(dingtalk, { url: chat.url, ...settings });
  for (const message of messages) {
    const { headers, method, body, url: to } = http(await channel.render(message, NO_REFS, ABOUT));
    await (await fetch(to, { method, headers: { ...headers }, body })).text();
  }
  return chat.answers.map(({ errmsg }) => errmsg);
}

describe('a robot that asks for a signature', () => {
  it('takes ours, and neither none nor another’s nor one of yesterday', async () => {
    expect(await answers({ secret: SECRET }, { secret: SECRET }, [created()])).toEqual(['ok']);
    await chat?.close();
    expect(await answers({ secret: SECRET }, {}, [created()])).toEqual(['invalid timestamp']);
    await chat?.close();
    expect(await answers({ secret: SECRET }, { secret: `${SECRET}x` }, [created()])).toEqual(['sign not match']);
    await chat?.close();
    expect(await answers({ secret: SECRET, now: tomorrow }, { secret: SECRET }, [created()])).toEqual([
      'invalid timestamp',
    ]);
  });
});

describe('a robot that asks for a keyword', () => {
  it('finds it in messages of all types', async () => {
    const messages = everyType();
    expect(await answers({ keywords: ['评论'] }, { keyword: '评论' }, messages)).toEqual(messages.map(() => 'ok'));
    expect(chat?.taken.map(({ markdown }) => markdown.text.endsWith('\n\n评论'))).toEqual(messages.map(() => true));
  });

  it('is not told it twice, and not by an address alone', async () => {
    const { markdown } = await sent({ keyword: 'Devon' });
    expect(markdown.text.split('Devon')).toHaveLength(2);
    expect((await sent({ keyword: 'qq.php' })).markdown.text).toMatch(/\n\nqq\.php$/);
  });
});

describe('a mention', () => {
  it('stands in the text and beside it, by mobile number and by user id', async () => {
    const { at, markdown } = await sent({ mention: ['13800000000', '+1-5550100', 'ada.l'] });
    expect(at).toEqual({ atMobiles: ['13800000000', '+1-5550100'], atUserIds: ['ada.l'], isAtAll: false });
    expect(markdown.text).toMatch(/\n\n@13800000000 @\+1-5550100 @ada\.l$/);
  });

  it('of all is the owner’s alone', async () => {
    expect((await sent({ mention: '@all' })).at).toEqual({ atMobiles: [], atUserIds: [], isAtAll: true });
    const text = '@all @所有人 @13800000000';
    const { at, markdown } = await sent({ mention: '13800000000' }, created({ comment: { text, html: text } }));
    expect(at).toMatchObject({ isAtAll: false });
    expect(markdown.text.match(/@[\p{L}\p{N}]+/gu)).toEqual(['@13800000000']);
  });
});

it('is sent no image, and code as text', async () => {
  const html = '<p><img src="https://blog.example/x.png" alt="x"></p><pre>a\n    b</pre><p><code>`c`</code></p>';
  const { markdown } = await sent({}, created({ comment: { html } }));
  expect(rendered(markdown.text)).not.toMatch(/<(?:img|code|pre)/);
  expect(markdown.text).toContain('[x](https://blog.example/x.png)\n\na  \n\u00a0\u00a0\u00a0\u00a0b\n\nˋcˋ');
});

it('sends at most 20 messages a minute, spread', () => {
  expect(opened(dingtalk, { url }).pace).toEqual({ count: 1, per: 4_000 });
});

it('has its owner’s words in a message about a comment', async () => {
  const { markdown } = await sent({ template: '{{comment.author.name}}: *{{comment.text}}*\n{{comment.url}}' });
  expect(markdown.text).toBe(
    'Devon Young: ∗Half a billion, wow.∗  \n' +
      '[https://blog.example/qq.php#c29321](https://blog.example/qq.php#c29321)',
  );
});

it.each([...HOSTILE, ...LONG.map(([, words]) => words)])(
  'has nothing alive in a template’s values: %.40j',
  async (words) => {
    const template = `*{{title}}*\n${PATHS.filter((path) => path !== 'comment.html')
      .map((path) => `{{${path}}}`)
      .join(' ')}`;
    const channel = opened(dingtalk, { ...v.parse(v.looseObject({}), fixture.settings), template });
    for (const message of aboutComments(everyType(words)))
      expect(fixture.faults(bodyOf(await channel.render(message, NO_REFS, ABOUT)))).toEqual([]);
  },
);

describe('an answer', () => {
  const channel = opened(dingtalk, { url });
  const verdictOf = async (body: unknown, status = 200) => {
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return channel.read({ kind: 'answered', status, retryAfter: null, body: text }, request).verdict;
  };

  it.each([
    [0, { kind: 'delivered' }],
    [-1, { kind: 'slow-down', wait: null }],
    [130101, { kind: 'slow-down', wait: 600_000 }],
    [410100, { kind: 'slow-down', wait: 600_000 }],
    ...[40035, 43004, 400105, 430101, 430102, 430103, 430104, 460101].map(
      (errcode) => [errcode, { kind: 'message', code: `errcode:${errcode}` }] as const,
    ),
    ...[310000, 300001, 400101, 400102, 400013, 34013, 7].map(
      (errcode) => [errcode, { kind: 'broken', code: `errcode:${errcode}`, probe: 'hourly' }] as const,
    ),
  ] as const)('with errcode %i at 200 is read', async (errcode, verdict) => {
    expect(await verdictOf({ errcode, errmsg: 'x' })).toEqual(verdict);
    expect(await verdictOf({ errcode })).toEqual(verdict);
  });

  it.each([
    ['keywords not in content, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]', 'keyword'],
    ['sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]', 'secret'],
    ['invalid timestamp', 'secret'],
    ['ip 1.1.1.1 not in whitelist', 'url'],
  ])('that says %s names the setting', async (errmsg, field) => {
    expect(await verdictOf({ errcode: 310000, errmsg })).toMatchObject({ kind: 'config', field });
  });

  it.each(['ok', '<html>', '{}', '{"errcode":"0"}'])('of 200 with %s is none of a robot’s', async (body) => {
    expect(await verdictOf(body)).toMatchObject({ kind: 'config', field: 'url' });
  });

  it.each([404, 429, 502])('of %i is read by its status', async (status) => {
    expect(await verdictOf('{"errcode":0}', status)).toBeNull();
  });
});
