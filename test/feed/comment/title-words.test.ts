import { describe, expect, test } from 'vitest';
import { findComments } from '../../../worker/systems/comments.ts';
import { entry, feedOf, html } from '../entries.ts';
import { comment } from './comment.ts';

const SILENT = [null, html('<p></p>'), html('&#8203;'), html('<img src="https://t.example/i.gif" width="1">')];

test.each([
  'Ann: It still squeaks in the rain. I oiled it twice.',
  'Ann：谢谢',
  'Ann wrote on Lids: mine too',
  'New comment by Ann: mine too',
  'It still squeaks',
  '谢谢！',
  '+1',
  'Commentary is free',
  'Regarding the lid: it squeaks',
  'Annabel was here',
])('a comment that says nothing but in its title says %j', (title) => {
  for (const content of SILENT) {
    const found = comment({ title, content, author: { name: 'Ann', url: null, email: null, avatar: null } });
    expect(found).toMatchObject({ title, text: title, html: `<p>${title}</p>`, truncated: false });
  }
});

test.each([
  'Ann',
  'By: Ann',
  'Von: Ann',
  '作者：Ann',
  'Comment from Ann',
  'Ann对《Lids》的评论',
  '由Ann發表的留言',
  'Reply from Ann',
  'Comment on Lids by Ann',
  'Kommentar zu Lids von Ann',
  'Ann commented on Lids',
  '/u/Ann on Lids',
  'Re: Lids',
  'RE[2]: Lids',
  'Ответ: Lids',
  '回复：Lids',
  'Ann: Re: Lids',
  'Ann: Lids',
  'Ann on Re: Lids',
  'Re: comment #5',
  'New comment by Ann: Lids',
  'Lids',
  'Comment on something else',
  'Kommentar zu etwas',
  'Comment',
  'New comment #12',
  '#12',
  '2026-11-01 10:00',
  '(no title)',
  'Без темы',
  '評論',
  'https://x.example/lids#c1',
  '\u200b',
])('a title %j says nothing: the comment stays empty', (title) => {
  for (const content of SILENT) {
    const author = { name: 'Ann', url: null, email: null, avatar: null };
    const only = entry({ id: 'a', url: 'https://x.example/lids#c1', title, content, author });
    const [found] = findComments({ ...feedOf(only), title: 'Comments on: Lids' });
    expect(found?.render()).toMatchObject({ text: '', html: '' });
  }
});

test('a title that other comments with words of their own have says nothing', () => {
  const said = entry({ id: 'a', title: 'How to oil a lid', content: html('Thanks') });
  const silent = entry({ id: 'b', title: 'How to oil a lid', content: html('&shy;') });
  const found = findComments(feedOf(said, silent)).map(({ render }) => render().text);
  expect(found.toSorted()).toEqual(['', 'Thanks']);
});

test('a title beside words is no part of them', () => {
  expect(comment({ title: 'It still squeaks', content: html('Indeed') }).text).toBe('Indeed');
});

test('mojibake in a title that is the text is repaired in both', () => {
  expect(comment({ title: 'dÃ©jÃ\u00a0 vu â€“ non ?' })).toMatchObject({
    title: 'déjà vu – non ?',
    text: 'déjà vu – non ?',
    original: { text: 'dÃ©jÃ  vu â€“ non ?' },
  });
});

describe('a title “Re: …”', () => {
  const author = { name: 'Ann', url: null, email: null, avatar: null };
  /** Text of a comment with this title alone, in a feed of comments on lids with others of these titles. */
  const textOf = (title: string, ...others: readonly (string | null)[]) => {
    const silent = [title, ...others].map((one, at) => entry({ id: `${at}`, title: one, author }));
    return findComments({ ...feedOf(...silent), title: 'Comments on: Lids' })[0]?.render().text;
  };

  test.each([
    'Re: I disagree with all of it, since lids do not squeak',
    'Re: your second point: no',
    '回复：谢谢大家',
    'Ann: Re: no',
  ])('is the comment where it names nothing that is known: %j', (title) => {
    expect(textOf(title, 'Re: Hinges', 'Casino', null)).toBe(title);
  });

  test.each<[string, ...string[]]>([
    ['Re: Lids'],
    ['Re: Re: Lids'],
    ['Re:'],
    ['Re: Hinges', 'Hinges'],
    ['Re: Hinges', 'Re: Hinges'],
    ['Re[2]: hinges', 'RE: Hinges'],
    ['Ann: Re: Hinges', 'Re: Hinges'],
    ['Re: Hinges', 'Workshop • Re: Hinges'],
  ])('labels it where it names the post, the feed or another entry: %j, %j', (title, ...others) => {
    expect(textOf(title, ...others)).toBe('');
  });
});
