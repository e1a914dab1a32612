import { expect, it } from 'vitest';
import { fixture } from '../fixture/slack.ts';
import { created } from '../messages.ts';
import { bodyOf, link, list, said, section, text } from './payload.ts';

const quote = (...elements: readonly unknown[]) => ({ type: 'rich_text_quote', elements });
const code = (of: string) => ({ type: 'rich_text_preformatted', elements: [text(of)] });
const items = (indent: number, ...of: readonly string[]) => ({
  type: 'rich_text_list',
  style: 'bullet',
  indent,
  elements: of.map((one) => section(text(one))),
});
const numbered = (offset: number, ...of: readonly string[]) => ({
  type: 'rich_text_list',
  style: 'ordered',
  indent: 0,
  ...(offset === 0 ? {} : { offset }),
  elements: of.map((one) => section(text(one))),
});

it.each([
  [
    'styles',
    'a <b>b <i>c</i></b> <del>d</del> <u>e</u> <code>f *</code>',
    [
      section(
        text('a '),
        text('b ', 'bold'),
        text('c', 'bold', 'italic'),
        text(' '),
        text('d', 'strike'),
        text(' '),
        text('e', 'underline'),
        text(' '),
        text('f *', 'code'),
      ),
    ],
  ],
  ['paragraphs and lines', '<p>a<br>b</p><p>c</p>', [section(text('a\nb\n\nc'))]],
  [
    'a heading',
    '<h2>a <i>b</i></h2><p>c</p>',
    [section(text('a ', 'bold'), text('b', 'bold', 'italic'), text('\n\nc'))],
  ],
  ['a link', '<b><a href="https://a.example/b">c</a></b>', [section(link('https://a.example/b', 'c', 'bold'))]],
  ['an address', 'see https://a.example/b.', [section(text('see '), link('https://a.example/b'), text('.'))]],
  ['a quote', '<p>a</p><blockquote>b<br>c</blockquote>', [section(text('a')), quote(text('b\nc'))]],
  [
    'a quote in a quote, and a list in one',
    '<blockquote><p>a</p><blockquote>b</blockquote><ol><li>c</ol></blockquote>',
    [quote(text('a\n\n> b\n\n1. c'))],
  ],
  ['code', '<pre>a < b\n\n*c*</pre><pre>d</pre>', [code('a < b\n\n*c*'), code('d')]],
  ['a list', '<ul><li>a<li>b</ul>', [list(section(text('a')), section(text('b')))]],
  ['a list in a list', '<ul><li>a<ul><li>b</ul><li>c</ul>', [items(0, 'a'), items(1, 'b'), items(0, 'c')]],
  ['an ordered list', '<ol><li>a<li>b</ol>', [numbered(0, 'a', 'b')]],
  ['one that begins later', '<ol start="5"><li>a<li>b</ol>', [numbered(4, 'a', 'b')]],
  [
    'one that goes on behind an inner list',
    '<ol><li>a<ul><li>b</ul><li>c</ol>',
    [numbered(0, 'a'), items(1, 'b'), numbered(1, 'c')],
  ],
  ['an item of several lines', '<ul><li><p>a</p><p>b</p><li>c</ul>', [items(0, 'a\nb', 'c')]],
  [
    'more of an item behind an inner list',
    '<ul><li>a<ul><li>b</ul>c</ul>',
    [items(0, 'a'), items(1, 'b'), section(text('c'))],
  ],
  ['two lists', '<ul><li>a</ul><ul><li>b</ul>', [items(0, 'a'), items(0, 'b')]],
  ['a rule', '<p>a</p><hr><p>b</p>', [section(text('a\n\n———\n\nb'))]],
])('writes %s', async (_, html, parts) => {
  expect(await said(html)).toEqual(parts);
});

it('indents no list deeper than Slack can', async () => {
  const body = await bodyOf(created({ comment: { html: '<ul><li>a'.repeat(12) } }));
  expect(fixture.faults(body)).toEqual([]);
  expect(body.match(/"indent":[5-8]/g)?.length).toBeGreaterThan(0);
});

it.each([
  [
    'mentions',
    '<p>&lt;!channel&gt; &amp;lt;!here&amp;gt; &lt;@U123&gt; @here</p>',
    '<!channel> &lt;!here&gt; <@U123> @here',
  ],
  ['link markup', '<p>&lt;http://evil|x&gt; [a](b)</p>', '<http://evil|x> [a](b)'],
  ['signs of emphasis', '<p>*a* _b_ ~c~ `d` ```e</p>', '*a* _b_ ~c~ `d` ```e'],
  ['a quote', '<p>&gt; a</p>', '> a'],
])('leaves %s the text that they are', async (_, html, shown) => {
  expect(JSON.stringify(await said(html))).toContain(JSON.stringify(shown).slice(1, 12));
  expect(fixture.faults(await bodyOf(created({ comment: { html } })))).toEqual([]);
});

it('shows where a link leads whose text names another address', async () => {
  expect(await said('<a href="https://evil.example/">good.example</a>')).toEqual([
    section(text('good.example ('), link('https://evil.example/'), text(')')),
  ]);
});

it('leaves no emoji code alive, nor a turn of direction', async () => {
  expect(await said('<p>:tada: :ta\u202eda: <code>:+1:</code></p>')).toEqual([
    section(text(':\u200btada: :\u200btada: '), text(':\u200b+1:', 'code')),
  ]);
});

it.each(['<p>\u200b</p>', '<pre> \n </pre>', '<ul><li>\u200b</ul>', '<blockquote>\u00ad</blockquote>'])(
  'has no part that shows nothing, which Slack would refuse: %j',
  async (html) => {
    const { blocks } = JSON.parse(await bodyOf(created({ comment: { html } })));
    expect(blocks.map(({ type }: { type: string }) => type)).toEqual(['rich_text', 'context']);
  },
);
