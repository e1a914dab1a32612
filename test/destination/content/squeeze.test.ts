import { expect, it } from 'vitest';
import { NO_REFS } from '../../../worker/destination/channel.ts';
import { contentOf } from '../../../worker/destination/content/content-of.ts';
import { squeeze } from '../../../worker/destination/content/squeeze.ts';
import { created } from '../messages.ts';

const content = contentOf(created(), NO_REFS);
const sizeOf = (value: unknown): number => JSON.stringify(value).length;

it('leaves a message that fits as it is', () => {
  expect(squeeze(content, () => true)).toBe(content);
});

it('gives up links on top, then the small print, and the first line last', () => {
  const seen = Array.from({ length: sizeOf(content) }, (_, size) => {
    const { head, foot, body } = squeeze(content, (some) => sizeOf(some) <= size);
    return [
      head.length > 0,
      body.length > 0,
      foot.length > 0,
      head.some((line) => line.some(({ href }) => href !== null)),
    ]
      .map(Number)
      .join('');
  });
  expect([...new Set(seen)]).toEqual(['1000', '1100', '1110', '1111']);
});
