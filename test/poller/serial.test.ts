import { expect, test } from 'vitest';
import { serialsOf } from '../../worker/poller/serial.ts';

const of = (...ids: readonly string[]) =>
  serialsOf(
    ids.map((id) => ({
      id,
      url: null,
      author: null,
      published: null,
      shared: null,
      content: '',
      render: () => {
        throw new Error(id);
      },
    })),
  );

test.each([
  ['WordPress', ['https://b.example/?p=1#comment-8', 'https://b.example/?p=22#comment-12'], { first: 8, last: 12 }],
  [
    'Movable Type',
    ['tag:b.example,2007://1.35-comment:293', 'tag:b.example,2007://1.35-comment:301'],
    { first: 293, last: 301 },
  ],
  ['ids without a count', ['a-x', 'a-y'], null],
  ['digests that happen to end in digits', ['9f3c1', 'be774'], null],
  ['numbers that do not rise', ['c-7', 'c-3'], null],
  ['nothing', [], null],
])('%s', (_system, ids, expected) => {
  expect(of(...ids)).toEqual(expected);
});
