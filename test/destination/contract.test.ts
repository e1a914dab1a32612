import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS, type Refs } from '../../worker/destination/channel.ts';
import { guessType, platforms } from '../../worker/destination/registry.ts';
import type { Answer } from '../../worker/exchange.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import type { Message } from '../../worker/model.ts';
import { casesOf } from './fixture/fixture.ts';
import { HOSTILE, HOSTILE_HTML, HOSTILE_URLS, LONG } from './hostile.ts';
import { aboutComments, bareMessages, COMMENT, created, everyType, FEED, POST } from './messages.ts';
import { ABOUT, bodyOf, opened } from './opened.ts';
import { threaded } from './threaded.ts';

/** Everything that a message can refer to. */
const REFS: Refs = {
  thread: '1171927536.000100',
  sent: '1171927530.000200',
  parent: { sent: '1171927531.000300', author: 'Ada <!channel>', excerpt: '@here *bold* <https://evil.example|x>' },
};

/** Bodies that no platform answers with, or that a stranger in between has made up. */
const STRANGE_BODIES = [
  null,
  '',
  '{',
  'null',
  '[]',
  '{"id":null}',
  '{"id":"../../admin?x=1","thread":"../.."}',
  `{"id":"${'9'.repeat(100_000)}","ts":"${'9'.repeat(100_000)}"}`,
  '<html>Sign in</html>',
  '['.repeat(10_000) + ']'.repeat(10_000),
  '{"error":'.repeat(10_000) + '1' + '}'.repeat(10_000),
  '{"__proto__":{"ok":true,"ts":"1.1"},"constructor":{"prototype":{"id":"1"}}}',
  '{"ok":true,"success":true,"id":9007199254740993,"ts":"1/2","result":{"message_id":1e308,"chat":{"id":0.5}},"event_id":"$"}',
  '{"ok":true,"ts":"1\\r\\nBcc: x","messageId":"<1@x>\\r\\nBcc: x","event_id":"$a/../b c","sentMessages":[{"id":"../1"}]}',
  '{"ok":false,"error":"__proto__","errcode":"constructor","code":"toString","retry_after":1e308,"retry_after_ms":-1}',
];

