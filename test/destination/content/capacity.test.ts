import { expect, it } from 'vitest';
import { capacityOf } from '../../../worker/destination/content/capacity.ts';
import { created } from '../messages.ts';

const comments = Array.from({ length: 40 }, (_, at) => created({ comment: { id: `c${at}` } }));
const upTo = (room: number) => (content: { readonly sections: readonly { readonly items: readonly unknown[] }[] }) =>
  content.sections.flatMap(({ items }) => items).length <= room;

it.each([
  [40, 40],
  [39, 39],
  [17, 17],
  [1, 1],
  // One is sent, though it be cut.
  [0, 1],
])('with room for %i comments, a roundup shows %i', (room, shown) => {
  expect(capacityOf(comments, upTo(room))).toBe(shown);
});

it('an edit of a comment that is shown needs no room of its own', () => {
  const [first = created()] = comments;
  const edit = { ...first, type: 'comment.updated' as const };
  expect(capacityOf([...comments.slice(0, 3), edit], upTo(3))).toBe(4);
});
