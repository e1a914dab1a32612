import { expect, test } from 'vitest';
import { firstLinkLine } from '../../worker/systems/link-line.ts';
import { cpuMilliseconds } from '../support/cpu.ts';

const LINK = '<a href="https://x.example/a/#comment-2">Ann</a>';

test.each([
  [`<p>In reply to ${LINK}.</p>\n<p>No.</p>`, 'In reply to ', '.', '<p>No.</p>'],
  [`\n <P class='a>b'>Als Antwort auf ${LINK}.</P> No.`, 'Als Antwort auf ', '.', 'No.'],
  [`In reply to ${LINK}.\nNo.`, 'In reply to ', '.', 'No.'],
  [`In reply to ${LINK}.`, 'In reply to ', '.', ''],
  [`${LINK}<!-- <b> --> wrote:</p>No.`, '', '<!-- <b> --> wrote:', 'No.'],
])('%j begins with a line of one link', (html, before, after, rest) => {
  const line = firstLinkLine(html);
  expect(line).toMatchObject({ before, text: 'Ann', after });
  expect(html.slice(line?.end)).toBe(rest);
});

test.each([
  ['its address in any quotes', "<p>To <a href = 'https://x.example/?a&amp;b'>Ann</a></p>", 'https://x.example/?a&b'],
  ['its address without quotes', '<p>To <a href=https://x.example/>Ann</a></p>', 'https://x.example/'],
])('a link has %s', (_, html, href) => {
  expect(firstLinkLine(html)?.link.get('href')).toBe(href);
});

test.each([
  '',
  'No.',
  '<p>No.</p>',
  `<p>See <b>this</b> ${LINK}</p>`,
  `<p>See ${LINK} and <a href="/b">that</a></p>`,
  `<p>${'So '.repeat(20)}${LINK}</p>`,
  `<p>See ${LINK}${' so'.repeat(20)}</p>`,
  `<p>See ${LINK} <b>now</b></p>`,
  'See <a href="/a"><b>Ann</b></a>',
  `No. <p>See ${LINK}</p>`,
  `<p>See <a href="/${'a'.repeat(600)}">Ann</a></p>`,
])('%j begins with none', (html) => {
  expect(firstLinkLine(html)).toBeNull();
});

/** Time to read the line five hundred times where so many tags come after it. */
function cost(tags: number): number {
  const html = `<p>In reply to ${LINK}.</p>${'<a '.repeat(tags)}`;
  return cpuMilliseconds(() => {
    for (let time = 0; time < 500; time++) firstLinkLine(html);
  });
}

test('a text of a megabyte is not read to its end: it costs what one of a few kilobytes does', () => {
  const short = cost(1_000);
  expect(cost(350_000)).toBeLessThan(10 * short);
});
