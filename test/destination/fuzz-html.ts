import * as fc from 'fast-check';

/** Pieces that mean something to some chat, to be put where they do not belong. */
const TOKENS = [
  ['a', ' ', '  ', '\n', '\t', '\u00A0', 'word', '1', '.', ',', '，', '"', "'", '^', '{', '}', '%', '/', ';', '?', '='],
  ['<', '>', '|', '!', '@', ':', '#', '~', '*', '**', '_', '__', '~~', '`', '``', '```', '$', '$$', '\\', '||', '&'],
  [
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '# ',
    '## ',
    '- ',
    '-# ',
    '+ ',
    '1. ',
    '> ',
    '>>> ',
    '===',
    '---',
    '```quote',
    '~~~',
  ],
  ['here', 'all', 'everyone', 'channel', 'room', 'Ada', 'tada', 'Earshot', '://', 'https:', '//evil.example/'],
  [
    'https://evil.example/',
    'https://good.example',
    'evil.example',
    'evil.com',
    'www.evil.com',
    '.com',
    'a@evil.example',
  ],
  ['<!channel>', '<@U123>', '<at>', '</at>', '<users/all>', '@**all**', '#**general**', '~town-square', '#hash'],
  [
    '<t:1700000000:R>',
    '<time:2026-01-01>',
    '/start',
    '$TICKER',
    'tg:',
    '//user?id=1',
    'javascript:alert(1)',
    'mailto:',
  ],
  ['{{', 'DATE(2026-11-26T00:00:00Z,SHORT)', '}}', '[微笑]', '.gg/abc', 'discord', 'matrix', '.to/#/@ada:example.org'],
  [
    '@ada:example.org',
    '[x]: https://evil.example',
    '4111111111111111',
    '&lt;',
    'amp;',
    '#60;',
    '＠everyone',
    '＜!channel＞',
  ],
  ['\u202E', '\u2066', '\u200B', '\u200D', '\u2060', '\u00AD', '\uFEFF', '\uFE0F', '\u0301', '\u{E0041}', '\u2028'],
  ['\u061C', '\u200E', '\u007F', '\u0085', '\u009B', '\uD800', 'e\u0301', '👩‍👩‍👧‍👦', '中国', 'مرحبا'],
].flat();

const URLS = [
  'https://evil.example/',
  'https://evil.example/a)b|c>d"e',
  'https://good.example@evil.example/',
  'https://evil.example/?a=1&amp;lt;&b=$$*x*_y_',
  'https://evil.example/@here/*a*~b~`c`',
  'https://evil.example/[x](y)',
  'https://evil.example/:tada:!',
  'https://evil.example/\\x y',
  'https://evil.example/中国',
  'https://matrix.to/#/@ada:example.org',
  'mailto:a@evil.example?subject=x%0D%0ABcc:b',
  'javascript:alert(1)',
  'tg://user?id=1',
  '//evil.example/x',
];

const words = fc.array(fc.constantFrom(...TOKENS), { maxLength: 6 }).map((tokens) => escaped(tokens.join('')));
const url = fc.constantFrom(...URLS).map(escaped);

/** HTML of a comment: attacks spread over any elements. */
export const hostileHtml = fc.letrec<{ inline: string; inlines: string; block: string; blocks: string }>((tie) => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc
      .tuple(fc.constantFrom('b', 'i', 'u', 's', 'sub', 'em', 'code', 'q', 'span'), tie('inlines'))
      .map(([name, inside]) => element(name, inside)),
    fc.tuple(url, tie('inlines')).map(([href, inside]) => `<a href="${href}">${inside}</a>`),
    fc.tuple(url, words).map(([src, alt]) => `<img src="${src}" alt="${alt}">`),
    fc.constant('<br>'),
  ),
  inlines: fc.array(tie('inline'), { maxLength: 5 }).map((parts) => parts.join('')),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('inlines'),
    fc.tuple(fc.constantFrom('p', 'h1', 'h3', 'td'), tie('inlines')).map(([name, inside]) => element(name, inside)),
    words.map((code) => element('pre', code)),
    fc.constant('<hr>'),
    tie('blocks').map((inside) => element('blockquote', inside)),
    fc
      .tuple(fc.constantFrom('ul', 'ol', 'ol start="7"'), fc.array(tie('blocks'), { maxLength: 3 }))
      .map(([name, items]) => element(name, items.map((item) => element('li', item)).join(''))),
  ),
  blocks: fc.array(tie('block'), { maxLength: 4 }).map((parts) => parts.join('')),
})).blocks;

/** A name, a title or another text of one line: as hostile as that. */
export const hostileWords = fc
  .array(fc.constantFrom(...TOKENS, ...URLS), { maxLength: 8 })
  .map((parts) => parts.join(''));

function element(start: string, inside: string): string {
  return `<${start}>${inside}</${start.split(' ')[0]}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
