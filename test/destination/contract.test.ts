import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { guessType, platformOf, platforms } from '../../worker/destination/registry.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import type { Message } from '../../worker/model.ts';
import type { Fixture } from './fixture/fixture.ts';
import { aboutComments, bareMessages, COMMENT, created, everyType, FEED, POST } from './messages.ts';

const HOSTILE = [
  '<!channel>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '<@U123>',
  '<#C123|general>',
  '<!subteam^S123>',
  '<!date^1^{date}^https://evil.example|x>',
  '@here',
  '@channel @everyone',
  '<https://evil.example|https://good.example>',
  '[https://good.example](https://evil.example)',
  'https://evil.example/',
  'https://good.example@evil.example/',
  '*bold* _italic_ ~struck~ `code` ```pre',
  '> quoted\n\n\n# heading\r\n- item',
  'right\u202Eto left\u2066',
  'half of a pair \uD83D',
  'bell\u0007 and nothing\u0000',
  '</p><script>alert(1)</script>',
  '|',
  '>|<',
  '   ',
];

const LONG = [
  ['words', 'lorem ipsum '.repeat(1_667)],
  ['one word', 'x'.repeat(20_000)],
  ['Chinese', '中国人民'.repeat(5_000)],
  ['emoji', '👩‍👩‍👧‍👦'.repeat(2_000)],
  ['ampersands', '&'.repeat(20_000)],
  ['quotation marks', '"\\'.repeat(10_000)],
  ['mentions', '@here '.repeat(3_334)],
  ['one long link', `https://evil.example/${'中'.repeat(20_000)}`],
  ['lines', 'a\n'.repeat(10_000)],
] as const;

const HOSTILE_URLS = [
  ['javascript:', 'javascript:alert(1)'],
  ['data:', 'data:text/html,<script>alert(1)</script>'],
  ['a bar and a mention', 'https://blog.example/<!channel>|text'],
  ['quotation marks and a mention', 'https://blog.example/"><!here>'],
  ['another host in front', 'https://good.example@evil.example/'],
  ['credentials', 'https://alice:hunter2@blog.example/'],
  ['20,000 characters', `https://blog.example/${'a'.repeat(20_000)}`],
  ['many ampersands', `https://blog.example/?${'&'.repeat(1_500)}`],
  ['white space', 'no address at all'],
  ['nothing', ''],
] as const;

const HOSTILE_HTML = [
  ['mentions as entities', '<p>&lt;!channel&gt; &lt;@U123&gt; &amp;lt;!here&amp;gt; @here</p>'],
  ['a javascript: link', '<p><a href="javascript:alert(1)">click</a></p>'],
  ['a link that says it is another', '<p><a href="https://evil.example">https://good.example</a></p>'],
  ['a link with a bar in it', '<p><a href="https://evil.example/|&lt;!channel&gt;">a|b</a></p>'],
  ['link markup as text', '<p>&lt;https://evil.example|https://good.example&gt;</p>'],
  ['code', '<pre>```\n&lt;!channel&gt;</pre><p><code>`&lt;!here&gt;`</code></p>'],
  ['deep quotes', '<blockquote>'.repeat(300) + 'deep' + '</blockquote>'.repeat(300)],
  ['many links', '<a href="https://a.example/">a</a> '.repeat(2_000)],
  ['20,000 characters of code', `<pre>${'<!channel> `` '.repeat(1_500).replaceAll('<', '&lt;')}</pre>`],
  ['one long list', `<ul>${'<li>@here</li>'.repeat(3_000)}</ul>`],
] as const;

