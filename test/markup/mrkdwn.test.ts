import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { writeMrkdwn } from '../../worker/markup/write/mrkdwn.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';

const APART = '\u200b';

function mrkdwn(html: string): string {
  return writeMrkdwn(parseMarkup(html, null));
}

test.each([
  ['emphasis', 'a <b>b</b> <em>c</em> <del>d</del> <code>e</code>', 'a *b* _c_ ~d~ `e`'],
  ['emphasis within emphasis', '<b>a <i>b</i></b>', '*a* *_b_*'],
  ['emphasis within a word', 'a<b>b</b>c', `a${APART}*b*${APART}c`],
  ['emphasis over lines', '<b>a<br>b</b>', '*a*\n*b*'],
  ['space that emphasis has at its ends', 'a<b> b </b>c', 'a *b* c'],
  ['a heading', '<h2>a <b>b</b></h2>', '*a* *b*'],
  ['a list', '<ul><li>a<ul><li>b</ul></ul><ol><li>c</ol>', '• a\n    • b\n\n1. c'],
  ['a quote', '<blockquote><p>a</p><blockquote>b</blockquote></blockquote>', '> a\n> \n> &gt; b'],
  ['code', '<pre>a &lt; b\n*c*</pre>', '```\na &lt; b\n*c*\n```'],
  ['a link', '<a href="https://a.example/b?c=1&amp;d=2">e</a>', '<https://a.example/b?c=1&amp;d=2|e>'],
  ['a bold link', '<b><a href="https://a.example/b">e</a></b>', '*<https://a.example/b|e>*'],
  ['a link that is its text', '<a href="https://a.example/">a.example</a>', '<https://a.example/>'],
  [
    'a link whose text was shortened',
    '<a href="https://a.example/b/cde">a.example/b/c…</a>',
    '<https://a.example/b/cde|a.example/b/c…>',
  ],
  ['an address in the text', 'see https://a.example/b_c_d, or', 'see <https://a.example/b_c_d>, or'],
  ['an image', '<img src="https://a.example/b.png" alt="c">', '<https://a.example/b.png|c>'],
])('writes %s', (_, html, expected) => {
  expect(mrkdwn(html)).toBe(expected);
});

