import { describe, expect, test } from 'vitest';
import { readDestinationConfig } from '../../worker/config/destination.ts';
import { readFeedConfig } from '../../worker/config/feed.ts';

const SIGNING_KEY = 'a root key of more than thirty-two characters';
const secrets = (name: string): string | undefined =>
  ({
    SIGNING_KEY,
    ADMIN_TOKEN: 'admin-token',
    FEED_AUTH: 'reader:hunter2',
    FEED_URL: 'https://private.example/comments.atom?key=1',
    HOOK_URL: 'https://hooks.slack.com/services/T0/B0/x',
    HOOK_WHOLE: '{"type":"webhook","url":"https://in.example/hook"}',
  })[name];

const feed = (value: unknown) =>
  readFeedConfig('qq', typeof value === 'string' ? value : JSON.stringify(value), secrets);
const destination = (value: unknown) =>
  readDestinationConfig('default', typeof value === 'string' ? value : JSON.stringify(value), secrets);

describe('a feed', () => {
  test('given as a bare URL has every default', () => {
    expect(feed(' https://example.com/comments.atom\n')).toEqual({
      ok: true,
      value: {
        name: 'qq',
        url: 'https://example.com/comments.atom',
        to: ['default'],
        every: null,
        backfill: 0,
        follow: null,
        headers: {},
        auth: null,
        paused: false,
        filter: null,
        moderate: false,
      },
    });
  });

  test('given as an object has what it says', () => {
    const said = {
      url: 'secret:FEED_URL',
      to: ['a', 'b', 'a'],
      every: '2h',
      backfill: 14,
      follow: '14d',
      headers: { 'x-key': 'secret:FEED_AUTH', accept: 'application/atom+xml' },
      auth: 'secret:FEED_AUTH',
      paused: true,
      moderate: true,
    };
    expect(feed(said)).toEqual({
      ok: true,
      value: {
        name: 'qq',
        url: 'https://private.example/comments.atom?key=1',
        to: ['a', 'b'],
        every: 7_200_000,
        backfill: 14,
        follow: 14 * 86_400_000,
        headers: { 'x-key': 'reader:hunter2', accept: 'application/atom+xml' },
        auth: 'reader:hunter2',
        paused: true,
        filter: null,
        moderate: true,
      },
    });
  });

  test('has a filter where it has rules', () => {
    const rules = { include: ['Wow', { field: 'text', matches: '(?i)billion' }], exclude: ['=casino'] };
    expect(feed({ url: 'https://example.com/', ...rules })).toMatchObject({
      ok: true,
      value: {
        filter: {
          include: [
            { field: null, by: 'contains', value: 'wow', shown: '"Wow"' },
            { field: 'text', by: 'matches', value: '(?i)billion', shown: 'text matches "(?i)billion"' },
          ],
          exclude: [{ field: null, by: 'word', value: 'casino', shown: '"=casino"' }],
        },
      },
    });
    expect(feed({ url: 'https://example.com/', include: [], exclude: [] })).toMatchObject({
      ok: true,
      value: { filter: null },
    });
  });

  test.each([
    ['5m', 300_000],
    ['90m', 5_400_000],
    ['168h', 604_800_000],
    ['7d', 604_800_000],
  ])('every %s is %i ms', (every, ms) => {
    expect(feed({ url: 'https://example.com/', every })).toMatchObject({ ok: true, value: { every: ms } });
  });

  const url = 'https://example.com/';
  test.each<[unknown, string | null, RegExp]>([
    ['example.com/feed', null, /URL/],
    ['', null, /URL/],
    ['{"url": ', null, /not valid JSON/],
    ['["https://example.com/"]', null, /URL/],
    [{}, 'url', /missing/],
    [{ url: 'ftp://example.com/' }, 'url', /http/],
    [{ url: 7 }, 'url', /string/],
    [{ url: 'https://me:hunter2@example.com/feed' }, 'url', /auth/],
    [{ url, uri: 1 }, 'uri', /unknown field/],
    [{ url, every: '4m' }, 'every', /5m/],
    [{ url, every: '8d' }, 'every', /7d/],
    [{ url, every: 300 }, 'every', /string/],
    [{ url, to: [] }, 'to', /destination/],
    [{ url, to: 'No Name' }, 'to', /destination/],
    [{ url, backfill: -1 }, 'backfill', /0 or more/],
    [{ url, backfill: 1.5 }, 'backfill', /whole/],
    [{ url, auth: 'nobody' }, 'auth', /user:password/],
    [{ url, auth: 'secret:NOWHERE' }, 'auth', /wrangler secret put NOWHERE/],
    [{ url, headers: { 'x-key': 'secret:ADMIN_TOKEN' } }, 'headers.x-key', /Earshot’s own/],
    [{ url: 'secret:SIGNING_KEY' }, 'url', /Earshot’s own/],
    ['secret:ADMIN_TOKEN', null, /Earshot’s own/],
    [{ url, paused: 'yes' }, 'paused', /boolean/],
    [{ url, moderate: 'yes' }, 'moderate', /boolean/],
    [{ url, exclude: 'casino' }, 'exclude', /list/],
    [{ url, exclude: ['casino', '='] }, 'exclude.1', /empty/],
    [{ url, exclude: ['casino', 7] }, 'exclude.1', /text, or an object/],
    [{ url, include: Array(21).fill('casino') }, 'include', /20 rules/],
    [{ url, include: [{ field: 'words', is: 'x' }] }, 'include.0.field', /"author"/],
    [{ url, include: [{ field: 'text', iss: 'x' }] }, 'include.0.iss', /unknown field/],
    [{ url, include: [{ field: 'text' }] }, 'include.0', /one of "is"/],
    [{ url, include: [{ field: 'text', is: 'x', contains: 'x' }] }, 'include.0', /one of "is"/],
    [{ url, include: [{ field: 'text', matches: '(hunter2' }] }, 'include.0.matches', /RE2: missing closing/],
    [{ url, include: [{ field: 'text', matches: 'x'.repeat(201) }] }, 'include.0.matches', /200/],
  ])('%j fails and names the field %s', (value, field, detail) => {
    const read = feed(value);
    expect(read).toMatchObject({ ok: false, reason: 'config', key: 'feed:qq', field });
    expect(read.ok ? '' : read.detail).toMatch(detail);
  });

  test('a failure never repeats a value, which may be a credential', () => {
    for (const value of [
      'hunter2',
      '{"url":"hunter2"}',
      '{"url":"https://e.example","auth":"hunter2"}',
      '{hunter2',
      'secret:hunter2',
      'hunter2 secret:x',
    ]) {
      expect(JSON.stringify(feed(value))).not.toContain('hunter2');
    }
  });

  test('has a name that fits a key', () => {
    expect(readFeedConfig('No Name', url, secrets)).toMatchObject({ ok: false, key: 'feed:No Name', field: null });
  });
});

