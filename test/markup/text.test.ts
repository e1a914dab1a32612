import { expect, test } from 'vitest';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';

test.each([
  ['paragraphs', '<p>a</p><p>b<br>c</p>', 'a\n\nb\nc'],
  [
    'lists',
    '<ul><li>a<li>b<ul><li>c</ul></ul><ol start=9><li>d<li><p>e</p><p>f</p></ol>',
    '- a\n- b\n  - c\n\n9. d\n10. e\n    f',
  ],
  ['quotes', '<blockquote><p>a</p><blockquote>b</blockquote></blockquote>c', '> a\n>\n> > b\n\nc'],
  ['code', '<pre>a\n  b</pre>x <code>y</code>', 'a\n  b\n\nx y'],
  ['links', '<a href="https://a.example/b">c</a>.', 'c (https://a.example/b).'],
  [
    'links that are their text',
    '<a href="https://a.example/">a.example</a> <a href="mailto:b@c.example">b@c.example</a>',
    'a.example b@c.example',
  ],
  ['links around space', 'a<a href="https://a.example/b"> b </a>c', 'a b (https://a.example/b) c'],
  ['links in parts', '<a href="https://a.example/b">c <b>d</b></a>', 'c d (https://a.example/b)'],
  [
    'images',
    '<img src="https://a.example/b.png" alt="A cat"> <img src="https://a.example/c.png">',
    'A cat (https://a.example/b.png) https://a.example/c.png',
  ],
  ['no-break spaces', 'a&nbsp;b<br>', 'a b'],
  ['quotation marks and rules', '<q>a</q><hr>b', '“a”\n\n---\n\nb'],
])('%s read well', (_, html, expected) => {
  expect(writeText(parseMarkup(html, null))).toBe(expected);
});

const IMAGE = '<img src="https://a.example/i.png">';
const LINK = '<a href="https://a.example/b">https://a.example/b</a>';
const NAMED = '<a href="https://a.example/b">B</a>';

test.each([
  [`${IMAGE}${IMAGE}`, 'https://a.example/i.png https://a.example/i.png'],
  [`<a href="https://a.example/1">${IMAGE}</a><a href="/2">${IMAGE}</a>`, 'https://a.example/1 https://x.example/2'],
  [`${IMAGE}Look`, 'https://a.example/i.png Look'],
  [`Look${IMAGE}`, 'Look https://a.example/i.png'],
  [`<b>Look</b>${LINK}<i>here</i>`, 'Look https://a.example/b here'],
  [`看${LINK}吧`, '看 https://a.example/b 吧'],
  [`看「${LINK}」。`, '看「https://a.example/b」。'],
  [`${LINK}${NAMED}`, 'https://a.example/b B (https://a.example/b)'],
  [`${NAMED}${NAMED}`, 'B (https://a.example/b) B (https://a.example/b)'],
  [`${NAMED}ooks`, 'B (https://a.example/b) ooks'],
  [`a-${NAMED}.`, 'a-B (https://a.example/b).'],
  [`(${LINK}), “${LINK}”!`, '(https://a.example/b), “https://a.example/b”!'],
  [`${LINK}.html`, 'https://a.example/b .html'],
  [`${LINK}...`, 'https://a.example/b...'],
  [`${LINK} , ${LINK}<br>${LINK}`, 'https://a.example/b , https://a.example/b\nhttps://a.example/b'],
  [`${LINK}، ${LINK}؟`, 'https://a.example/b، https://a.example/b؟'],
  [`${LINK}। ${LINK}።`, 'https://a.example/b। https://a.example/b።'],
  [`《${LINK}》【${LINK}】—${LINK}—`, '《https://a.example/b》【https://a.example/b】—https://a.example/b—'],
  [`“${LINK}“，${LINK}。${LINK}`, '“https://a.example/b“，https://a.example/b。https://a.example/b'],
  [`a&#8203;${LINK}&#8203;b`, 'a\u200bhttps://a.example/b\u200bb'],
  [`👍${LINK}👍`, '👍 https://a.example/b 👍'],
])('an address is separated from its neighbours: %s', (html, expected) => {
  expect(writeText(parseMarkup(`<p>${html}</p>`, 'https://x.example/'))).toBe(expected);
});
