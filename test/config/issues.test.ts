import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { readDestinationConfig } from '../../worker/config/destination.ts';
import { readFeedConfig } from '../../worker/config/feed.ts';
import type { ConfigIssue } from '../../worker/config/failure.ts';
import { endpoint } from '../../worker/destination/endpoint.ts';
import { definePlatform } from '../../worker/destination/platform.ts';
import { webhook } from '../../worker/destination/webhook.ts';

const secrets = (name: string): string | undefined =>
  ({ SIGNING_KEY: 'a root key of more than thirty-two characters', PADDED: ' reader:hunter2\n' })[name];

const feed = (value: unknown) => readFeedConfig('qq', JSON.stringify(value), secrets);
const destination = (value: unknown) => readDestinationConfig('default', JSON.stringify(value), secrets);
const fields = (issues: readonly ConfigIssue[]) => issues.map(({ field }) => field);
const issuesOf = (read: ReturnType<typeof feed> | ReturnType<typeof destination>) => (read.ok ? [] : read.issues);

const url = 'https://example.com/';
const slack = 'https://hooks.slack.com/services/T0/B0/x';

describe('a value with several mistakes', () => {
  test.each<[unknown, readonly string[]]>([
    [{ url, evry: '5m', bakfill: 3, paused: 'yes' }, ['evry', 'bakfill', 'paused']],
    [{ url: 'ftp://me:hunter2@example.com/', every: '1m', evry: 1 }, ['evry', 'url', 'every']],
    [{ url, follow: '2h' }, ['follow']],
    [{ url, follow: '367d' }, ['follow']],
    [{ url: 'http://10.0.0.1/', backfill: -1 }, ['backfill', 'url']],
    [{ auth: 'secret:NOPE', headers: { 'x-key': 'secret:NOPE' } }, ['auth', 'headers.x-key', 'url']],
    [{ url, to: ['a', 'No Name', 'x y'] }, ['to.1', 'to.2']],
  ])('of a feed has them all: %j', (value, expected) => {
    expect(fields(issuesOf(feed(value))).toSorted()).toEqual(expected.toSorted());
    expect(JSON.stringify(feed(value))).not.toContain('hunter2');
  });

  test.each<[unknown, readonly string[]]>([
    [{ type: 'pigeon', events: ['comment'], pace: 'often' }, ['events.0', 'pace', 'type']],
    [{ url: 'http://in.example/', pace: 'often', tokn: 1, secret: 'hunter2' }, ['pace', 'tokn', 'secret', 'url']],
    [{ url: slack, secret: 'whsec_x', roundup: 0 }, ['roundup', 'secret']],
    [{ url: 'secret:NOPE', events: [7] }, ['events.0', 'url']],
    [{ type: 7, url: 7 }, ['type', 'url']],
    [{ type: 'slak' }, ['type']],
    [{ type: 'slak', url: 'http://10.0.0.1/', roundup: 0 }, ['roundup', 'type', 'url']],
    [{ type: 'slak', url: 'https://hooks.slack.com/triggers/T0/1/a', secret: 'whsec_x' }, ['type', 'url', 'secret']],
    [{ url: 'secret:NOPE', foo: 1, secret: 'hunter2', pace: 'x' }, ['pace', 'url', 'foo']],
    [{ url: 'secret:NOPE', secret: `whsec_${btoa('x'.repeat(24))}` }, ['url']],
  ])('of a destination has them all: %j', (value, expected) => {
    expect(fields(issuesOf(destination(value))).toSorted()).toEqual(expected.toSorted());
    expect(JSON.stringify(destination(value))).not.toContain('hunter2');
  });

  test('of a destination has none that only some types would see, where the type is not known', () => {
    const dove = definePlatform({
      ...webhook,
      type: 'dove',
      schema: v.strictObject({ url: endpoint, loft: v.string() }),
      open: () => ({ ok: false, reason: 'config', key: '', field: null, detail: 'flew away' }),
    });
    const read = (value: unknown) => readDestinationConfig('default', JSON.stringify(value), secrets, [webhook, dove]);
    expect(fields(issuesOf(read({ type: 'duv', url, loft: 'north', nest: 1 })))).toEqual(['type', 'nest']);
    expect(fields(issuesOf(read({ url: 'secret:NOPE', loft: 'north', nest: 1 })))).toEqual(['url', 'nest']);
  });

  test('names the first one’s field, and says all in one text', () => {
    expect(feed({ url, evry: '5m', bakfill: 3 })).toMatchObject({
      field: 'evry',
      detail: 'unknown field (did you mean "every"?); bakfill: unknown field (did you mean "backfill"?)',
    });
  });

  test('says the same of one list once', () => {
    const read = destination({ url, events: ['a', 'b'] });
    expect(fields(issuesOf(read))).toEqual(['events.0', 'events.1']);
    expect(read.ok ? '' : read.detail.match(/comment\.created/g)).toHaveLength(1);
  });

  test('says ten of very many', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`field${at}`, at]));
    const read = feed({ url, ...many });
    expect(read.ok ? '' : read.detail).toMatch(/^unknown field; field1: .*field9: unknown field; and \d+ more$/);
  });

  test('has no second issue for a field whose secret is missing', () => {
    expect(issuesOf(feed({ url, auth: 'secret:NOPE' }))).toMatchObject([
      { field: 'auth', detail: expect.stringContaining('wrangler secret put NOPE') },
    ]);
  });
});

test('a field’s name that may be a pasted value is shortened', () => {
  const read = feed({ url, 'https://hooks.slack.com/hunter2': 1 });
  expect(issuesOf(read)).toEqual([{ field: 'https://…', detail: 'unknown field' }]);
});

