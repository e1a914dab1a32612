import { expect, test } from 'vitest';
import { findComments } from '../../../worker/systems/comments.ts';
import { utf8Length } from '../../../worker/markup/text/utf8.ts';
import { entry, feedOf, html } from '../entries.ts';
import { comment } from './comment.ts';
import { cpuMilliseconds } from '../../support/cpu.ts';

test('absent facts are null, and what was not said is empty', () => {
  expect(comment({})).toEqual({
    id: 'a',
    url: null,
    title: null,
    author: { name: null, url: null, avatar: null },
    published: null,
    updated: null,
    language: null,
    text: '',
    html: '',
    truncated: false,
    inReplyTo: null,
    moderation: null,
    original: null,
    post: null,
  });
});

test('HTML is sanitised, against its own base, and is read as text as well', () => {
  const { html: safe, text } = comment({
    content: html('<p onclick=x>a <a href="b">c</a></p><script>d</script>', 'https://x.example/y/'),
  });
  expect(safe).toBe('<p>a <a href="https://x.example/y/b" rel="nofollow noopener ugc">c</a></p>');
  expect(text).toBe('a c (https://x.example/y/b)');
});

test('plain text is no HTML', () => {
  const { html: safe, text } = comment({ content: { type: 'text', value: 'a <b> c\n\nd', base: null } });
  expect(safe).toBe('<p>a &lt;b&gt; c</p><p>d</p>');
  expect(text).toBe('a <b> c\n\nd');
});

test('the summary is the text where there is no content', () => {
  expect(comment({ summary: html('<p>a</p>') }).text).toBe('a');
});

test('a comment of 64 KB is whole, one of more is cut at a word and says so', () => {
  const whole = comment({ content: html(`<p>${'é'.repeat((65_536 - 7) / 2)}</p>`) });
  expect(utf8Length(whole.html)).toBe(65_535);
  expect(whole.truncated).toBe(false);
  const long = comment({ content: html(`<p>${'grün &amp; '.repeat(10_000)}</p>`) });
  expect(long.truncated).toBe(true);
  expect(utf8Length(long.html)).toBeLessThanOrEqual(65_536);
  expect(utf8Length(long.html)).toBeGreaterThan(65_000);
  expect(long.html).toMatch(/(?:grün|&amp;)…<\/p>$/);
  expect(long.text).toMatch(/(?:grün|&)…$/);
});

test('no message is too large for an Outbox, whatever its comment is like', () => {
  const deep = '<blockquote>'.repeat(8) + '"\\<br>'.repeat(100_000);
  const spoilt = 'Ã©a"<br>'.repeat(50_000);
  for (const value of [deep, spoilt]) {
    const found = comment({ content: html(value) });
    expect(found.truncated).toBe(true);
    expect(utf8Length(JSON.stringify(found))).toBeLessThan(256_000);
  }
});

test('no message is too large for an Outbox, however long its names, titles, ids and addresses are', () => {
  const long = '林Ã©'.repeat(1_000_000);
  const url = `https://x.example/${'a'.repeat(8_000)}`;
  const found = comment({
    id: `b${long}`,
    url,
    title: long,
    author: { name: long, url, email: null, avatar: url },
    language: long,
    content: html('"'.repeat(200_000)),
    inReplyTo: { id: `https://x.example/comment-1${long}`, url: `${url}#c1`, author: long },
  });
  expect(utf8Length(JSON.stringify(found))).toBeLessThan(256_000);
  expect(found.author.name).toMatch(/^林.{900,}…$/);
  expect(found.author.name?.length).toBeLessThanOrEqual(1_000);
  expect(found.title?.length).toBeLessThanOrEqual(1_000);
  expect(found.url).toBe(url);
  expect(found.language).toBeNull();
  expect(found.inReplyTo?.url).toBe(`${url}#c1`);
});

test.each([
  ['https://x.example/a?b=ü#c', 'https://x.example/a?b=ü#c'],
  ['HTTP://x.example/', 'HTTP://x.example/'],
  ['https://x.example/"><b>', 'https://x.example/%22%3E%3Cb%3E'],
  ['https://x.example/\u202egpj.exe', 'https://x.example/%E2%80%AEgpj.exe'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['mailto:a@x.example', null],
  ['ftp://x.example/', null],
  ['https://', null],
  ['http:///x', null],
  ['https://x y.example/', null],
  ['www.x.example', null],
  ['/path', null],
  [`https://x.example/${'a'.repeat(9_000)}`, null],
])('of an address %j a message has %j', (served, url) => {
  const found = comment({
    url: served,
    author: { name: 'A', url: served, email: null, avatar: served },
    inReplyTo: { id: 'b', url: served, author: null },
  });
  expect(found.url).toBe(url);
  expect(found.author).toEqual({ name: 'A', url, avatar: url });
  const about = found.inReplyTo ?? found.post;
  expect(about).toMatchObject({ id: 'b', url });
});

test.each([
  [' A\n\tB ', 'A B'],
  ['A\u0000B\u0007\u009f', 'AB'],
  ['a\u202egnp.exe\u2066', 'agnp.exe'],
  ['\u200b\u2060\ufeff', null],
  ['👩\u200d💻', '👩\u200d💻'],
])('of a name or title %j a message has %j', (served, shown) => {
  const found = comment({ author: { name: served, url: null, email: null, avatar: null }, title: served });
  expect([found.author.name, found.title]).toEqual([shown, shown]);
});

test('a comment does not answer itself', () => {
  for (const id of ['a', 'a'.repeat(3_000)]) {
    expect(comment({ id, inReplyTo: { id, url: 'https://x.example/#c1', author: 'A' } }).inReplyTo).toBeNull();
  }
});

test('ten megabytes of a comment take no more than a second', () => {
  const content = html('<b>x<p>'.repeat(1_500_000));
  expect(cpuMilliseconds(() => comment({ content }))).toBeLessThan(1000);
  expect(comment({ content }).truncated).toBe(true);
});

test('mojibake is repaired in name, title and text, and what was served is kept', () => {
  const found = comment({
    author: { name: 'JosÃ©', url: null, email: null, avatar: null },
    title: 'Comment from JosÃ©',
    content: html('<p>dÃ©jÃ\u00a0 <b>vu</b> â€“ non&nbsp;?</p>'),
  });
  expect(found.author.name).toBe('José');
  expect(found.title).toBe('Comment from José');
  expect(found.html).toBe('<p>déjà <b>vu</b> – non&nbsp;?</p>');
  expect(found.original).toEqual({
    author: 'JosÃ©',
    title: 'Comment from JosÃ©',
    text: 'dÃ©jÃ  vu â€“ non ?',
    html: '<p>dÃ©jÃ&nbsp; <b>vu</b> â€“ non&nbsp;?</p>',
  });
});

test.each([
  ['Jos√©', 'José'],
  ['FranÃ§ois 👍', 'François 👍'],
  ['José', 'José'],
  ['Ã©', 'Ã©'],
])('the name %j of whom a comment answers, and its post’s title, are repaired as its own would be', (served, shown) => {
  const author = { name: served, url: null, email: null, avatar: null };
  const page = 'https://x.example/a';
  const parent = entry({ id: 'b', url: `${page}#c1`, author });
  const reply = entry({ id: 'c', url: `${page}#c2`, inReplyTo: { id: 'b', url: null, author: null } });
  const post = entry({ id: 'p', url: page, title: served });
  const found = findComments(feedOf(post, parent, reply))
    .find(({ id }) => id === 'c')
    ?.render();
  expect(found).toMatchObject({ inReplyTo: { author: shown }, post: { title: shown }, original: null });
});
