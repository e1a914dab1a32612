import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import { contentOf } from '../../../worker/destination/content/content-of.ts';
import { fit } from '../../../worker/destination/content/fit.ts';
import { PATHS } from '../../../worker/destination/content/placeholder.ts';
import { compile, fill } from '../../../worker/destination/content/template.ts';
import { template } from '../../../worker/destination/fields.ts';
import { rowsOf } from '../../../worker/markup/write/rows.ts';
import { created, everyType } from '../messages.ts';

/** Lines of what a template makes of a message, with each link's address in brackets; an empty one before a paragraph. */
function lines(text: string, message = created()): readonly string[] {
  return rowsOf(contentOf(message, NO_REFS, text).body, { fits: () => true }).flatMap(({ isApart, runs }) => [
    ...(isApart ? [''] : []),
    runs.map((one) => (one.href === null ? one.text : `<${one.href}>`)).join(''),
  ]);
}

describe('a chat’s template', () => {
  it('says a comment in its owner’s words, line by line', () => {
    const text = 'New on {{post.title}}:\n{{comment.author.name}} *said*\n\n{{comment.text}}\n{{comment.published}}';
    expect(lines(text, created({ comment: { text: 'one\ntwo\n\nthree' } }))).toEqual([
      'New on QQ & friends:',
      'Devon Young *said*',
      '',
      'one',
      'two',
      '',
      'three',
      '2007-02-19 23:25 UTC',
    ]);
  });

  it('links addresses, whatever stands around them', () => {
    const url = 'https://blog.example/a_(b).';
    expect(lines('{{comment.url}}。({{post.url}}) {{feed.homePage}}x', created({ comment: { url } }))).toEqual([
      `<${url}>。(<https://blog.example/qq.php>) <https://blog.example/>x`,
    ]);
  });

  it('links no address that nobody can follow, and none in a name', () => {
    const author = { name: 'https://evil.example/', url: 'javascript:alert(1)', avatar: null };
    expect(lines('{{comment.author.name}}|{{comment.author.url}}|', created({ comment: { author } }))).toEqual([
      'https:\u200b//evil.example/||',
    ]);
  });

  it('expands nothing in a stranger’s words', () => {
    expect(lines('{{comment.text}}', created({ comment: { text: '{{post.title}} $&' } }))).toEqual([
      '{{post.title}} $&',
    ]);
  });

  it('has no head and no foot, is cut like any comment, and then has the link to the rest', () => {
    const content = contentOf(created({ comment: { text: 'word '.repeat(5_000) } }), NO_REFS, 'x {{comment.text}} y');
    expect(content).toMatchObject({ head: [], foot: [], isCut: false });
    const cut = fit(content, ({ body }) => JSON.stringify(body).length < 1_000);
    expect(JSON.stringify(cut.body)).toMatch(/x word .*…/);
    expect(cut).toMatchObject({ isCut: true, rest: { href: 'https://blog.example/qq.php#c29321' } });
  });

  it('of which nothing is left is not used', () => {
    const message = created({ comment: { url: null } });
    expect(contentOf(message, NO_REFS, '{{comment.url}}')).toEqual(contentOf(message, NO_REFS));
  });

  it('leaves notices as they are', () => {
    const [, , watching] = everyType();
    if (watching === undefined) throw new Error('No notice');
    expect(contentOf(watching, NO_REFS, '{{comment.text}}')).toEqual(contentOf(watching, NO_REFS));
  });

  it('knows all paths but that of HTML', () => {
    expect(PATHS.filter((path) => !compile(`{{${path}}}`).ok)).toEqual(['comment.html']);
  });

  it('is checked as a field', () => {
    expect(v.safeParse(template, 'a {{comment.author}}').issues?.map(({ message }) => message)).toEqual([
      'there is no {{comment.author}}; did you mean {{comment.author.name}}?',
    ]);
    expect(v.is(template, 'a {{ title }} {b} }}')).toBe(true);
  });
});

it('fills a text with what a message says of its feed', () => {
  const [, , watching] = everyType();
  const read = compile('{{feed.name}}: {{title}}');
  if (watching === undefined || !read.ok) throw new Error('No notice');
  expect(fill(read.value, watching)).toBe('qq: Some words (qq) is being watched');
});
