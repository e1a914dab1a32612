import { expect, test } from 'vitest';
import { ANY_WORD, COMMENT_WORD, saysComments } from '../../../worker/feed/comment/comment-words.ts';

test.each([
  'Comments on: Depth',
  'Kommentare zu: Tiefe',
  'Kommentarer til Dybde',
  'Commentaires',
  'Ponds - komentarze',
  'Komentáře k článku',
  'Reacties op Diepte',
  'Bu haberin yorumları',
  'Комментарии к записи',
  'Σχόλια στο: Βάθος',
  'التعليقات على: العمق',
  'דעות ותגובות: תגובות',
  '「水深」へのコメント',
  'ความเห็นบน: ความลึก',
])('%s is of comments', (title) => {
  expect(COMMENT_WORD.test(title)).toBe(true);
  expect(saysComments(title)).toBe(true);
});

test.each(['Comment', 'Kommentar', 'Commentary', 'Commentaries on ponds', 'Commentators', 'Ask and answer', 'Depth'])(
  '%s need not be of comments',
  (title) => {
    expect(saysComments(title)).toBe(false);
  },
);

test.each([
  ['Comment by Ada', true],
  ['Answers to Depth', true],
  ['Odpowiedzi na: Głębia', true],
  ['水深への返信', true],
  ['Recommended', false],
  ['Commentary', false],
])('%j may be of comments or answers: %s', (title, expected) => {
  expect(ANY_WORD.test(title)).toBe(expected);
});
