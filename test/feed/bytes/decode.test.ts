import { expect, test } from 'vitest';
import { decodeBytes } from '../../../worker/feed/bytes/decode.ts';

const unitsOf = (text: string): readonly number[] => Array.from(text, (char) => char.charCodeAt(0));
const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><t>`;
const bytes = (head: string, ...rest: readonly number[]): Uint8Array => Uint8Array.from([...unitsOf(head), ...rest]);

test.for([
  ['UTF-8 without a word', bytes('<t>', 0xc3, 0xa9), null, 'é'],
  ['the declared encoding', bytes(declared('windows-1251'), 0xcf, 0xf0), null, 'Пр'],
  ['a declared encoding of several bytes', bytes(declared('gb18030'), 0xd6, 0xd0), null, '中'],
  ['HTTP before the declaration', bytes(declared('utf-8'), 0xcf, 0xf0), 'text/xml; charset=windows-1251', 'Пр'],
  ['a quoted HTTP charset', bytes('<t>', 0xcf), 'application/xml; Charset="koi8-r"', 'о'],
  ['the next word where an encoding is unknown', bytes(declared('iso-8859-2'), 0xb1), 'text/xml; charset=x-none', 'ą'],
  ['UTF-8 where single bytes are declared', bytes(declared('iso-8859-1'), 0xe4, 0xb8, 0xad), null, '中'],
  ['UTF-8 where UTF-16 is declared', bytes(declared('utf-16'), 0xc3, 0xa9), null, 'é'],
  ['windows-1252 where UTF-8 is declared', bytes(declared('utf-8'), 0x63, 0xe9, 0x20), null, 'cé '],
  ['UTF-8 of which a byte is lost', bytes('<t>', 0xc3, 0xa9, 0xc3, 0xa9, 0xff), null, 'éé\ufffd'],
  [
    'GB 2312 of which half a character is lost',
    bytes(declared('gb2312'), 0xd6, 0xd0, 0xce, 0xc4, 0xd6, 0xd0, 0xce, 0xc4, 0xd6),
    null,
    '中文中文\ufffd',
  ],
  ['Greek of which a byte is none', bytes(declared('windows-1253'), 0xe1, 0xe2, 0xe3, 0xe4, 0xaa), null, 'αβγδ\ufffd'],
  ['UTF-8 where GB 2312 is declared', bytes(declared('gb2312'), 0xe4, 0xb8, 0xad, 0xe6, 0x96, 0x87), null, '中文'],
  ['GB 2312 that could be UTF-8 of two bytes', bytes(declared('gb2312'), 0xc3, 0xa9), null, '茅'],
  [
    'UTF-8 of which a byte is lost where single bytes are declared',
    bytes(declared('iso-8859-1'), 0xc3, 0xa9, 0xc3, 0xa9, 0xc3, 0xa9, 0xc3, 0xa9, 0xff),
    null,
    'éééé\ufffd',
  ],
  ['a name that WHATWG has not', bytes(declared('cp949'), 0xc7, 0xd1), null, '한'],
  ['Windows by a shorter name', bytes(declared('win-1251'), 0xcf), null, 'П'],
  ['a declaration without quotes', bytes('<?xml version=1.0 encoding=koi8-r?><t>', 0xcf), null, 'о'],
  ['an HTTP charset without a semicolon', bytes('<t>', 0xcf), 'text/xml charset=koi8-r', 'о'],
  ['C1 controls as windows-1252', bytes('<t>', 0xc2, 0x92), null, '’'],
  ['UTF-8 behind NULs', Uint8Array.from([0, 0, 0, ...bytes('<t>', 0xc3, 0xa9)]), null, 'é'],
  ['nothing of control characters', bytes('<t>', 0, 1, 8, 0x61, 0x0b, 0x1f, 9, 0xef, 0xbf, 0xbe), null, 'a\t'],
] as const)('the bytes are read by %s', ([, body, contentType, expected]) => {
  expect(decodeBytes(body, contentType)).toMatch(new RegExp(`<t>${expected}$`));
});

test('UTF-32 is read with and without a byte order mark, and JSON in UTF-16 without', () => {
  const text = '<t>é中😀';
  const little = Array.from(text, (char) => char.codePointAt(0) ?? 0).flatMap((point) =>
    [0, 8, 16, 24].map((by) => (point >> by) & 0xff),
  );
  const big = little.map((_, at) => little[(at & ~3) + 3 - (at & 3)] ?? 0);
  for (const body of [little, big, [0xff, 0xfe, 0, 0, ...little], [0, 0, 0xfe, 0xff, ...big]]) {
    expect(decodeBytes(Uint8Array.from(body), 'text/xml; charset=koi8-r')).toBe(text);
  }
  expect(decodeBytes(Uint8Array.from([0x7b, 0, 0xe9, 0]), null)).toBe('{é');
});

test('a byte order mark is believed before all else, and is no part of the text', () => {
  const text = '<t>é中';
  const units = unitsOf(text);
  const little = [0xff, 0xfe, ...units.flatMap((unit) => [unit & 0xff, unit >> 8])];
  const big = [0xfe, 0xff, ...units.flatMap((unit) => [unit >> 8, unit & 0xff])];
  const utf8 = [0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)];
  for (const body of [little, big, utf8]) {
    expect(decodeBytes(Uint8Array.from(body), 'text/xml; charset=koi8-r')).toBe(text);
  }
  for (const body of [little, big]) expect(decodeBytes(Uint8Array.from(body.slice(2)), null)).toBe(text);
});