describe.each(platforms.map((platform) => platform.type))('%s', async (type) => {
  const platform = platformOf(type);
  if (platform === undefined) throw new Error(`${type} is not in the registry`);
  const { fixture } = (await import(`./fixture/${type}.ts`)) as { fixture: Fixture };
  const settings: unknown = v.parse(platform.schema, fixture.settings);
  const body = (message: Message): string => platform.render(message, settings).body;
  /** What is wrong with these messages as rendered, each by itself and those about comments in a roundup. */
  const faults = (messages: readonly Message[]): readonly string[] => {
    const comments = aboutComments(messages);
    const many =
      comments.length === 0 ? undefined : platform.roundup?.([...comments, ...comments, ...comments], settings);
    return [
      ...messages.flatMap((message) => fixture.faults(body(message)).map((fault) => `${message.type}: ${fault}`)),
      ...(many === undefined ? [] : fixture.faults(many.body).map((fault) => `roundup: ${fault}`)),
    ];
  };

  it('takes its own settings and refuses others', () => {
    expect(fixture.refused.filter((refused) => v.is(platform.schema, refused))).toEqual([]);
  });

  it('is what its URLs mean', () => {
    expect(fixture.urls.map((url) => guessType(new URL(url)))).toEqual(fixture.urls.map(() => type));
  });

  it('has a pace', () => {
    expect(platform.pace.count).toBeGreaterThan(0);
    expect(platform.pace.per).toBeGreaterThanOrEqual(1_000);
  });

  it.each(everyType())('renders $type within its limits, the same each time', (message) => {
    const request = platform.render(message, settings);
    expect(request.headers['content-type']).toMatch(/^application\/json/);
    expect(fixture.faults(request.body)).toEqual([]);
    expect(fixture.read(request.body)).toContain('Some words');
    expect(platform.render(message, settings)).toEqual(request);
  });

  it.each(['Devon Young', 'QQ & friends', POST.url, 'Half a billion', COMMENT.url, FEED.title])(
    'shows of a comment %s',
    (fact) => {
      expect(fixture.read(body(created()))).toContain(fact);
    },
  );

  it('shows whom a comment answers', () => {
    const inReplyTo = { id: 'c1', url: 'https://blog.example/qq.php#c1', author: 'Ada' };
    const read = fixture.read(body(created({ comment: { inReplyTo } })));
    expect(read).toContain('Ada');
    expect(read).toContain('https://blog.example/qq.php#c1');
  });

  it.each(bareMessages())('renders $type of which little is known without saying "null"', (message) => {
    expect(faults([message])).toEqual([]);
    expect(fixture.read(body(message))).not.toMatch(/\b(?:null|undefined|NaN|Invalid)\b/);
  });

  it.each(HOSTILE)('lets nothing come alive of %j, wherever it stands', (words) => {
    expect(faults(everyType(words))).toEqual([]);
  });

  it.each(LONG)('stays within its limits with 20,000 characters (%s), wherever they stand', (_of, words) => {
    expect(faults(everyType(words))).toEqual([]);
  });

  it.each(LONG)(
    'stays within its limits with a comment of 20,000 characters (%s) and all else long as well',
    (_of, words) => {
      const url = `https://blog.example/${'a'.repeat(470)}`;
      const name = '&'.repeat(200);
      const feed = { name: 'qq', title: name, homePage: url };
      const post = { id: name, url, title: name };
      const author = { name, url, avatar: url };
      const inReplyTo = { id: name, url, author: name };
      const html = writeHtml(textMarkup(words));
      for (const at of [url, null]) {
        expect(faults([created({ post, feed, comment: { author, inReplyTo, text: words, html, url: at } })])).toEqual(
          [],
        );
      }
    },
  );

  it.each(HOSTILE_URLS)('lets nothing come alive of an address with %s', (_what, url) => {
    expect(faults(everyType('Some words', url))).toEqual([]);
    expect(faults(everyType('&'.repeat(200), url))).toEqual([]);
  });

  it.each(HOSTILE_HTML)('lets nothing come alive of a comment with %s', (_what, hostile) => {
    const html = writeHtml(parseMarkup(hostile, null));
    expect(faults([created({ comment: { html, text: hostile } })])).toEqual([]);
  });
});
