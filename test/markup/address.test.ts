import { expect, test } from 'vitest';
import { isDeceptiveLink } from '../../worker/markup/text/address.ts';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { writeText } from '../../worker/markup/write/plain-text.ts';
import { shown } from './shown.ts';

function linked(text: string, href: string) {
  return parseMarkup(`<a href="${href}">${text}</a>`, null);
}

test.each([
  ['https://ru.wikipedia.org/wiki/Москва', 'https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0'],
  ['ru.wikipedia.org/wiki/МОСКВА', 'https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0'],
  ['https://de.wikipedia.org/wiki/Ärger', 'https://de.wikipedia.org/wiki/%C3%84rger'],
  ['https://de.wikipedia.org/wiki/A\u0308rger', 'https://de.wikipedia.org/wiki/%C3%84rger'],
  ['https://a.example/A', 'https://a.example/%41'],
  ['https://a.example/%41', 'https://a.example/A'],
  ['https://a.example/100%&amp;x=Ä', 'https://a.example/100%&amp;x=%C3%84'],
  ['https://a.example?x=1', 'https://a.example/?x=1'],
  ['https://ja.wikipedia.org/wiki/東京', 'https://ja.wikipedia.org/wiki/%E6%9D%B1%E4%BA%AC'],
])('%s is the address %s, and is shown once', (text, href) => {
  const [said, target] = [text.replace('&amp;', '&'), href.replace('&amp;', '&')];
  expect(isDeceptiveLink(said, target)).toBe(false);
  expect(shown(linked(text, href))).toBe(`<${target}>`);
  expect(writeText(linked(text, href))).toBe(said);
});

test('a host in other letters is compared as addresses have it, and shown so', () => {
  const href = 'https://xn--mller-kva.example/';
  expect(shown(linked('https://müller.example/', href))).toBe(`<${href}>`);
  expect(writeText(linked('https://müller.example/', href))).toBe(href);
});

const MOSCOW = 'https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0';

test.each([
  ['https://ru.wikipedia.org/wiki/Моск…', MOSCOW],
  ['https://ru.wikipedia.org/wiki/%D0%9C%D0%BE%D1…', MOSCOW],
  ['https://ru.wikipedia.org/wiki/%D0%9C%D…', MOSCOW],
  ['https://ru.wikipedia.org/wiki/%D0%9C ... B2%D0%B0', MOSCOW],
  ['https://a.example/long/pa ... ge-5.html', 'https://a.example/long/path/to/page-5.html'],
  ['https://a.example/long/pa … ge-5.html', 'https://a.example/long/path/to/page-5.html'],
])('a link that says %s, shortened of %s, is one', (text, href) => {
  expect(shown(linked(text, href))).toBe(`<${href}|${text}>`);
});

test.each([
  ['https://good.example/pa ... ge.html', 'https://evil.example/page.html'],
  ['https://good.example/pa ... good.html', 'https://good.example/page.html'],
  ['https://ru.wikipedia.org/wiki/%D0%A0…', MOSCOW],
  ['https://ru.wikipedia.org/wiki/Москва', 'https://ru.wikipedia.org/wiki/%D0%A0%D0%B8%D0%B3%D0%B0'],
  ['看https://good.example', 'https://evil.example/'],
  ['see:https://good.example', 'https://evil.example/'],
  ['https://good.example。', 'https://evil.example/'],
  ['“good.example”', 'https://evil.example/'],
  ['https://good.example/Ä', 'https://evil.example/%C3%84'],
  ['gооd.example', 'https://good.example/'],
])('a link that says %s and leads to %s says where it leads', (text, href) => {
  expect(shown(linked(text, href)).endsWith(` (<${href}>)`)).toBe(true);
  expect(writeText(linked(text, href))).toBe(`${text} (${href})`);
});

test.each([
  ['https://good.example@evil.example/', 'https://evil.example/'],
  ['ann@good.example', 'mailto:eve@good.example'],
])('plain text of %s with a link to %s shows the address', (text, href) => {
  expect(writeText(linked(text, href))).toContain(href);
});
