import { expect, test } from 'vitest';
import { roundupContent } from '../../../worker/destination/content/roundup.ts';
import { created, FEED, POST } from '../messages.ts';

function headOf(title: string): string {
  const { head } = roundupContent([created({ feed: { ...FEED, title }, post: POST })]);
  return head.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

test('a roundup names its feed by its title', () => {
  expect(headOf('The shore')).toBe('1 comment in The shore');
});

test('a title that only names the post, which is named below, is not repeated: the feed has its own name', () => {
  expect(headOf(`Comments on ${POST.title}`)).toBe('1 comment in qq');
});
