import { expect, test } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { casesOf } from './fixture/fixture.ts';
import { created } from './messages.ts';
import { ABOUT, opened } from './opened.ts';

/** Comments of so many parts, by what each has too much of, and how many are as much as a comment may hold. */
const COMMENTS: readonly (readonly [string, number, (count: number) => string])[] = [
  ['links', 2_000, (count) => '<a href="https://a.example/x">https://b.example</a> '.repeat(count)],
  ['addresses', 2_000, (count) => 'https://a.example/x,'.repeat(count)],
  ['words in one link', 16_000, (count) => `<a href="https://a.example/">${'a.b '.repeat(count)}</a>`],
  ['asterisks', 65_536, (count) => '*'.repeat(count)],
  ['exclamation marks', 65_536, (count) => '!'.repeat(count)],
  ['colons', 32_768, (count) => ':a'.repeat(count)],
  ['lines', 13_000, (count) => 'a<br>'.repeat(count)],
  [
    'words in nested quotes',
    2_000,
    (count) => `${'<blockquote>'.repeat(100)}${'deep '.repeat(count)}${'</blockquote>'.repeat(100)}`,
  ],
];

/** A comment of 16 times the length takes about 16 times as long; were it the square of that, it would be 256. */
const TIMES = 16;
const MOST = 120;

const cases = (await casesOf(platforms)).filter(({ platform }) => platform.family === 'chat');

test.each(cases)('$title takes time for a long comment as it is longer, not as the square of that', (each) => {
  const channel = opened(each.platform, each.fixture.settings);
  const timeOf = (source: string): number => {
    const message = created({ comment: { html: writeHtml(parseMarkup(source, null)), text: source } });
    // All of the work is done before the promise is given.
    const render = () => void channel.render(message, NO_REFS, ABOUT);
    render();
    return cpuMilliseconds(render);
  };
  const slow = COMMENTS.flatMap(([what, count, make]) => {
    // What takes next to nothing cannot be compared.
    const part = Math.max(timeOf(make(count / TIMES)), 2);
    const ratio = timeOf(make(count)) / part;
    return ratio > MOST ? [`${what}: ${ratio.toFixed(1)}`] : [];
  });
  expect(slow).toEqual([]);
});
