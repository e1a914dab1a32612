import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { COMMENTS, HOSTILE } from './sample-data.ts';
import { type Call, sampleOperations } from './sample-operations.ts';

type Form = Readonly<Record<string, string | readonly string[]>>;

async function send(path: string, form: Form) {
  const calls: Call[] = [];
  const response = await ask(path, { operations: sampleOperations(calls) }, form);
  return { status: response.status, to: response.headers.get('location'), calls, page: await response.text() };
}

describe('a form of a page does what it says, and comes back', () => {
  test.each<readonly [string, Form, string, string, readonly unknown[]]>([
    ['/feeds/blog', { action: 'poll' }, '/feeds/blog?done=polled-read&n=3', 'pollFeed', ['blog']],
    ['/feeds/blog', { action: 'pause' }, '/feeds/blog?done=paused', 'pauseFeed', ['blog']],
    ['/feeds/blog', { action: 'resume', deliver: 'yes' }, '/feeds/blog?done=resumed', 'resumeFeed', ['blog', true]],
    ['/feeds/blog', { action: 'resume', deliver: 'no' }, '/feeds/blog?done=skipped', 'resumeFeed', ['blog', false]],
    ['/feeds/blog', { action: 'rename', to: 'log' }, '/feeds/log?done=renamed', 'renameFeed', ['blog', 'log']],
    ['/feeds/blog', { action: 'reset', sure: 'yes' }, '/feeds/blog?done=reset', 'resetFeed', ['blog']],
    ['/feeds/blog', { action: 'delete', sure: 'yes' }, '/?done=deleted', 'deleteFeed', ['blog']],
    [
      '/feeds/blog',
      { action: 'raw', value: '{"url":"https://a.example/","auth":"masked:9f3a"}' },
      '/feeds/blog?done=saved',
      'putFeed',
      ['blog', { url: 'https://a.example/', auth: 'masked:9f3a' }],
    ],
    [
      '/feeds/blog',
      { action: 'raw', value: ' https://a.example/ ' },
      '/feeds/blog?done=saved',
      'putFeed',
      ['blog', 'https://a.example/'],
    ],
    [
      '/feeds/blog/comments/c1',
      { action: 'block', author: 'not read from here' },
      '/feeds/blog?done=blocked',
      'blockAuthor',
      ['blog', 'Zoë Müller'],
    ],
    ['/destinations/default', { action: 'test' }, '/destinations/default?done=tested', 'testDestination', ['default']],
    [
      '/destinations/default',
      { action: 'replay', state: 'dead', sure: 'yes' },
      '/destinations/default?done=replayed&n=2&m=1',
      'replay',
      ['default', { state: 'dead' }],
    ],
    [
      '/destinations/default',
      { action: 'replay', from: '2026-11-26T14:05', until: '2026-11-26T15:05', feed: 'blog', state: '', sure: 'yes' },
      '/destinations/default?done=replayed&n=2&m=1',
      'replay',
      ['default', { from: '2026-11-26T13:05:00.000Z', to: '2026-11-26T14:05:00.000Z', feed: 'blog' }],
    ],
    [
      '/destinations/default?state=dead&after=9',
      { action: 'replay-selected', id: ['msg_1', 'msg_3'] },
      '/destinations/default?state=dead&done=replayed&n=2&m=1#messages',
      'replay',
      ['default', { ids: ['msg_1', 'msg_3'] }],
    ],
    [
      '/destinations/default',
      { action: 'raw', value: 'masked:a8Kx' },
      '/destinations/default?done=saved',
      'putDestination',
      ['default', 'masked:a8Kx'],
    ],
    ['/destinations/default', { action: 'delete', sure: 'yes' }, '/?done=deleted', 'deleteDestination', ['default']],
    [
      '/destinations/default/messages/msg_3',
      { action: 'resend' },
      '/destinations/default/messages/msg_3?done=replayed&n=2&m=1',
      'replay',
      ['default', { ids: ['msg_3'] }],
    ],
  ])('%s %j leads to %s', async (path, form, to, name, given) => {
    const { status, to: location, calls } = await send(path, form);
    expect([status, location]).toEqual([303, to]);
    expect(calls).toEqual([{ name, given }]);
  });

  test.each([
    ['/feeds/blog', 'delete'],
    ['/feeds/blog', 'reset'],
    ['/destinations/default', 'delete'],
    ['/destinations/default', 'replay'],
  ])('%s %s without a tick at “I am sure” changes nothing', async (path, action) => {
    const { status, calls, page } = await send(path, { action });
    expect([status, calls]).toEqual([422, []]);
    expect(page).toContain('Tick “I am sure” first.');
  });

  test.each([
    '/feeds/blog',
    '/destinations/default',
    '/settings',
    '/feeds/blog/comments/c1',
    '/destinations/default/messages/msg_1',
    '/add',
    '/',
  ])('%s refuses an action that there is not', async (path) => {
    const { status, calls } = await send(path, { action: 'constructor' });
    expect([status, calls]).toEqual([400, []]);
  });
});

