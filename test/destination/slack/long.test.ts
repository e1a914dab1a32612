import { describe, expect, it } from 'vitest';
import { fixture } from '../fixture/slack.ts';
import { created } from '../messages.ts';
import { bodyOf, context, DATE, link, payload, richText, said, section, text } from './payload.ts';

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
      created({ post: { id: null, url, title: 'QQ' }, comment: { html: 'Hm', inReplyTo, url, truncated: true } }),
    );
    expect(body).toMatchObject({
      blocks: [
        richText(
          section(
            text('Devon Young', 'bold'),
            text(' commented on QQ (link left out: too long)\n↳ In reply to Ada (link left out: too long)'),
          ),
        ),
        richText(section(text('Hm')), section(text('Read the rest (link left out: too long)'))),
        {},
      ],
    });
  });
});

describe('a long comment in Slack', () => {
  const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');
  const REST = section(link('https://blog.example/qq.php#c29321', 'Read the rest'));

  it('is cut at a word, with a link to the rest', async () => {
    const parts = await said(`<p>${words}</p>`);
    expect(parts).toEqual([
      section(text(expect.stringMatching(/^word0 word1 .* word\d+…$/) as unknown as string)),
      REST,
    ]);
    const shown = JSON.stringify(parts);
    const [last = ''] = /word\d+(?=…)/.exec(shown) ?? [];
    expect(words.split(' ')).toContain(last);
    expect(shown.length).toBeGreaterThan(8_000);
  });

  it('is not cut where it fits', async () => {
    const whole = 'x'.repeat(8_000);
    expect(await said(`<p>${whole}</p>`)).toEqual([section(text(whole))]);
  });

  it('of 4,000 Chinese characters, and one with 60 links, is not cut', async () => {
    const chinese = '中国人民'.repeat(1_000);
    const links = Array.from({ length: 60 }, (_, at) => `<a href="https://a.example/${at}">link ${at}</a> and `).join(
      '',
    );
    for (const html of [chinese, links]) {
      const body = await bodyOf(created({ comment: { html: `<p>${html}</p>` } }));
      expect(fixture.faults(body)).toEqual([]);
      expect(body).not.toContain('Read the rest');
    }
  });

  it('has a link to the rest where it had been cut before', async () => {
    const html = '<p>Cut…</p>';
    expect(await payload(created({ comment: { html, truncated: true } }))).toHaveProperty(
      'blocks.1',
      richText(section(text('Cut…')), REST),
    );
  });

  it('says that there is more where it has no address', async () => {
    const body = await bodyOf(created({ comment: { html: `<p>${words}</p>`, url: null } }));
    expect(body).toContain('…"');
    expect(body).not.toContain('Read the rest');
  });
});
