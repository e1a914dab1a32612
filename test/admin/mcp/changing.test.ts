import { describe, expect, test } from 'vitest';
import { type Answer, call, contextOf, NOW, textOf } from './asking.ts';
import { InMemory, message } from './in-memory.ts';

const MINUTE = 60_000;
const on = (day: number) => ({ accepted: `2026-11-${day}T00:00:00Z` });
const contentOf = (answer: Answer) => answer.result?.structuredContent ?? {};

/** Calls a tool, and calls it again with the token that it gave. */
async function confirmed(name: string, args: object, earshot: InMemory): Promise<readonly [Answer, Answer]> {
  const first = await call(name, args, contextOf(earshot));
  const { confirm } = contentOf(first);
  return [first, await call(name, { ...args, confirm }, contextOf(earshot))];
}

const CASES: ReadonlyArray<readonly [string, object, RegExp, unknown]> = [
  ['pause_feed', { name: 'blog' }, /would stop polling "blog"/, ['pauseFeed', 'blog']],
  ['resume_feed', { name: 'blog', deliver: true }, /would poll "blog" again, and send/, ['resumeFeed', 'blog', true]],
  ['resume_feed', { name: 'blog', deliver: false }, /and hold back/, ['resumeFeed', 'blog', false]],
  ['poll_feed', { name: 'blog' }, /would poll "blog" now/, ['pollFeed', 'blog']],
  [
    'test_destination',
    { destination: 'default' },
    /test message to "default" \(slack\)/,
    ['testDestination', 'default'],
  ],
  ['replay', { destination: 'default', ids: ['msg_1'] }, /send 1 message/, ['replay', 'default', { ids: ['msg_1'] }]],
  [
    'replay',
    { destination: 'default', state: 'dead' },
    /state "dead": 0 now/,
    ['replay', 'default', { state: 'dead' }],
  ],
  [
    'add_feed',
    { name: 'new', url: 'https://new.example/', to: ['default'], backfill: 3 },
    /add the feed "new", https:\/\/new\.example\/, .* to "default"\. Found there: .*feed, 7 comments, .* newest 3/,
    ['putFeed', 'new', { url: 'https://new.example/', to: ['default'], backfill: 3 }],
  ],
];

test.each(CASES)('%s with %j does nothing before it is confirmed', async (name, args, words, done) => {
  const earshot = new InMemory();
  const first = await call(name, args, contextOf(earshot));
  expect(contentOf(first)).toMatchObject({ done: false, result: null, expires: '2026-11-26T10:05:00.000Z' });
  expect(contentOf(first)['summary']).toMatch(words);
  expect(textOf(first)).toMatch(/^Nothing is done yet\. /);
  expect(earshot.done).toEqual([]);
  const second = await call(name, { ...args, confirm: contentOf(first)['confirm'] }, contextOf(earshot));
  expect(contentOf(second)).toMatchObject({ done: true, confirm: null });
  expect(earshot.done).toEqual([done]);
});

describe('a token', () => {
  const args = { name: 'blog', deliver: true };
  const tokenOf = async (earshot: InMemory) =>
    contentOf(await call('resume_feed', args, contextOf(earshot)))['confirm'];

  test.each([
    ['of other arguments', 'resume_feed', { deliver: false }, 0, /not of this tool with these arguments/],
    ['of another feed', 'resume_feed', { name: 'other' }, 0, /not of this tool/],
    ['of another tool', 'pause_feed', { deliver: undefined }, 0, /not of this tool/],
    ['after five minutes', 'resume_feed', {}, 5 * MINUTE, /has expired/],
  ])('%s confirms nothing', async (_name, tool, other, later, words) => {
    const earshot = new InMemory();
    const confirm = await tokenOf(earshot);
    const answer = await call(tool, { ...args, ...other, confirm }, contextOf(earshot, { now: NOW + later }));
    expect(answer.result?.isError).toBe(true);
    expect(textOf(answer)).toMatch(words);
    expect(earshot.done).toEqual([]);
  });

  test.each(['', 'yes', true, 1, null, {}, `${(NOW + MINUTE).toString(36)}.${'A'.repeat(43)}`])(
    'that is forged (%j) confirms nothing',
    async (confirm) => {
      const earshot = new InMemory();
      const answer = await call('resume_feed', { ...args, confirm }, contextOf(earshot));
      expect(answer.result?.isError).toBe(true);
      expect(earshot.done).toEqual([]);
    },
  );

  test('cannot be had without an ADMIN_TOKEN', async () => {
    const earshot = new InMemory();
    const env = { ADMIN_TOKEN: ' ' } as unknown as ReturnType<typeof contextOf>['env'];
    expect(textOf(await call('resume_feed', args, contextOf(earshot, { env })))).toContain('ADMIN_TOKEN is not set');
  });
});

