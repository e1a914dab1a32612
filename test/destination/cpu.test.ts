import { expect, test } from 'vitest';
import { NO_REFS } from '../../worker/destination/channel.ts';
import { platforms } from '../../worker/destination/registry.ts';
import { writeHtml } from '../../worker/markup/write/html.ts';
import { parseMarkup } from '../../worker/markup/read/parse.ts';
import { cpuMilliseconds } from '../support/cpu.ts';
import { casesOf } from './fixture/fixture.ts';
import { created } from './messages.ts';
import { ABOUT, opened } from './opened.ts';

const COMMENTS = [
  ['2,000 links', '<a href="https://a.example/x">https://b.example</a> '.repeat(2_000)],
  ['2,000 addresses', 'https://a.example/x,'.repeat(2_000)],
  ['one link of 64 KB', `<a href="https://a.example/">${'a.b '.repeat(16_000)}</a>`],
  ['64 KB of asterisks', '*'.repeat(65_536)],
  ['64 KB of exclamation marks', '!'.repeat(65_536)],
  ['64 KB of colons', ':a'.repeat(32_768)],
  ['13,000 lines', 'a<br>'.repeat(13_000)],
  ['nested quotes', `${'<blockquote>'.repeat(100)}${'deep '.repeat(2_000)}${'</blockquote>'.repeat(100)}`],
] as const;

const cases = (await casesOf(platforms)).filter(({ platform }) => platform.family === 'chat');

test.each(cases)('$title writes what is too much of anything in little time', ({ platform, fixture }) => {
  const channel = opened(platform, fixture.settings);
  const slow: string[] = [];
  for (const [what, source] of COMMENTS) {
    const message = created({ comment: { html: writeHtml(parseMarkup(source, null)), text: source } });
    // All of the work is done before the promise is given.
    const render = () => void channel.render(message, NO_REFS, ABOUT);
    render();
    if (cpuMilliseconds(render) > 400) slow.push(what);
  }
  expect(slow).toEqual([]);
});
