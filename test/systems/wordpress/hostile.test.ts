import { array, assert, constant, jsonValue, oneof, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findComments } from '../../../worker/systems/comments.ts';
import { readOlderPage } from '../../../worker/systems/wordpress/comments.ts';
import { COMMENTS, POSTS } from './kept.ts';
import { commentOn, firstOf, ids, older } from './older.ts';
import { atom, rest, restComment } from './served.ts';

describe('not taken is', () => {
  test('what another site answers', () => {
    const other = { ...POSTS.kites, link: 'https://elsewhere.example/2026/10/kites/' };
    expect(ids(older(rest([commentOn(other, 9)]), firstOf(atom(COMMENTS))))).toEqual([]);
  });

  test('what is on another post than all of the feed’s comments', () => {
    const first = firstOf(atom(COMMENTS.slice(4)), 'https://blog.example/2026/10/kites/feed/atom/');
    const page = older(rest([commentOn(POSTS.kites, 9), commentOn(POSTS.about, 8)]), {
      ...first,
      feed: { ...first.feed, self: null },
    });
    expect(ids(page)).toEqual(['https://blog.example/?p=12#comment-9']);
  });

  test('what is not approved, or has no number or link', () => {
    const comments = [
      { ...restComment(commentOn(POSTS.kites, 9)), status: 'hold' },
      { ...restComment(commentOn(POSTS.kites, 8)), id: 'eight' },
      { ...restComment(commentOn(POSTS.kites, 7)), link: null },
      null,
      [],
      7,
    ];
    expect(ids(older(JSON.stringify(comments), firstOf(atom(COMMENTS))))).toEqual([]);
  });

  test.each([
    ['closed', '{"code":"rest_not_logged_in","message":"…","data":{"status":401}}'],
    ['closed', '<!DOCTYPE html><html><body>A blog</body></html>'],
    ['closed', ''],
    ['closed', '"[]"'],
    ['cut', rest(COMMENTS).slice(0, -40)],
    ['cut', '['],
  ])('%s: %s', (reason, text) => {
    expect(readOlderPage(text, firstOf(atom(COMMENTS)))).toMatchObject({ ok: false, reason });
  });
});

test('an empty page is the end, and no failure', () => {
  expect(older(' []\n', firstOf(atom(COMMENTS))).feed.entries).toEqual([]);
});

test('whatever a site answers, nothing is thrown', () => {
  const first = firstOf(atom(COMMENTS));
  const usual = restComment(commentOn(POSTS.kites, 9));
  const members = record(
    Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, oneof(constant(value), jsonValue())])),
    { requiredKeys: ['link', 'id'] },
  );
  assert(
    property(array(oneof(members, jsonValue())), (value) => {
      const page = older(JSON.stringify(value), first);
      expect(findComments(page.feed).map(({ render }) => render()).length).toBeLessThanOrEqual(value.length);
    }),
  );
});
