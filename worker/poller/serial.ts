import type { Sighting } from '../feed/comments.ts';

/**
 * The numbers of the oldest and the newest comment, where a blog system counts its comments and the count is the end of
 * their ids; `null` where it is not. A count may run over all posts, and over what was never shown.
 */
export function serialsOf(sightings: readonly Sighting[]): { readonly first: number; readonly last: number } | null {
  const numbers: number[] = [];
  const shapes = new Set<string>();
  for (const { id } of sightings) {
    const digits = /\d{1,15}$/.exec(id)?.[0];
    if (digits === undefined) return null;
    numbers.push(Number(digits));
    shapes.add(id.replaceAll(/\d+/g, '0'));
  }
  const rises = numbers.every((number, at) => number > (numbers[at - 1] ?? -1));
  const [first] = numbers;
  const last = numbers.at(-1);
  return first === undefined || last === undefined || shapes.size !== 1 || !rises ? null : { first, last };
}
