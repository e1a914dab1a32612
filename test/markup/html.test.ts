import { expect, test } from 'vitest';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';

const BASE = 'https://blog.example/2024/post/';

function safe(html: string): string {
  return writeHtml(parseMarkup(html, BASE));
}

const REL = 'rel="nofollow noopener ugc"';

test.each([
  ['text alone', 'a &amp; b &lt;c&gt;', '<p>a &amp; b &lt;c&gt;</p>'],
  ['emphasis as it was named', '<p>a <b>b <i>c</i></b> <em>d</em></p>', '<p>a <b>b <i>c</i></b> <em>d</em></p>'],
  ['emphasis over paragraphs', '<b>a<p>b</p>c</b>', '<p><b>a</b></p><p><b>b</b></p><p><b>c</b></p>'],
  ['emphasis of one sense once', '<b><strong>a</strong></b>', '<p><b>a</b></p>'],
  ['white space as browsers show it', '<p>  a\n  b </p>\n\n<p> c</p>', '<p>a b</p><p>c</p>'],
  ['two breaks as paragraphs', 'a<br>b<br /><br>c<br>', '<p>a<br>b</p><p>c</p>'],
  [
    'lists within lists',
    '<ul><li>a<ol start="4"><li>b</ol><li>c</ul>',
    '<ul><li>a<ol start="4"><li>b</li></ol></li><li>c</li></ul>',
  ],
  ['items without a list as paragraphs', '<li>a<li>b', '<p>a</p><p>b</p>'],
  [
    'quotes',
    '<blockquote>a<blockquote>b</blockquote></blockquote>',
    '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>',
  ],
  ['code with its lines', '<pre><code>\na &lt; b\n\tc</code></pre>', '<pre>a &lt; b\n\tc</pre>'],
  ['headings and rules', '<h2>a</h2><hr>', '<h2>a</h2><hr>'],
  ['tables as lines', '<table><tr><th>a<td>b</tr><tr><td>c</table>', '<p>a | b</p><p>c</p>'],
  [
    'a link, absolute',
    '<a href="../x?a=1&amp;b=2" onclick="x()">a</a>',
    `<p><a href="https://blog.example/2024/x?a=1&amp;b=2" ${REL}>a</a></p>`,
  ],
  [
    'a link over an image',
    '<a href="/p"><img src="i.png" alt="A"></a>',
    `<p><a href="https://blog.example/p" ${REL}><img src="https://blog.example/2024/post/i.png" alt="A"></a></p>`,
  ],
  [
    'a link without its user, who looks like a host',
    '<a href="https://good.example@evil.example/">a</a>',
    `<p><a href="https://evil.example/" ${REL}>a</a></p>`,
  ],
  ['mail', '<a href="mailto:a@b.example">a</a>', `<p><a href="mailto:a@b.example" ${REL}>a</a></p>`],
  ['emoji that blogs draw, as text', 'a <img class="wp-smiley" src="/s.png" alt="🙂" width="1">', '<p>a 🙂</p>'],
  ['a character that is written by its halves', 'a &#xD83D;&#xDE00;<br>&#xDE00;&#xD83D;', '<p>a 😀<br>��</p>'],
  ['what follows an unclosed drawing', '<svg onload=a>after<p>p', '<p>after</p><p>p</p>'],
  ['what follows a closed and an unclosed one', '<svg>a</svg>b<svg><text>c</text>', '<p>bc</p>'],
  ['what follows an unclosed object', '<p>a<object data=x><video src=y>b</p><p>c</p>', '<p>a</p><p>b</p><p>c</p>'],
  [
    'what stands in for a video',
    'a<video src=v.mp4><source src=v.mp4>See <a href="v.mp4">it</a></video>b<object data=x><param name=y></object>',
    `<p>a</p><p>See <a href="https://blog.example/2024/post/v.mp4" ${REL}>it</a></p><p>b</p>`,
  ],
  ['what follows an unclosed form', 'a<form action=x>b<select><option>c', '<p>abc</p>'],
  ['no empty blocks', '<p>&nbsp;</p><ul><li></li></ul><blockquote> </blockquote><p>a</p>', '<p>a</p>'],
])('keeps %s', (_, html, expected) => {
  expect(safe(html)).toBe(expected);
});

test.each([
  ['scripts', 'a<script>alert(1)</script>'],
  ['unclosed scripts', 'a<script>alert(1)'],
  ['styles', 'a<style>b{}</style>'],
  ['frames', 'a<iframe src="https://x.example">b</iframe>'],
  ['drawings within drawings', 'a<canvas><canvas>b</canvas>c</canvas>'],
  ['forms and what is in them', 'a<form action="/x"><p>Password</p><input name="b"><button>Go</button></form>'],
  ['drawings', 'a<svg><text>b</text><foreignObject><p>c</p></foreignObject></svg>'],
  ['handlers', '<p onclick="x()" style="color:red">a</p>'],
  ['comments', 'a<!-- b --><!--[if IE]>c<![endif]-->'],
  ['images that count', 'a<img src="https://t.example/1.gif" width="1" height="1">'],
  ['images that count, by style', 'a<img src="https://t.example/1.gif" style="border:0; width:1px;height: 0">'],
  ['javascript', '<a href="javascript:alert(1)">a</a>'],
  ['javascript in disguise', '<a href=" java&#10;script:alert(1)">a</a>'],
  ['data', '<a href="data:text/html,b">a</a><img src="data:image/png;base64,b">'],
  ['control characters', '&#1;a\u0007'],
  ['half a character', 'a'],
])('leaves out %s', (_, html) => {
  expect(safe(html)).toBe('<p>a</p>');
});

test('a relative link without a base is its text alone', () => {
  expect(writeHtml(parseMarkup('<a href="/x">a</a> <a>b</a>', null))).toBe('<p>a b</p>');
});

test('plain text has paragraphs and lines, and its angle brackets mean nothing', () => {
  expect(writeHtml(textMarkup('a <b>\r\nc\n\n\nd'))).toBe('<p>a &lt;b&gt;<br>c</p><p>d</p>');
});

test('HTML without tags keeps its lines', () => {
  expect(safe('a &amp;\nb\n\nc')).toBe('<p>a &amp;<br>b</p><p>c</p>');
});

test('its own output, read again, is the same', () => {
  const html = safe(
    '<h1>a</h1><ul><li>b <a href="/c">c</a><blockquote>d</blockquote></ul><pre>\n\ne</pre><img src=f>g<br>h',
  );
  expect(safe(html)).toBe(html);
});
