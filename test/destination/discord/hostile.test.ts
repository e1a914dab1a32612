import { expect, it } from 'vitest';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import { oneLine } from '../../../worker/markup/text/one-line.ts';
import { fixture } from '../fixture/discord.ts';
import { created } from '../messages.ts';
import { ABOUT, http } from '../opened.ts';
import { open } from './rendered.ts';

const ROUNDS = 1_500;

/** Pieces of which a stranger could try to build something alive. */
const PIECES = (
  '* ** _ __ ~ ~~ ` `` ``` | || \\ [ ] ( ) ]( < > # -# - 1. >>> :// a word 中 🎉 ! $ . " &lt; ¯\\_(ツ)_/¯ ' +
  '@everyone @here <@123456789012345678> <#123456789012345678> </ban:123456789012345678> :smile: discord.gg/x ' +
  '<:e:123456789012345678> <t:1700000000:R> <123456789012345678:guide> https://evil.example/x https://b.example/a_(b)_*c*'
)
  .split(' ')
  .concat(' ', '\n', '# ', '- ', '-# ', '> ');
const TAGS = ['b', 'i', 's', 'u', 'code', 'a href="https://b.example/x_y"', 'li', 'blockquote', 'pre', 'h2', 'q'];

/** Random numbers below `limit`, the same ones in each run. */
function random(): (limit: number) => number {
  let state = 20_261_126;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

function pick(of: readonly string[], below: (limit: number) => number): string {
  return of[below(of.length)] ?? '';
}

function wordsOf(below: (limit: number) => number): string {
  return Array.from({ length: 1 + below(6) }, () => pick(PIECES, below)).join('');
}

function htmlOf(depth: number, below: (limit: number) => number): string {
  const parts = Array.from({ length: 1 + below(5) }, () => {
    const tag = pick(TAGS, below);
    if (depth > 0 && below(3) === 0) return `<${tag}>${htmlOf(depth - 1, below)}</${tag.split(' ')[0]}>`;
    return pick(PIECES, below).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replace('\n', '<br>');
  });
  return parts.join('');
}

it('lets nothing come alive of any mixture of signs, styles and links, and shows the name as it is', async () => {
  const below = random();
  const faults: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [html, name, title] = [`<p>${htmlOf(2, below)}</p>`, wordsOf(below), wordsOf(below)];
    const inReplyTo = below(2) === 0 ? null : { id: 'x', url: 'https://blog.example/x', author: wordsOf(below) };
    const author = { name, url: null, avatar: null };
    const post = { id: 'x', url: below(2) === 0 ? null : 'https://blog.example/qq.php', title };
    const { body } = http(await open().render(created({ post, comment: { html, author, inReplyTo } }), NO_REFS, ABOUT));
    const found = [...fixture.faults(body)];
    if (!fixture.read(body).startsWith(`${oneLine(name) ?? 'Someone'} commented on `)) found.push('not the name');
    if (found.length > 0) faults.push(`${found.join()}\n${body}`);
  }
  expect(faults.slice(0, 3)).toEqual([]);
});
