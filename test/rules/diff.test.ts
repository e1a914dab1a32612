import { describe, expect, test } from 'vitest';
import { diff, type Mark } from '../../worker/rules/diff.ts';

/** Comments `from` … `to`, by default under their own IDs, all with a fingerprint. */
const comments = (from: number, to: number, scheme = 'id'): Mark[] =>
  Array.from({ length: to - from + 1 }, (_, at) => [
    `${scheme}-${from + at}`,
    `print-${from + at}`,
    `text-${from + at}`,
  ]);

/** What `current` brings to one who remembers `before`: numbers of news and edits, and what is remembered then. */
function seen(before: readonly Mark[], current: readonly Mark[], window = before.length) {
  const change = diff(before, window, current);
  const idsAt = (indexes: readonly number[]) => indexes.map((at) => current[at]?.[0]);
  return { ...change, news: idsAt(change.news), edits: idsAt(change.edits) };
}

describe('news', () => {
  test('is what has an ID that is not remembered, in the feed’s order', () => {
    expect(seen(comments(1, 5), comments(1, 8)).news).toEqual(['id-6', 'id-7', 'id-8']);
  });

  test.each([
    ['the same again', comments(1, 10)],
    ['another order', comments(1, 10).toReversed()],
    ['fewer', comments(4, 7)],
    ['nothing', []],
    ['https instead of http, another guid scheme, another host', comments(1, 10, 'new')],
    ['some of them under new IDs', [...comments(1, 4), ...comments(5, 10, 'new')]],
  ])('is not %s', (_case, current) => {
    const { news, edits } = seen(comments(1, 10), current);
    expect({ news, edits }).toEqual({ news: [], edits: [] });
  });

  test('is not what comes back after it had rolled off, or after an empty answer', () => {
    let known: readonly Mark[] = comments(1, 10);
    for (const current of [[], comments(11, 20), comments(3, 3), []]) known = seen(known, current, 10).known;
    expect(seen(known, comments(1, 20), 10)).toMatchObject({ news: [], changed: false });
  });

  test('is one that came while all the others got new IDs', () => {
    expect(seen(comments(1, 9), [...comments(1, 9, 'new'), ...comments(10, 10, 'new')]).news).toEqual(['new-10']);
  });

  test('is a single comment, whatever its fingerprint says', () => {
    expect(seen(comments(1, 1), [['other', 'print-1', 'text-1']]).news).toEqual(['other']);
    expect(seen(comments(1, 9), [...comments(2, 9), ['other', 'print-1', 'x']]).news).toEqual(['other']);
  });

  test('is one that has the fingerprint of a comment which is still there', () => {
    const same: Mark[] = [
      ['a', 'print-1', 'x'],
      ['b', 'print-1', 'y'],
    ];
    expect(seen(comments(1, 1), [...comments(1, 1), ...same]).news).toEqual(['a', 'b']);
  });

  test('is the second of two that share the fingerprint of one that vanished', () => {
    const two: Mark[] = [
      ['a', 'print-1', 'x'],
      ['b', 'print-1', 'y'],
    ];
    expect(seen(comments(1, 1), two).news).toEqual(['b']);
  });

  test('is all of a feed whose IDs change where there are no fingerprints', () => {
    const bare = comments(1, 3).map(([id, , content]): Mark => [id, null, content]);
    const renamed = bare.map(([id, , content]): Mark => [`new-${id}`, null, content]);
    expect(seen(bare, renamed)).toMatchObject({ news: ['new-id-1', 'new-id-2', 'new-id-3'], strange: true });
  });
});

describe('IDs that change', () => {
  test('are recognised although the answer just then was cut, and the whole one follows', () => {
    const cut = seen(comments(1, 6), comments(4, 6, 'new'));
    expect(cut.news).toEqual([]);
    expect(seen(cut.known, comments(1, 6, 'new'), 6).news).toEqual([]);
  });

  test('and change back bring nothing again, not even what came in between', () => {
    const forth = seen(comments(1, 6), comments(1, 6, 'new'));
    const more = seen(forth.known, comments(1, 7, 'new'));
    expect(more.news).toEqual(['new-7']);
    expect(seen(more.known, comments(1, 7), 7).news).toEqual([]);
  });

  test('do not let an older one swallow a comment of the same author, time and place', () => {
    const forth = seen(comments(1, 6), comments(1, 6, 'new'));
    const twin: Mark = ['new-twin', 'print-6', 'another text'];
    expect(seen(forth.known, [...comments(1, 6, 'new'), twin]).news).toEqual(['new-twin']);
  });
});

describe('edits', () => {
  test('are known comments with another content', () => {
    const current: Mark[] = [...comments(1, 2), ['id-3', 'print-3', 'changed'], ...comments(4, 5)];
    expect(seen(comments(1, 5), current)).toMatchObject({ news: [], edits: ['id-3'], changed: true });
  });

  test('are not fired where several comments share an ID and move up as the first rolls off', () => {
    const before: Mark[] = [
      ['post', 'print-1', 'text-1'],
      ['post|2', 'print-2', 'text-2'],
    ];
    const current: Mark[] = [
      ['post', 'print-2', 'text-2'],
      ['post|3', 'print-3', 'text-3'],
    ];
    expect(seen(before, current)).toMatchObject({ news: ['post|3'], edits: [] });
  });

  test('are not fired for a comment that got a new ID', () => {
    const current = comments(1, 5, 'new').map(([id, print]): Mark => [id, print, 'other markup']);
    expect(seen(comments(1, 5), current)).toMatchObject({ news: [], edits: [] });
  });
});

describe('what is remembered', () => {
  test('is all that the feed holds, last, after what rolled off', () => {
    expect(seen(comments(1, 4), comments(3, 6)).known).toEqual([...comments(1, 2), ...comments(3, 6)]);
  });

  test('is a thousand comments of a small feed', () => {
    let known: readonly Mark[] = [];
    for (let last = 10; last <= 3000; last += 10) known = diff(known, 10, comments(last - 9, last)).known;
    expect(known).toEqual(comments(2001, 3000));
  });

  test('is twice the largest window of a large one, and all of a feed larger than that', () => {
    const large = diff([], 0, comments(1, 800));
    expect(diff(large.known, large.window, comments(801, 810)).known).toHaveLength(810);
    const later = diff(comments(1, 1600), 800, comments(1601, 1610));
    expect(later.known).toEqual(comments(11, 1610));
    expect(diff(comments(1, 3000), 800, comments(1, 3000)).known).toHaveLength(3000);
  });

  test('is unchanged by an empty answer', () => {
    const known = comments(1, 3);
    expect(diff(known, 3, [])).toMatchObject({ known, window: 3, changed: false, strange: false });
  });
});

test.each([
  ['something is known', comments(1, 5), comments(5, 9), false],
  ['nothing is known any more', comments(1, 5), comments(6, 10), true],
  ['nothing was remembered', [], comments(1, 5), false],
  ['all is known by its fingerprint', comments(1, 5), comments(1, 5, 'new'), false],
])('strange: %s', (_case, before, current, strange) => {
  expect(seen(before, current).strange).toBe(strange);
});
