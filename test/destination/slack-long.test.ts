import { describe, expect, it } from 'vitest';
import { created } from './messages.ts';
import { context, DATE, section } from './slack-blocks.ts';
import { bodyOf, payload, said } from './slack-payload.ts';

describe('a long address in Slack', () => {
  const long = 'a'.repeat(3_000);

  it.each([
    [`https://blog.example/qq.php?utm_source=${long}#c1`, '<https://blog.example/qq.php#c1|Open the comment>'],
    [`https://l.example/?to=https%3A%2F%2Fblog.example%2Fc1&sig=${long}`, '<https://blog.example/c1|Open the comment>'],
    [
      `https://blog.example/${encodeURI('ж'.repeat(150))}`,
      `<https://blog.example/${'ж'.repeat(150)}|Open the comment>`,
    ],
    [`https://blog.example/${long}`, 'Open the comment (link left out: too long)'],
  ])('is shortened to what it opens, or said to be left out', async (url, shown) => {
    expect(await payload(created({ comment: { url } }))).toHaveProperty(
      'blocks.2',
      context(`${shown} · ${DATE} · Comments on QQ`),
    );
  });

  it('is said to be left out where it is the post’s, the answered comment’s and the rest’s too', async () => {
    const url = `https://blog.example/${long}`;
    const inReplyTo = { id: 'c1', url, author: 'Ada' };
    const body = await payload(
      created({ post: { id: null, url, title: 'QQ' }, comment: { inReplyTo, url, truncated: true } }),
    );
    expect(body).toMatchObject({
      blocks: [
        section('*Devon Young* on QQ (link left out: too long)\n↳ In reply to Ada (link left out: too long)'),
        section('Half a billion, _wow_\u200B.\nRead the rest (link left out: too long)'),
        {},
      ],
    });
  });
});

describe('a long comment in Slack', () => {
  const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');

  it('is cut at a word, with a link to the rest', async () => {
    const shown = await said(`<p>${words}</p>`);
    expect(shown).toMatch(/^"word0 word1 .* word\d+…\\n<https:\/\/blog\.example\/qq\.php#c29321\|Read the rest>"$/);
    const [last = ''] = /word\d+(?=…)/.exec(shown) ?? [];
    expect(words.split(' ')).toContain(last);
    expect(shown.length).toBeGreaterThan(2_900);
  });

  it('is not cut where it fits', async () => {
    const text = 'x'.repeat(2_900);
    expect(await said(`<p>${text}</p>`)).toBe(`"${text}"`);
  });

  it('has a link to the rest where it had been cut before', async () => {
    const html = '<p>Cut…</p>';
    expect(await payload(created({ comment: { html, truncated: true } }))).toHaveProperty(
      'blocks.1',
      section('Cut…\n<https://blog.example/qq.php#c29321|Read the rest>'),
    );
  });

  it('says that there is more where it has no address', async () => {
    const body = await bodyOf(created({ comment: { html: `<p>${words}</p>`, url: null } }));
    expect(body).toContain('…"');
    expect(body).not.toContain('Read the rest');
  });
});