describe('white space', () => {
  const own = `whsec_${btoa('x'.repeat(24))}`;

  test.each<[unknown, Record<string, unknown>]>([
    [{ url, auth: 'secret:PADDED' }, { auth: 'reader:hunter2' }],
    [{ url, auth: ' secret:PADDED\n' }, { auth: 'reader:hunter2' }],
    [{ url, auth: ' reader:hunter2\n' }, { auth: 'reader:hunter2' }],
    [{ url: ` ${url}\r\n` }, { url }],
    [{ url, headers: { 'x-key': ' hunter2\n' } }, { headers: { 'x-key': 'hunter2' } }],
  ])('that a paste leaves around a credential of a feed is no part of it: %j', (value, read) => {
    expect(feed(value)).toMatchObject({ ok: true, value: read });
  });

  test.each<[unknown, Record<string, unknown>]>([
    [{ url: ` ${slack}\n` }, { type: 'slack', settings: { url: slack } }],
    [{ type: 'slack', url: `\t${slack}` }, { settings: { url: slack } }],
    [{ url: ` ${url}`, secret: [` ${own}\n`] }, { settings: { url, secret: [own] } }],
  ])('that a paste leaves around a credential of a destination is no part of it: %j', (value, read) => {
    expect(destination(value)).toMatchObject({ ok: true, value: read });
  });

  test.each<[string]>([[`${url}\n${url}feed`], [`${url} feed`], ['https://example .com/'], [`${url}\u00a0feed`]])(
    'in the URL %j is said',
    (text) => {
      const said = [{ field: 'url', detail: expect.stringContaining('white space') }];
      expect(issuesOf(readFeedConfig('qq', text, secrets))).toEqual(said);
      expect(issuesOf(feed({ url: text }))).toEqual(said);
      expect(issuesOf(destination({ url: text }))).toEqual(said);
      expect(issuesOf(destination({ type: 'slack', url: text }))).toEqual(said);
    },
  );

  test('that breaks a line of a user or password is said', () => {
    expect(issuesOf(feed({ url, auth: 'reader:hunter2\nreader:hunter3' }))).toEqual([
      { field: 'auth', detail: 'has a line break or another control character in it' },
    ]);
    expect(feed({ url, auth: 'reader: two words 🦅' })).toMatchObject({ ok: true });
  });
});

test.each([[[]], [['x-key: hunter2']], [['secret:NOPE']]])('headers are no list: %j', (headers) => {
  expect(issuesOf(feed({ url, headers }))).toMatchObject([
    { field: 'headers', detail: expect.stringContaining('object') },
  ]);
});

describe('headers of a destination', () => {
  test('may be secrets, each by itself', () => {
    const headers = { authorization: ' secret:PADDED', 'x-key': 'hunter2' };
    expect(destination({ url, headers })).toMatchObject({
      ok: true,
      value: { settings: { headers: { authorization: 'reader:hunter2', 'x-key': 'hunter2' } } },
    });
  });

  test.each<[unknown, string, RegExp]>([
    [{ 'x-key': 'secret:NOPE' }, 'headers.x-key', /wrangler secret put NOPE/],
    [{ 'x-key': 'secret:ADMIN_TOKEN' }, 'headers.x-key', /Earshot’s own/],
    [['secret:PADDED'], 'headers', /must be an object/],
    ['secret:PADDED', 'headers', /must be an object/],
    [{ 'x-key': ['secret:PADDED'] }, 'headers.x-key', /must be a string/],
  ])('that cannot be sent are told of: %j', (headers, field, detail) => {
    expect(issuesOf(destination({ url, headers }))).toMatchObject([{ field, detail: expect.stringMatching(detail) }]);
  });

  test('are unknown to a chat', () => {
    expect(issuesOf(destination({ url: slack, headers: { a: 'b' } }))).toEqual([
      { field: 'headers', detail: 'unknown field' },
    ]);
  });
});

test('the token that opens reading cannot be sent anywhere', () => {
  expect(issuesOf(feed({ url, auth: 'secret:READ_TOKEN' }))).toEqual([
    { field: 'auth', detail: expect.stringContaining('Earshot’s own') },
  ]);
});

describe('a value of a wrong type is told what it must be, and never repeated', () => {
  test.each<[unknown, string, RegExp]>([
    [{ url, to: 5 }, 'to', /^must be a destination’s name, or a list of names$/],
    [{ url, to: [5] }, 'to', /^must be a destination’s name, or a list of names$/],
    [{ url, headers: 'hunter2' }, 'headers', /^must be an object$/],
    [{ url, headers: { 'x-key': 5 } }, 'headers.x-key', /^must be a string$/],
    [{ url, paused: 'hunter2' }, 'paused', /^must be a boolean, true or false$/],
    [{ url, backfill: 'hunter2' }, 'backfill', /^must be a number$/],
    [{ url: null }, 'url', /^must be a string$/],
  ])('feed: %j', (value, field, detail) => {
    expect(issuesOf(feed(value))).toMatchObject([{ field, detail: expect.stringMatching(detail) }]);
  });

  test.each<[unknown, string, RegExp]>([
    [{ url, events: ['comment.create'] }, 'events.0', /^must be one of comment\.\*, .*comment\.created/],
    [{ url, events: [5] }, 'events.0', /^must be one of /],
    [{ url, events: 'hunter2' }, 'events', /^must be a list$/],
    [{ url, secret: 5 }, 'secret', /^must be whsec_ and the base64 of 24 to 64 bytes, or a list of such$/],
    [{ url, type: 5 }, 'type', /^must be a string$/],
  ])('destination: %j', (value, field, detail) => {
    expect(issuesOf(destination(value))).toMatchObject([{ field, detail: expect.stringMatching(detail) }]);
  });
});
