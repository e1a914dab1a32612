import { describe, expect, test } from 'vitest';
import { freeName, proposeName } from '../../../worker/admin/pages/add/draft.ts';
import { ask } from './ask.ts';
import { HOSTILE, NOW } from './sample-data.ts';
import { type Call, emptyOperations, sampleOperations } from './sample-operations.ts';

const WEBHOOK = 'https://hooks.slack.com/services/T0/B0/very-secret';

async function step(form: Readonly<Record<string, string>>, given: Parameters<typeof ask>[1] = {}) {
  const calls: Call[] = [];
  const response = await ask('/add', { operations: sampleOperations(calls), ...given }, form);
  return { status: response.status, to: response.headers.get('location'), page: await response.text(), calls };
}

/** Value of a hidden field. */
function hiddenField(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

describe('adding a feed', () => {
  test('what was found is shown, with why and with others to choose, and a name that is free', async () => {
    const { status, page, calls } = await step({ action: 'look', url: 'https://blog.example/2026/11/bread' });
    expect([status, calls]).toEqual([200, []]);
    expect(page).toContain('the page names it as its comments');
    expect(page).toContain('Take this one');
    expect(page).toContain('value="bread-without-kneading"');
    expect(hiddenField(page, 'url')).toBe('https://blog.example/2026/11/bread');
  });

  test('the preview shows each comment with its stages; nothing is saved by it', async () => {
    const form = {
      action: 'preview',
      url: 'https://blog.example/',
      name: 'Bread',
      to: 'default',
      backfill: '2',
      exclude: '=casino',
    };
    const { status, page, calls } = await step(form);
    expect(status).toBe(200);
    expect(calls).toEqual([
      { name: 'preview', given: [{ url: 'https://blog.example/', backfill: 2, exclude: ['=casino'] }, 'default'] },
    ]);
    expect(page.match(/class="previewed /g)).toHaveLength(10);
    expect(page).toContain('Of the 10 newest comments 2 would be sent now');
    expect(hiddenField(page, 'name')).toBe('bread');
  });

  test('a test goes to the destination, and the preview is shown again', async () => {
    const { page, calls } = await step({ action: 'test', url: 'https://blog.example/', name: 'bread', to: 'default' });
    expect(calls.map(({ name }) => name)).toEqual(['testDestination', 'preview']);
    expect(page).toContain('href="/destinations/default/messages/msg_5"');
  });

  test('it is saved as the URL alone where nothing else is said, and polled at once', async () => {
    const { to, calls } = await step({ action: 'save', url: 'https://blog.example/', name: 'bread', to: 'default' });
    expect(to).toBe('/feeds/bread?done=added');
    expect(calls).toEqual([
      { name: 'putFeed', given: ['bread', 'https://blog.example/'] },
      { name: 'pollFeed', given: ['bread'] },
    ]);
  });

  test.each(['preview', 'save'])('%s never overwrites a feed that is there', async (action) => {
    const { status, page, calls } = await step({ action, url: 'https://blog.example/', name: 'blog', to: 'default' });
    expect([status, calls]).toEqual([409, []]);
    expect(page).toContain('A feed has that name already.');
  });

  test('a new destination is saved before the preview, and its URL is not shown again', async () => {
    const form = {
      action: 'preview',
      url: 'https://blog.example/',
      name: 'bread',
      to: '',
      newName: 'chat',
      newUrl: WEBHOOK,
    };
    const { page, calls } = await step(form);
    expect(calls).toEqual([
      { name: 'putDestination', given: ['chat', WEBHOOK] },
      { name: 'preview', given: [{ url: 'https://blog.example/', to: 'chat' }, 'chat'] },
    ]);
    expect(hiddenField(page, 'to')).toBe('chat');
    expect(page).not.toContain('very-secret');
  });

  test.each([
    ['though the list names another', { to: 'default', newName: 'chat' }, 'chat'],
    ['under a name of its own where none was given', { to: '', newName: '' }, 'slack'],
  ])('a new destination whose URL is given is taken %s', async (_, given, name) => {
    const form = { action: 'preview', url: 'https://blog.example/', name: 'bread', newUrl: WEBHOOK, ...given };
    const { calls } = await step(form);
    expect(calls.map((call) => [call.name, call.given.at(call.name === 'preview' ? 1 : 0)])).toEqual([
      ['putDestination', name],
      ['preview', name],
    ]);
  });

  test('a new destination without a URL is asked for one, and its fields are open', async () => {
    const form = { action: 'preview', url: 'https://blog.example/', name: 'bread', to: '', newName: '', newUrl: '' };
    const { status, page, calls } = await step(form);
    expect([status, calls]).toEqual([422, []]);
    expect(page).toContain('The new destination has no URL yet');
    expect(page).toMatch(/<details class="more" open>\s*<summary>A new destination/);
  });

  test('a new destination never overwrites one that is there', async () => {
    const form = {
      action: 'preview',
      url: 'https://blog.example/',
      name: 'bread',
      to: '',
      newName: 'default',
      newUrl: WEBHOOK,
    };
    const { status, page, calls } = await step(form);
    expect([status, calls]).toEqual([409, []]);
    expect(page).not.toContain('very-secret');
  });

  test('where there is no destination yet, one has to be named', async () => {
    const { page } = await step({ action: 'look', url: 'https://blog.example/' }, { operations: emptyOperations() });
    expect(page).toContain('name="newUrl"');
    expect(page).toContain('value="default"');
  });

  test('where nothing is found, it says why, and names what else there is', async () => {
    const { status, page } = await step({ action: 'look', url: 'https://nothing.example/' });
    expect(status).toBe(422);
    expect(page).toContain('That page names no feed');
    expect(page).toContain('Take this one');
  });

  test('an address may be typed without its scheme', async () => {
    const { status, page } = await step({ action: 'look', url: 'blog.example/2026/11/bread' });
    expect([status, hiddenField(page, 'url')]).toEqual([200, 'https://blog.example/2026/11/bread']);
  });

  test('what is no address is refused in words of the page', async () => {
    const refusal = {
      ok: false,
      status: 422,
      detail: 'x',
      errors: [{ key: 'body', field: 'url', detail: 'y' }],
    } as const;
    const operations = { ...sampleOperations(), discover: async () => refusal };
    const { status, page } = await step({ action: 'look', url: 'my blog' }, { operations });
    expect(status).toBe(422);
    expect(page).toContain('That is no address of a web page');
    expect(page).not.toContain('<code>body</code>');
  });
});

describe('adding a destination', () => {
  test('an endpoint of one’s own, where nothing is found, can be saved as a destination; its URL is not shown', async () => {
    const { page } = await step({ action: 'look', url: 'https://nothing.example/very-secret' });
    expect(page).toContain('It is an endpoint of mine');
    expect(page).not.toContain('very-secret');
    const form = { action: 'destination', sealed: hiddenField(page, 'sealed'), name: 'mine', type: 'webhook' };
    const saved = await step(form);
    expect(saved.calls).toEqual([{ name: 'putDestination', given: ['mine', 'https://nothing.example/very-secret'] }]);
  });

  test('a chat’s webhook URL leads to naming it: it is carried sealed, saved under the name, and never shown', async () => {
    const found = await step({ action: 'look', url: WEBHOOK });
    expect(found.page).toContain('This is a destination');
    expect(found.page).not.toContain('very-secret');
    expect(found.page).toContain('value="slack"');
    const sealed = hiddenField(found.page, 'sealed');
    const saved = await step({ action: 'destination', sealed, name: 'Chat', type: 'slack' });
    expect(saved.to).toBe('/destinations/chat?done=added-destination');
    expect(saved.calls).toEqual([{ name: 'putDestination', given: ['chat', WEBHOOK] }]);
  });

  test.each([
    [
      'https://team.slack.com/archives/C0123456',
      'of Slack',
      'It is a page of Slack, to which nothing can be sent; needed is',
    ],
    ['https://discord.com/channels/1/2', 'of Discord', 'as “Copy Webhook URL” gives it'],
    ['https://team.zulipchat.com/', 'of Zulip', '<code>key</code> is needed as well'],
  ])('%s, to which no message can be sent, is told at once, with what is needed', async (url, chat, needed) => {
    const { status, page } = await step({ action: 'look', url });
    expect(status).toBe(422);
    expect(page).toContain(chat);
    expect(page).toContain(needed);
    expect(page).not.toContain('Save the destination');
  });

  test('what was sealed opens for half an hour, and only unchanged', async () => {
    const { page } = await step({ action: 'look', url: WEBHOOK });
    const sealed = hiddenField(page, 'sealed');
    const form = { action: 'destination', sealed, name: 'chat', type: 'slack' };
    expect((await step(form, { now: NOW + 29 * 60_000 })).status).toBe(303);
    expect((await step(form, { now: NOW + 31 * 60_000 })).status).toBe(422);
    for (const other of ['x', `${sealed.slice(0, -8)}AAAAAAA=`, '.', 'ü.ü'])
      expect((await step({ ...form, sealed: other })).status).toBe(422);
  });

  test('one that is no URL alone is JSON, and is not shown again where it is refused', async () => {
    const value = '{"type":"telegram","token":"secret:T","chat":"@team"}';
    const saved = await step({ action: 'destination', name: 'tg', value });
    expect(saved.calls).toEqual([{ name: 'putDestination', given: ['tg', JSON.parse(value)] }]);
    const refused = await step({ action: 'destination', name: 'tg', value: '{"token":"very-secret"' });
    expect([refused.status, refused.calls]).toEqual([422, []]);
    expect(refused.page).not.toContain('very-secret');
  });
});

test.each([
  ['Comments on: Bread, without kneading', 'https://blog.example/', 'bread-without-kneading'],
  ['Comments for Zoë’s Blog', 'https://blog.example/', 'zoes-blog'],
  ['コメント', 'https://www.blog.example/x', 'blog-example'],
  [null, 'https://blog.example/x', 'blog-example'],
  [HOSTILE, 'https://blog.example/', 'img-src-x-onerror-alert-1-script-alert'],
  ['', 'nonsense', 'feed'],
])('the name proposed for %j at %s is %s', (title, url, name) => {
  expect(proposeName(title, url)).toBe(name);
});

test('a name that is taken gets a number', () => {
  expect(freeName('a', [])).toBe('a');
  expect(freeName('a', ['a', 'a-2'])).toBe('a-3');
});