describe('add_feed', () => {
  const url = 'https://new.example/';

  test.each([
    { url: 'secret:FEED' },
    { url: 'masked:abcd' },
    { url, headers: { authorization: 'x' } },
    { url, auth: 'secret:ADMIN_TOKEN' },
    { url, api: 'https://x.example' },
    { url, paused: true },
    { url, to: 'https://hooks.example/x' },
    { url, to: ['secret:HOOK'] },
    { url: 'https://user:password@new.example/' },
  ])('takes no %j', async (value) => {
    const earshot = new InMemory();
    const answer = await call('add_feed', { name: 'new', ...value }, contextOf(earshot));
    expect(answer.result?.isError).toBe(true);
    expect(contentOf(answer)).toEqual({});
  });

  test.each(['__proto__', 'New', '../x', ''])('takes no name %j', async (name) => {
    expect((await call('add_feed', { name, url }, contextOf(new InMemory()))).result?.isError).toBe(true);
  });

  test('changes no feed that there is, also if it came between the two calls', async () => {
    const earshot = new InMemory();
    expect(textOf(await call('add_feed', { name: 'blog', url }, contextOf(earshot)))).toContain('already');
    const first = await call('add_feed', { name: 'new', url }, contextOf(earshot));
    const there = earshot.feeds.get('blog');
    if (there !== undefined) earshot.feeds.set('new', there);
    const { confirm } = contentOf(first);
    expect(textOf(await call('add_feed', { name: 'new', url, confirm }, contextOf(earshot)))).toContain('already');
    expect(earshot.done).toEqual([]);
  });

  test('says what is wrong with the values before there is a token', async () => {
    const earshot = new InMemory();
    earshot.previewErrors = [{ key: 'feed:new', field: 'to', detail: 'There is no destination "x".' }];
    const answer = await call('add_feed', { name: 'new', url, to: 'x' }, contextOf(earshot));
    expect(textOf(answer)).toBe('The values are not valid.\nfeed:new, to: There is no destination "x".');
  });

  test('is not fooled by a chat’s webhook URL, and says where nothing was found', async () => {
    const hook = { name: 'new', url: 'https://hooks.slack.com/services/T0/B0/x' };
    expect(textOf(await call('add_feed', hook, contextOf(new InMemory())))).toContain('address of a slack destination');
    const [first] = await confirmed('add_feed', { name: 'new', url: 'https://nothing.example/' }, new InMemory());
    expect(contentOf(first)['summary']).toContain('Nothing to watch was found there now (no feed is named there)');
  });
});

describe('replay', () => {
  test.each([
    [{}, /Say which messages/],
    [{ ids: ['msg_1'], state: 'dead' }, /not both/],
    [{ ids: [] }, /ids/],
    [{ ids: Array.from({ length: 201 }, (_, at) => `msg_${at}`) }, /ids/],
    [{ state: 'waiting' }, /state/],
    [{ from: 'yesterday' }, /from: must be like/],
  ])('with %j it asks for more', async (more, words) => {
    const answer = await call('replay', { destination: 'default', ...more }, contextOf(new InMemory()));
    expect(answer.result?.isError).toBe(true);
    expect(textOf(answer)).toMatch(words);
  });

  test('says how many it would be: in that span and state, of those whose body is kept', async () => {
    const earshot = new InMemory();
    earshot.messages.push(
      message('early', on(20)),
      message('one', on(21)),
      message('dead', { ...on(22), state: 'dead' }),
      message('gone', { ...on(22), kept: false }),
      message('held', { ...on(22), state: 'baseline' }),
      message('late', on(26)),
    );
    const args = { destination: 'default', from: '2026-11-21T00:00:00Z', to: '2026-11-26T00:00:00Z' };
    const [first] = await confirmed('replay', args, earshot);
    expect(contentOf(first)['summary']).toMatch(
      /delivered and dead messages, accepted since .*, accepted before .*: 2 now\.$/,
    );
    expect(earshot.done).toEqual([['replay', 'default', { from: args.from, to: args.to }]]);
  });

  test('says that it may be more where the log goes further back', async () => {
    const earshot = new InMemory();
    for (let at = 0; at < 300; at += 1) earshot.messages.push(message(`msg_${at}`));
    const first = await call('replay', { destination: 'default', feed: 'blog' }, contextOf(earshot));
    expect(contentOf(first)['summary']).toContain('at least 200');
  });
});

test.each(['pause_feed', 'poll_feed', 'resume_feed'])('%s of no feed gives no token', async (name) => {
  const args = name === 'resume_feed' ? { name: 'nothing', deliver: true } : { name: 'nothing' };
  const answer = await call(name, args, contextOf(new InMemory()));
  expect(textOf(answer)).toBe('There is nothing of that name.');
});
