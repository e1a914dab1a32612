import { expect, test } from 'vitest';
import { parseMarkup, textMarkup } from '../../worker/markup/read/parse.ts';
import { shown } from './shown.ts';

const APART = '\u200b';

function rows(html: string): string {
  return shown(parseMarkup(html, null));
}

test.each([
  ['a link', '<a href="https://a.example/b?c=1&amp;d=2">e</a>', '<https://a.example/b?c=1&d=2|e>'],
  ['a link that is its text', '<a href="https://a.example/">a.example</a>', '<https://a.example/>'],
  [
    'a link whose text was shortened',
    '<a href="https://a.example/b/cde">a.example/b/c…</a>',
    '<https://a.example/b/cde|a.example/b/c…>',
  ],
  ['an address in the text', 'see https://a.example/b_c_d, or', 'see <https://a.example/b_c_d>, or'],
  ['an address with a user before its host', 'https://good.example@evil.example/x', '<https://evil.example/x>'],
  ['an address whose host looks like another', 'https://раура.example/', '<https://xn--80aa0cbo.example/>'],
  ['an image', '<img src="https://a.example/b.png" alt="c">', '<https://a.example/b.png|c>'],
])('show %s', (_, html, expected) => {
  expect(rows(html)).toBe(expected);
});

test.each([
  ['Vms::Camera: no signal', `Vms::${APART}Camera: no signal`],
  [':white_check_mark: :+1: :flag-de:', `:${APART}white_check_mark: :${APART}+1: :${APART}flag-de:`],
  ['a::b::c', `a::${APART}b::c`],
  [':a:b:', `:${APART}a:${APART}b:`],
  [':größe: :承知: :체크: :O\u2019K:', `:${APART}größe: :${APART}承知: :${APART}체크: :${APART}O\u2019K:`],
  ['1:100:2', `1:${APART}100:2`],
])('an emoji code stays text: %s', (text, expected) => {
  expect(shown(textMarkup(text))).toBe(expected);
});

test.each([
  [':<u>tada</u>:', `:${APART}tada:`],
  ['<b>:</b>ta<i>da</i><a href="https://a.example/">:</a>', `:${APART}tada<https://a.example/|:>`],
  [':<code>tada</code>:', `:${APART}tada:`],
  [':ta<sub>da</sub>:', `:${APART}tada:`],
  ['<a href="https://a.example/">:tada:</a>', `<https://a.example/|:${APART}tada:>`],
  ['<b>:tada:</b>', `:${APART}tada:`],
  [':ta\u202eda:', `:${APART}tada:`],
])('an emoji code stays text, whatever elements it is spread over: %s', (html, expected) => {
  expect(rows(html)).toBe(expected);
});

test.each(['10:30:45', 'at 23:59:59.', 'note: this: that', 'https: //', '::1', 'a: b:c', ':-) :('])(
  '%s is no code and stays as it is',
  (text) => {
    expect(shown(textMarkup(text))).toBe(text);
  },
);

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
  expect(rows(`<a href="${href}">${text}</a>`).endsWith(` (<${href}>)`)).toBe(true);
});

test.each([
  ['no address', 'the announcement', 'https://a.example/x'],
  ['its host', 'a.example', 'https://www.a.example/x'],
  ['the host above it', 'a.example', 'https://blog.a.example/x'],
  ['the beginning of it', 'https://a.example/x', 'https://a.example/x/y'],
  ['a number with dots', 'version 1.2.3', 'https://a.example/x'],
])('a link that says %s is one', (_, text, href) => {
  expect(rows(`<a href="${href}">${text}</a>`)).toBe(`<${href}|${text}>`);
});