describe('a feed’s settings', () => {
  const form = {
    action: 'save',
    url: 'https://blog.example/',
    to: ['default', 'mails'],
    every: '1h',
    follow: '14d',
    backfill: '5',
    moderate: 'on',
    include: '',
    exclude: '=casino\r\n\r\n{"field":"author","is":"X"}',
  };

  test('are saved field by field; what has no field stays, credentials masked', async () => {
    const { calls } = await send('/feeds/blog', form);
    expect(calls).toEqual([
      {
        name: 'putFeed',
        given: [
          'blog',
          {
            url: 'https://blog.example/',
            to: ['default', 'mails'],
            every: '1h',
            follow: '14d',
            backfill: 5,
            moderate: true,
            exclude: ['=casino', { field: 'author', is: 'X' }],
            headers: { 'x-key': 'masked:9f3a' },
            auth: 'secret:BLOG_AUTH',
          },
        ],
      },
    ]);
  });

  test('that are left empty are taken out', async () => {
    const { calls } = await send('/feeds/blog', { action: 'save', url: 'https://blog.example/', to: 'default' });
    expect(calls[0]?.given[1]).toEqual({
      url: 'https://blog.example/',
      headers: { 'x-key': 'masked:9f3a' },
      auth: 'secret:BLOG_AUTH',
    });
  });

  test('that are refused come back as they were typed, with the reason', async () => {
    const { status, page } = await send('/feeds/blog', { ...form, every: 'refuse"<' });
    expect(status).toBe(422);
    expect(page).toContain('value="refuse&quot;&lt;"');
    expect(page).toContain('must be a time from &quot;5m&quot; to &quot;7d&quot;');
  });

  test('with a rule that begins like JSON and is none say which line', async () => {
    const { status, page, calls } = await send('/feeds/blog', { ...form, exclude: 'a\n{b' });
    expect([status, calls]).toEqual([422, []]);
    expect(page).toContain('line 2 begins with “{”, but is not JSON');
  });

  test('as JSON that is none are not shown again: there may be a credential in them', async () => {
    for (const path of ['/feeds/blog', '/destinations/default']) {
      const { status, page, calls } = await send(path, { action: 'raw', value: '{"token": "xoxb-very-secret"' });
      expect([status, calls]).toEqual([422, []]);
      expect(page).not.toContain('xoxb-very-secret');
    }
  });
});

describe('several feeds at once', () => {
  test('those that were ticked are paused, and the list is as it was', async () => {
    const { to, calls } = await send('/?state=ok&q=b&after=x', {
      action: 'pause',
      shown: ['blog', 'adactio', 'forum'],
      feed: ['blog', 'adactio'],
    });
    expect(to).toBe('/?state=ok&q=b&done=paused-many&n=2#feeds');
    expect(calls.map(({ name, given }) => [name, ...given])).toEqual([
      ['pauseFeed', 'blog'],
      ['pauseFeed', 'adactio'],
    ]);
  });

  test('all that are shown are resumed, without what came meanwhile', async () => {
    const { to, calls } = await send('/', { action: 'resume', deliver: 'no', all: 'yes', shown: ['blog', 'forum'] });
    expect(to).toBe('/?done=resumed-many&n=2#feeds');
    expect(calls.map(({ name, given }) => [name, ...given])).toEqual([
      ['resumeFeed', 'blog', false],
      ['resumeFeed', 'forum', false],
    ]);
  });

  test('they go to another destination, all else as it was; one that is not there is counted', async () => {
    const { to, calls } = await send('/', { action: 'move', to: 'mails', feed: ['lobsters', 'hostile', 'none'] });
    expect(to).toBe('/?done=failed-some&n=1#feeds');
    expect(calls.map(({ given }) => given)).toEqual([
      ['lobsters', { url: 'https://lobste.rs/comments.rss', to: 'mails' }],
      ['hostile', { url: expect.any(String) as string, to: 'mails' }],
    ]);
  });

  test('none is told so', async () => {
    expect((await send('/', { action: 'pause', shown: ['blog'] })).to).toBe('/?done=selected-none#feeds');
  });
});

test('a secret is shown where somebody asks for it by a form, and nowhere else', async () => {
  const before = await (await ask('/destinations/default')).text();
  expect(before).not.toContain('whsec_MfKQ');
  const { page, calls, status } = await send('/destinations/default', { action: 'show-secret' });
  expect([status, calls]).toEqual([200, [{ name: 'secret', given: ['default'] }]]);
  expect(page).toContain('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
});

test('the author who is blocked is the comment’s own, whatever it is', async () => {
  const id = encodeURIComponent(COMMENTS[1]?.id ?? '');
  const { calls } = await send(`/feeds/blog/comments/${id}`, { action: 'block' });
  expect(calls).toEqual([{ name: 'blockAuthor', given: ['blog', HOSTILE] }]);
});

test('a refusal of an operation is shown on the page, with its status', async () => {
  const operations = sampleOperations([], {
    pollFeed: async () => ({ ok: false, status: 503, detail: 'The object did not answer. Try again.' }),
  });
  const response = await ask('/feeds/blog', { operations }, { action: 'poll' });
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('The object did not answer. Try again.');
});