test.each([
  ['a broadcast', '<!channel> <!here>', '&lt;!channel&gt; &lt;!here&gt;'],
  ['a broadcast, escaped already', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
  ['a user', '<@U123>', `&lt;@${APART}U123&gt;`],
  [
    'a link of its own',
    '<https://evil.example|https://good.example>',
    '&lt;https://evil.example|https://good.example&gt;',
  ],
  ['plain mentions', '@here @channel @everyone @ann', `@${APART}here @${APART}channel @${APART}everyone @${APART}ann`],
  ['signs of emphasis', '*a* _b_ ~c~ `d`', '∗a∗ ˍbˍ ∼c∼ ˋdˋ'],
  ['signs of emphasis in a row', '__a__ **b** ```c```', 'ˍˍaˍˍ ∗∗b∗∗ ˋˋˋcˋˋˋ'],
  ['a quote at a line’s start', '> a', `${APART}&gt; a`],
  ['text that runs backwards', 'a \u202egnp.exe', 'a gnp.exe'],
])('%s in plain text has no effect', (_, text, expected) => {
  expect(writeMrkdwn(textMarkup(text))).toBe(expected);
});

test.each([
  ['<b>bold*star</b>', '*bold∗star*'],
  ['<i>a_b</i> <del>c~d</del>', '_aˍb_ ~c∼d~'],
  ['<h2>a*b</h2>', '*a∗b*'],
  ['<b><a href="https://a.example/b">c*d</a></b>', '*<https://a.example/b|c∗d>*'],
])('no sign within emphasis ends it: %s', (html, expected) => {
  expect(mrkdwn(html)).toBe(expected);
});

test.each([
  ['Vms::Camera: no signal', `Vms::${APART}Camera: no signal`],
  [':white_check_mark: :+1: :flag-de:', `:${APART}white_check_mark: :${APART}+1: :${APART}flag-de:`],
  ['a::b::c', `a::${APART}b::c`],
  [':a:b:', `:${APART}a:${APART}b:`],
  [':größe: :承知: :체크: :O\u2019K:', `:${APART}größe: :${APART}承知: :${APART}체크: :${APART}O\u2019K:`],
  ['1:100:2', `1:${APART}100:2`],
])('an emoji code stays text: %s', (text, expected) => {
  expect(writeMrkdwn(textMarkup(text))).toBe(expected);
});

test.each([
  [':<u>tada</u>:', `:${APART}tada:`],
  [':ta<sub>da</sub>:', `:${APART}tada:`],
  [':<b>tada</b>:', `:${APART}*tada*${APART}:`],
  ['<a href="https://a.example/">:tada:</a>', `<https://a.example/|:${APART}tada:>`],
  ['<b>:tada:</b>', `*:${APART}tada:*`],
  [':ta\u202eda:', `:${APART}tada:`],
])('an emoji code over several elements stays text: %s', (html, expected) => {
  expect(mrkdwn(html)).toBe(expected);
});

test.each(['10:30:45', 'at 23:59:59.', 'note: this: that', 'https: //', '::1', 'a: b:c', ':-) :('])(
  '%s is no code and stays as it is',
  (text) => {
    expect(writeMrkdwn(textMarkup(text))).toBe(text);
  },
);

test('signs within words stay as they are', () => {
  expect(writeMrkdwn(textMarkup('snake_case 2*3 a@b.example'))).toBe('snake_case 2*3 a@b.example');
});

test('a mention escaped as entities is text once the HTML is read, and is escaped again', () => {
  expect(mrkdwn('<p>&lt;!channel&gt; &amp;lt;!here&amp;gt;</p>')).toBe('&lt;!channel&gt; &amp;lt;!here&amp;gt;');
});

test('backticks within code do not end it', () => {
  expect(mrkdwn('<pre>a```<!channel></pre>')).toBe('```\naˋˋˋ\n```');
  expect(mrkdwn('<code>a` &lt;!channel&gt; @here</code>')).toBe(`\`aˋ &lt;!channel&gt; @${APART}here\``);
});

test.each([
  ['another host', 'https://good.example', 'https://evil.example/'],
  ['another host, among words', 'go to good.example now', 'https://evil.example/'],
  ['another host that ends alike', 'good.example', 'https://notgood.example/'],
  ['a host of which it is the user', 'good.example', 'https://good.example.evil.example/'],
  ['another page', 'https://good.example/a', 'https://good.example/b'],
  ['a host in other letters', 'gооd.example', 'https://good.example/'],
  ['a host in wide letters', 'ｇｏｏｄ．ｅｘａｍｐｌｅ', 'https://evil.example/'],
  ['a host with nothing in between', 'good\u200b.example', 'https://evil.example/'],
  ['numbers', '192.0.2.1', 'https://evil.example/'],
  ['another mailbox’s host', 'ann@good.example', 'mailto:ann@evil.example'],
])('a link that says it is %s shows its true target', (_, text, href) => {
  expect(mrkdwn(`<a href="${href}">${text}</a>`).endsWith(` (<${href}>)`)).toBe(true);
});

test.each([
  ['no address', 'the announcement', 'https://a.example/x'],
  ['its host', 'a.example', 'https://www.a.example/x'],
  ['the host above it', 'a.example', 'https://blog.a.example/x'],
  ['the beginning of it', 'https://a.example/x', 'https://a.example/x/y'],
  ['a number with dots', 'version 1.2.3', 'https://a.example/x'],
])('a link that says %s is one', (_, text, href) => {
  expect(mrkdwn(`<a href="${href}">${text}</a>`)).toBe(`<${href}|${text}>`);
});

test('a link’s address cannot end it', () => {
  expect(mrkdwn('<a href="https://a.example/#x|y&gt;&lt;!here">z</a>')).toBe('<https://a.example/#x%7Cy%3E%3C!here|z>');
});

test('any input gives angle brackets of web and mail links alone', () => {
  const parts = [
    '<!channel>',
    '&lt;',
    '<@U1>',
    '<b>',
    '</b>',
    '<a href="https://a.example/|<!here>">',
    '</a>',
    '|',
    '>',
    '*',
    '`',
    '@here',
    '\n',
    '<br>',
    'https://x.example/',
  ];
  assert(
    property(array(oneof(constantFrom(...parts), string()), { maxLength: 12 }), (written) => {
      for (const markup of [parseMarkup(written.join(''), null), textMarkup(written.join(''))]) {
        const slack = writeMrkdwn(markup);
        const rest = slack.replaceAll(/<(?:https?:\/\/|mailto:)[^<>|\s]*(?:\|[^<>]*)?>/g, '').replaceAll(/^> /gm, '');
        expect(rest).not.toMatch(/[<>]/);
        expect(slack).not.toMatch(/(?<![\w/.+-])@(?:here|channel|everyone)/i);
      }
    }),
    { numRuns: 500 },
  );
});