// The last one is the tests' own, for what no platform here does yet.
describe.each(await casesOf([...platforms, threaded]))('$title', ({ platform, fixture }) => {
  const { type } = platform;
  const channel = opened(platform, fixture.settings);
  const body = async (message: Message): Promise<string> => bodyOf(await channel.render(message, NO_REFS, ABOUT));
  /** Faults of these messages as rendered, each by itself and those about comments in a roundup, with refs and without. */
  const faults = async (messages: readonly Message[]): Promise<readonly string[]> => {
    const comments = aboutComments(messages);
    const found: string[] = [];
    for (const refs of [NO_REFS, REFS]) {
      for (const message of messages) {
        const request = await channel.render(message, refs, ABOUT);
        found.push(...fixture.faults(bodyOf(request)).map((fault) => `${message.type}: ${fault}`));
      }
      if (comments.length === 0) continue;
      const many = await channel.roundup?.([...comments, ...comments, ...comments], refs, ABOUT);
      if (many !== undefined) found.push(...fixture.faults(bodyOf(many)).map((fault) => `roundup: ${fault}`));
    }
    return found;
  };

  it('takes its own settings and refuses others', () => {
    expect(fixture.refused.filter((refused) => v.is(platform.schema, refused))).toEqual([]);
  });

  it('is what its URLs mean', () => {
    expect(fixture.urls.map((url) => guessType(new URL(url)))).toEqual(fixture.urls.map(() => type));
  });

  it('has a pace', () => {
    expect(channel.pace.count).toBeGreaterThan(0);
    expect(channel.pace.per).toBeGreaterThanOrEqual(1_000);
  });

  it.each(everyType())('renders $type within its limits, the same each time', async (message) => {
    const request = await channel.render(message, NO_REFS, ABOUT);
    expect(request.kind === 'email' || 'content-type' in request.headers).toBe(true);
    expect(fixture.faults(bodyOf(request))).toEqual([]);
    expect(fixture.read(bodyOf(request))).toContain('Some words');
    expect(await channel.render(message, NO_REFS, ABOUT)).toEqual(request);
  });

  it.each(['Devon Young', 'QQ & friends', POST.url, 'Half a billion', COMMENT.url, FEED.title])(
    'shows of a comment %s',
    async (fact) => {
      expect(fixture.read(await body(created()))).toContain(fact);
    },
  );

  it('shows whom a comment answers', async () => {
    const inReplyTo = { id: 'c1', url: 'https://blog.example/qq.php#c1', author: 'Ada' };
    const read = fixture.read(await body(created({ comment: { inReplyTo } })));
    expect(read).toContain('Ada');
    expect(read).toContain('https://blog.example/qq.php#c1');
  });

  it.each(bareMessages())('renders $type of which little is known without saying "null"', async (message) => {
    expect(await faults([message])).toEqual([]);
    expect(fixture.read(await body(message))).not.toMatch(/\b(?:null|undefined|NaN|Invalid)\b/);
  });

  it.each(HOSTILE)('lets nothing come alive of %j, wherever it stands', async (words) => {
    expect(await faults(everyType(words))).toEqual([]);
  });

  it.each(LONG)('stays within its limits with 20,000 characters (%s), wherever they stand', async (_of, words) => {
    expect(await faults(everyType(words))).toEqual([]);
  });

  it.each(LONG)(
    'stays within its limits with a comment of 20,000 characters (%s) and all else long as well',
    async (_of, words) => {
      const url = `https://blog.example/${'a'.repeat(470)}`;
      const name = '&'.repeat(200);
      const feed = { name: 'qq', title: name, homePage: url };
      const post = { id: name, url, title: name };
      const author = { name, url, avatar: url };
      const inReplyTo = { id: name, url, author: name };
      const html = writeHtml(textMarkup(words));
      for (const at of [url, null]) {
        expect(
          await faults([created({ post, feed, comment: { author, inReplyTo, text: words, html, url: at } })]),
        ).toEqual([]);
      }
    },
  );

  it.each(HOSTILE_URLS)('lets nothing come alive of an address with %s', async (_what, url) => {
    expect(await faults(everyType('Some words', url))).toEqual([]);
    expect(await faults(everyType('&'.repeat(200), url))).toEqual([]);
  });

  it.each(HOSTILE_HTML)('lets nothing come alive of a comment with %s', async (_what, hostile) => {
    const html = writeHtml(parseMarkup(hostile, null));
    expect(await faults([created({ comment: { html, text: hostile } })])).toEqual([]);
  });

  it('names its place without its credentials', () => {
    const settings = v.parse(v.record(v.string(), v.unknown()), fixture.settings);
    const secrets = platform.credentials.flatMap((field) => settings[field] ?? []);
    expect(channel.place).toMatch(new RegExp(`^${type}:.`));
    expect(secrets.filter((secret) => typeof secret !== 'string' || channel.place.includes(secret))).toEqual([]);
    expect(opened(platform, fixture.settings).place).toBe(channel.place);
  });

  it.each([200, 202, 302, 400, 403, 404, 409, 429, 500, 503])(
    'reads %i with a body that is none of its own without a receipt, and throws on none',
    async (status) => {
      const request = await channel.render(created(), NO_REFS, ABOUT);
      const receipts = STRANGE_BODIES.map((strange) => {
        const answer: Answer = { kind: 'answered', status, retryAfter: null, body: strange };
        return channel.read(answer, request).receipt;
      });
      expect(receipts).toEqual(STRANGE_BODIES.map(() => null));
    },
  );

  it('takes a 2xx whose body breaks off for delivered only where the status says so', async () => {
    const request = await channel.render(created(), NO_REFS, ABOUT);
    const answer: Answer = { kind: 'answered', status: 200, retryAfter: null, body: null };
    const { verdict, receipt } = channel.read(answer, request);
    const isDelivered = verdict === null || verdict.kind === 'delivered';
    expect([isDelivered, receipt]).toEqual([fixture.bodyDecides?.(fixture.settings) !== true, null]);
  });

  it('gives a replay the same words and addresses', async () => {
    const replay = await channel.render(created(), NO_REFS, { ...ABOUT, deliveryId: 'msg_replay' });
    expect(fixture.read(bodyOf(replay))).toEqual(fixture.read(await body(created())));
  });
});
