import { describe, expect, it } from 'vitest';
import { fixture } from '../fixture/discord.ts';
import { created } from '../messages.ts';
import { textsOf } from './reading.ts';
import { html, render } from './rendered.ts';

describe('markup', () => {
  it.each([
    ['<h1>Big</h1>', '**Big**'],
    ['<p><b>a</b><i>b</i> <s>c</s> <u>d</u></p>', '**a**\u200b*b* ~~c~~ __d__'],
    ['<p><s>a~</s></p>', '~~a\\~\u200b~~'],
    ['<ul><li>a<ol><li>b</li></ol></li></ul>', '- a\n  1. b'],
    ['<blockquote>a<blockquote>b</blockquote></blockquote>', '> a\n> \n> │ b'],
    ['<pre>a\n```\nb</pre>', '```\na\n`\u200b`\u200b`\nb\n```'],
    ['<p><code>a`b</code></p>', '`` a`b ``'],
    ['<p># a<br>-# b<br>1. c<br>- d<br>&gt; e</p>', '\\# a\n\\-# b\n1\\. c\n\\- d\n\\> e'],
    ['<p>a ](b) [c</p>', 'a \\]\u200b(b) \\[c'],
    ['<a href="https://b.example/(x)_*">a [b</a>', '[a (b](<https://b.example/%28x%29_%2A>)'],
    [
      '<p>[<a href="https://b.example/">a</a>](<a href="https://c.example/">b</a>)</p>',
      '\\[[a](<https://b.example/>)\\]\u200b([b](<https://c.example/>))',
    ],
    ['<a href="mailto:a@b.example">write</a>', 'write (mailto:a@b.example)'],
    ['<p>discord.gg/x https://b.example</p>', 'discord\u200b.gg/x <https://b.example/>'],
  ])('of %s', async (source, expected) => {
    const { content } = await html(source);
    expect(content.split('\n').slice(2, -2).join('\n')).toBe(expected);
    expect(fixture.faults((await render(created({ comment: { html: source } }))).body)).toEqual([]);
  });

  it('shows text as it is', async () => {
    const words = String.raw`a\*b_c ~~d~~ ||e|| ¯\_(ツ)_/¯ 1. f snake_case <g> [h]`;
    const { content } = await html(`<p>${words.replaceAll('<', '&lt;')}</p>`);
    for (const text of textsOf(content)) expect(text).toContain(words);
  });
});