describe('a destination', () => {
  test('given as a bare URL is a webhook', () => {
    expect(destination('https://in.example/hook')).toMatchObject({
      ok: true,
      value: { name: 'default', type: 'webhook', events: null },
    });
  });

  test('given as the URL of a well-known host is of that type, also behind a secret', () => {
    for (const value of ['https://hooks.slack.com/services/T0/B0/x', 'secret:HOOK_URL', { url: 'secret:HOOK_URL' }]) {
      expect(destination(value)).toMatchObject({
        ok: true,
        value: { type: 'slack', settings: { url: 'https://hooks.slack.com/services/T0/B0/x' } },
      });
    }
  });

  test('can lie in a secret as a whole', () => {
    expect(destination('secret:HOOK_WHOLE')).toMatchObject({ ok: true, value: { type: 'webhook' } });
  });

  test('has events and a pace of its own where they are given', () => {
    expect(
      destination({ url: 'https://in.example/hook', events: ['comment.*', 'feed.failing'], pace: '30/m' }),
    ).toMatchObject({ ok: true, value: { events: ['comment.*', 'feed.failing'], pace: { count: 30, per: 60_000 } } });
  });

  test('has a filter of its own', () => {
    const shown = { filter: { include: [], exclude: [{ field: null, by: 'contains', value: 'casino' }] } };
    expect(destination({ url: 'https://in.example/hook', exclude: ['casino'] })).toMatchObject({
      ok: true,
      value: shown,
    });
    expect(destination('https://in.example/hook')).toMatchObject({ ok: true, value: { filter: null } });
  });

  test('that is a chat gets a roundup when more than ten comments wait, or as many as it says', () => {
    const slack = 'https://hooks.slack.com/services/T0/B0/x';
    expect(destination(slack)).toMatchObject({ ok: true, value: { roundup: 10 } });
    expect(destination({ url: slack, roundup: 3 })).toMatchObject({ ok: true, value: { roundup: 3 } });
  });

  const url = 'https://in.example/hook';
  test.each<[unknown, string | null, RegExp]>([
    [{ url, type: 'pigeon' }, 'type', /webhook.*slack/],
    [{ type: 'webhook' }, 'url', /missing/],
    [{ url, evnts: [] }, 'evnts', /unknown field \(did you mean "events"\?\)/],
    [{ url, events: ['comment'] }, 'events.0', /comment\.created/],
    [{ url, events: ['comment.*', 'comment.create'] }, 'events.1', /comment\.created/],
    [{ url, events: ['comments.*'] }, 'events.0', /comment\.\*/],
    [{ url: 'https://me:hunter2@in.example/' }, 'url', /password/],
    [{ url, roundup: 3 }, 'roundup', /every message/],
    [{ url, exclude: [{ field: 'text', matches: '(hunter2' }] }, 'exclude.0.matches', /RE2: missing closing/],
    [{ type: 'slack', url, roundup: 0 }, 'roundup', /1 or more/],
    [{ url, pace: 'often' }, 'pace', /30\/m/],
    [{ url, secret: 'hunter2' }, 'secret', /whsec_/],
    [{ type: 'slack', url, secret: 'whsec_x' }, 'secret', /unknown field/],
  ])('%j fails and names the field %s', (value, field, detail) => {
    const read = destination(value);
    expect(read).toMatchObject({ ok: false, reason: 'config', key: 'destination:default', field });
    expect(read.ok ? '' : read.detail).toMatch(detail);
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  test.each<[string, string, RegExp]>([
    ['https://app.slack.com/client/T0123/C0123456789', 'url', /hooks\.slack\.com\/services/],
    ['https://hooks.slack.com/services/T0/B0/', 'url', /not the whole URL/],
    ['https://discord.gg/abcdef', 'url', /Copy Webhook URL/],
    ['https://make.powerautomate.com/environments/x/flows/y', 'url', /Workflows/],
    ['https://api.telegram.org/bot<token>/sendMessage', 'url', /"token" and "chat"/],
    ['https://t.me/blogcomments', 'token', /^missing$/],
    ['https://notify-api.line.me/api/notify', 'url', /LINE Notify.*"token" and "to"/],
    ['https://api.line.me/v2/bot/message/push', 'url', /"token" and "to"/],
    ['https://ntfy.sh/', 'url', /server and a topic/],
  ])('%s, which takes no messages, is no webhook but an error that says what is needed', (value, field, detail) => {
    const read = destination(value);
    expect(read).toMatchObject({ ok: false, field });
    expect(read.ok ? '' : read.detail).toMatch(detail);
  });

  test.each<[object, string, RegExp]>([
    [{ url: 'https://hooks.slack.com/services/T0/B0/x', pace: 30 }, 'pace', /30\/m/],
    [{ token: '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', chat: 'general' }, 'chat', /^must be the chat’s id/],
    [
      { site: 'https://a.zulipchat.com', email: 'b@a.example', key: 'x'.repeat(32), channel: 7 },
      'channel',
      /quotation/,
    ],
    [{ url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x', mention: 'all' }, 'mention', /"@all"/],
    [{ url: 'https://oapi.dingtalk.com/robot/send?access_token=x', mention: ['all'] }, 'mention.0', /"@all"/],
    [
      { url: 'https://oapi.dingtalk.com/robot/send?access_token=x', mention: 13800000000 },
      'mention',
      /quotation marks/,
    ],
    [{ url: 'https://discord.com/api/webhooks/1/abc', mention: [1234567890] }, 'mention', /quotation marks/],
  ])('%j is told in words what it is to be', (value, field, detail) => {
    const read = destination(value);
    expect(read).toMatchObject({ ok: false, field });
    expect(read.ok ? '' : read.detail).toMatch(detail);
  });

  test.each([undefined, '', 'too short', `${'x'.repeat(31)}\n`])(
    'a webhook without a secret needs a SIGNING_KEY, and %j is none',
    (key) => {
      const read = readDestinationConfig('default', url, (name) => (name === 'SIGNING_KEY' ? key : undefined));
      expect(read).toMatchObject({ ok: false, field: 'secret' });
      expect(readDestinationConfig('s', 'https://hooks.slack.com/services/T0/B0/x', () => undefined).ok).toBe(true);
    },
  );
});

describe('a destination without a URL and a type', () => {
  const token = 'xoxb-1-2-hunter2';
  test.each([
    [{ token, channel: 'C0123456789' }, 'slack'],
    [{ token: '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', chat: -100_123 }, 'telegram'],
    [{ homeserver: 'https://matrix.example', room: '!r:matrix.example', token }, 'matrix'],
    [{ site: 'https://a.zulipchat.com', email: 'b@a.example', key: 'x'.repeat(32), channel: 'comments' }, 'zulip'],
    [{ to: 'owner@blog.example', from: 'earshot@blog.example' }, 'email'],
  ])('is what its fields say: %j', (value, type) => {
    expect(destination(value)).toMatchObject({ ok: true, value: { type } });
  });

  test.each<[Record<string, unknown>, string, RegExp]>([
    [
      { site: 'https://a.example', email: 'b@a.example', key: 'x'.repeat(32), stream: 'blog' },
      'stream',
      /channel: miss/,
    ],
    [
      { token: '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', chat: 1, topik: 1 },
      'topik',
      /unknown field \(did you mean "topic"\?\)/,
    ],
    [{ url: 'https://matrix.example', room: '!r:matrix.example', token }, 'url', /"homeserver".*homeserver: missing/],
    [{ url: 'https://ntfy.example/topic', token: 'tk_1' }, 'type', /^missing: .*ntfy[^;]*$/],
    [{ homeserver: 'https://matrix.example', channel: '#c', token }, 'type', /^missing: .*slack, matrix$/],
    [{ url: 'https://in.example/hook', secrt: 'x' }, 'secrt', /^unknown field \(did you mean "secret"\?\)$/],
    [{ token: '123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', channel: '-100123' }, 'token', /; type: .* it is slack$/],
    [{ secret: 7, webhook: 'x' }, 'type', /^missing: .*webhook/],
  ])('and with a field that is none is what most of them say: %j', (value, field, detail) => {
    const failure = destination(value);
    expect(failure).toMatchObject({ ok: false, field });
    expect(failure).toHaveProperty('detail', expect.stringMatching(detail));
  });

  test('of Lark is Feishu’s, by either name', () => {
    const url = 'https://open.larksuite.com/open-apis/bot/v2/hook/0123-4567';
    expect(destination({ type: 'lark', url })).toMatchObject({ ok: true, value: { type: 'feishu' } });
    expect(destination({ type: 'feishu', url })).toMatchObject({ ok: true, value: { type: 'feishu' } });
  });

  test('of which the fields may be several platforms’ is asked for its type', () => {
    const failure = destination({ token });
    expect(failure).toMatchObject({ ok: false, field: 'type' });
    expect(failure).toHaveProperty('detail', expect.stringContaining('matrix'));
  });
});
