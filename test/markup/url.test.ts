import { expect, test } from 'vitest';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { fittingUrl, LINK_LEFT_OUT } from '../../worker/markup/url.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { shown } from './shown.ts';

const LONG = 'a'.repeat(3_000);

function fitting(url: string, max: number) {
  return fittingUrl(url, null, (href) => href.length <= max);
}

test.each([
  ['what fits as it is', 'https://a.example/?utm_source=x&p=1#c5', 100, 'https://a.example/?utm_source=x&p=1#c5'],
  ['tracking', `https://a.example/b?p=1&utm_source=${LONG}&fbclid=${LONG}#c5`, 100, 'https://a.example/b?p=1#c5'],
  ['a text fragment', `https://a.example/b#:~:text=${LONG}`, 100, 'https://a.example/b'],
  [
    'letters that were escaped',
    `https://a.example/${encodeURI('東京'.repeat(30))}`,
    100,
    `https://a.example/${'東京'.repeat(30)}`,
  ],
  ['a redirect', `https://l.example/?u=https%3A%2F%2Fa.example%2Fb%3Fp%3D1&h=${LONG}`, 100, 'https://a.example/b?p=1'],
  [
    'a redirect to one that tracks',
    `https://l.example/?u=https%3A%2F%2Fa.example%2Fb%3Futm_id%3D${LONG}`,
    100,
    'https://a.example/b',
  ],
])('an address is shortened to what it opens: %s', (_, url, max, href) => {
  expect(fitting(url, max)).toEqual({ href });
});

test('an address that nothing shorter opens is too long, and an unsafe one is none', () => {
  expect(fitting(`https://a.example/${LONG}`, 100)).toBe('too long');
  expect(fitting(`https://a.example/?session=${LONG}`, 100)).toBe('too long');
  expect(fitting(`javascript:${LONG}`, 100)).toBeNull();
  expect(fitting(`https://l.example/?u=javascript:x&h=${LONG}`, 100)).toBe('too long');
  expect(fitting('/b', 100)).toBeNull();
});

test('no shorter address has another host’s name before it', () => {
  expect(fitting(`https://l.example/?u=https://good.example@evil.example/&h=${LONG}`, 100)).toEqual({
    href: 'https://evil.example/',
  });
});

test('a link that is too long everywhere is shortened, or its text says that it is left out', () => {
  const tracked = parseMarkup(`<a href="https://a.example/b?p=1&amp;utm_source=${LONG}">b</a>`, null);
  expect(writeHtml(tracked)).toContain('href="https://a.example/b?p=1"');
  const long = parseMarkup(`<p>see <a href="https://a.example/${LONG}">b <b>c</b></a>.</p>`, null);
  expect(writeText(long)).toBe(`see b c ${LINK_LEFT_OUT}.`);
  expect(shown(long)).toBe(`see b c ${LINK_LEFT_OUT}.`);
  expect(writeText(parseMarkup(`<a href="https://a.example/${LONG}"></a>`, null))).toBe(LINK_LEFT_OUT);
});

test('an address that is its own text is shown as it was shortened', () => {
  const tracked = `https://a.example/b?p=1&utm_source=${LONG}`;
  const link = parseMarkup(`see <a href="${tracked}">${tracked}</a> now`, null);
  expect(shown(link)).toBe('see <https://a.example/b?p=1> now');
  expect(writeText(link)).toBe('see https://a.example/b?p=1 now');
  expect(shown(textMarkup(`see ${tracked} now`))).toBe('see <https://a.example/b?p=1> now');
  const wiki = `https://a.example/wiki/${encodeURI('東京'.repeat(150))}`;
  expect(shown(textMarkup(wiki))).toBe(`<${decodeURI(wiki)}>`);
  const redirect = `https://good.example/?u=https%3A%2F%2Fevil.example%2F&h=${LONG}`;
  expect(shown(textMarkup(redirect))).toBe('<https://evil.example/>');
});

test('a bare address that is too long everywhere is left out with a note, and the text goes on', () => {
  expect(shown(textMarkup(`see https://a.example/${LONG}, now`))).toBe(`see ${LINK_LEFT_OUT}, now`);
});

test('an image whose address is too long leaves its words and a note', () => {
  expect(writeText(parseMarkup(`<img src="https://a.example/${LONG}" alt="A cat">`, null))).toBe(
    `A cat ${LINK_LEFT_OUT}`,
  );
  expect(writeText(parseMarkup(`a<img src="data:image/png;base64,${LONG}">`, null))).toBe('a');
});

test.each(['?u=https://a.example/', '&utm_x=', '%D0%9C', '%D0', '?u=https%3A%2F%2Fa.example%2F'])(
  'to shorten an address of %s, over and over, takes no more than a second',
  (part) => {
    const url = `https://a.example/${part.repeat(262_144 / part.length)}`;
    expect(cpuMilliseconds(() => fitting(url, 10))).toBeLessThan(1_000);
  },
);
