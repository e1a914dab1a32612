import { expect, test } from 'vitest';
import { bareAddresses } from '../../worker/markup/text/bare-address.ts';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { shown } from './shown.ts';

function found(text: string): readonly string[] {
  return bareAddresses(text).map(({ start, end }) => text.slice(start, end));
}

const A = 'https://a.example/b';

test.each('。，、）」』】》〉！？；：《「（“”„«»’—–…·،؛؟।॥։׃・〜～'.split(''))('an address ends before %s', (mark) => {
  expect(found(`${A}${mark}`)).toEqual([A]);
  expect(found(`${A}${mark}c ${A}${mark}${A}`)).toEqual([A, A, A]);
});

test.each(['\u200b', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u0007'])(
  'an address ends before %j',
  (format) => {
    expect(found(`${A}${format} ${A}${format}c`)).toEqual([A, A]);
  },
);

test.each([
  ['Chinese', `看${A}吧`],
  ['Chinese, at the start', `${A}这个很好`],
  ['Japanese', `詳しくは${A}を見てください`],
  ['Thai', `ดู${A}นะครับ`],
  ['Lao', `ເບິ່ງ${A}ເດີ້`],
  ['Khmer', `មើល${A}នេះ`],
  ['Burmese', `ကြည့်${A}ပါ`],
  ['Korean particles', `${A}에서 봤어요`],
  ['an emoji', `${A}👍🏽 ${A}👩‍💻`],
])('letters glued on are not part of the address: %s', (_, text) => {
  expect(new Set(found(text))).toEqual(new Set([A]));
});

test.each([
  ['看https://github.com是好的', ['https://github.com']],
  ['詳しくはhttps://a.example/を参照', ['https://a.example/']],
  ['https://a.example/を参照', ['https://a.example/']],
  ['看https://a.example:8080这个', ['https://a.example:8080']],
  ['https://a.example/b(中文)', [A]],
  ['https://例え.jpを見て', ['https://例え.jp']],
  ['https://a.example/b,这个', [A]],
])('in %s the host or the slash ends it', (text, addresses) => {
  expect(found(text)).toEqual(addresses);
});

test.each([
  `看${A}和https://c.example/d吧`,
  `${A}和https://c.example/d`,
  `${A}，https://c.example/d`,
  `${A}และhttps://c.example/d`,
  `[x](${A})[y](https://c.example/d)`,
])('two addresses glued by text are two: %s', (text) => {
  expect(found(text)).toEqual([A, 'https://c.example/d']);
});

test.each([',', ';', '.', '!', '', '_', '-', 'é', ')'])('two addresses with %j between them are two', (between) => {
  const first = between === '' || '_-é'.includes(between) ? A + between : A;
  expect(found(`${A}${between}https://c.example/d`)).toEqual([first, 'https://c.example/d']);
  expect(found(`${A}?q=1#e${between}HTTP://c.example ${A}`)).toEqual([
    first.replace(A, `${A}?q=1#e`),
    'HTTP://c.example',
    A,
  ]);
});

test.each([
  ['https://a.examplehttps://c.example', ['https://a.example', 'https://c.example']],
  ['https://a.example:8080https://c.example', ['https://a.example:8080', 'https://c.example']],
  ['https://a.example,https://c.example', ['https://a.example', 'https://c.example']],
  ['https://https://a.example/b', [A]],
])('%s: a host ends before another address', (text, addresses) => {
  expect(found(text)).toEqual(addresses);
});

test.each([
  'https://web.archive.org/web/2020/https://a.example/',
  'https://a.example/?https://c.example/d',
  'https://a.example/#https://c.example/d',
  'https://a.example/?x=1&https://c.example/d',
  'https://a.example/?q=cache:https://c.example/d',
  'https://a.example/?u%3Dhttps://c.example/d',
  'https://a.example/https',
  'https://a.example/xhttps:/c',
])('an address in the path or query of another is part of it: %s', (address) => {
  expect(found(address)).toEqual([address]);
});

test('to part addresses that are glued together, over and over, takes no more than a second', () => {
  for (const part of ['https://a', 'https://a.example/b,', 'https://a/=', 'https://a =']) {
    const text = part.repeat(Math.floor(262_144 / part.length));
    expect(cpuMilliseconds(() => bareAddresses(text))).toBeLessThan(1_000);
  }
});

test.each([
  'https://en.wikipedia.org/wiki/Terminator_(franchise)',
  'https://x.example/a_(b_(c))?d=[e]&f={g}',
  'https://ru.wikipedia.org/wiki/Москва',
  'https://ru.wikipedia.org/wiki/Москва_(город)',
  'https://de.wikipedia.org/wiki/Ärger',
  'https://he.wikipedia.org/wiki/ירושלים',
  'https://ar.wikipedia.org/wiki/القاهرة',
  'https://hi.wikipedia.org/wiki/दिल्ली',
  'https://fa.wikipedia.org/wiki/می\u200cخواهم',
  'https://ja.wikipedia.org/wiki/東京',
  'https://ja.wikipedia.org/wiki/東京2020年',
  'https://zh.wikipedia.org/wiki/C语言',
  'https://zh.wikipedia.org/wiki/Category:历史',
  'https://ja.wikipedia.org/wiki/ターミネーター_(映画)',
  'https://th.wikipedia.org/wiki/กรุงเทพมหานคร',
  'https://ko.wikipedia.org/wiki/서울',
  'https://a.example/搜索?q=北京&x=1',
  'https://a.example/文档.html',
  'https://emojipedia.org/search/👍',
  'https://例え.jp/テスト',
  'https://пример.рф/путь',
  'https://a.example/b_',
  'https://a.example/~ann/c~',
  'https://a.example/d*',
  'https://a.example/_e/f_',
  'https://a.example/?utm_source=x&a=b/c;d=e:f@g!h$i+j%20k',
  'https://web.archive.org/web/2020/https://a.example/',
  'http://[::1]:80/a',
  'https://a.example/#:~:text=b',
])('all of %s is the address', (address) => {
  expect(found(address)).toEqual([address]);
  expect(found(`see ${address}, (${address}) and ${address}.`)).toEqual([address, address, address]);
});

test.each([
  `(${A})`,
  `(see ${A}).`,
  `_${A}_`,
  `**${A}**`,
  `~${A}~`,
  `*see ${A}*`,
  `'${A}'`,
  `"${A}"`,
  `\`${A}\``,
  `${A}...`,
  `${A}?!`,
  `[${A}]: {${A}}`,
])('marks of the sentence are not part of the address: %s', (text) => {
  expect(new Set(found(text))).toEqual(new Set([A]));
});

test('emphasis that was closed, or opened on another line, takes nothing of an address', () => {
  expect(found('*bold* https://a.example/b*')).toEqual(['https://a.example/b*']);
  expect(found('*open\nhttps://a.example/b*')).toEqual(['https://a.example/b*']);
  expect(found('https://a.example/_x/ https://a.example/b_')).toEqual([
    'https://a.example/_x/',
    'https://a.example/b_',
  ]);
});

test('a scheme alone is no address', () => {
  expect(found('https:// https://。 <https://a.example/> x|https://a.example/')).toEqual([]);
});

test('in rows the address is a link, and the text goes on', () => {
  expect(shown(textMarkup(`看${A}，${A}和${A}_。`))).toBe(`看<${A}>，<${A}>和<${A}_>。`);
  expect(shown(parseMarkup('see https://a.ex<sub>ample</sub>/b।', null))).toBe('see <https://a.example/b>।');
});
