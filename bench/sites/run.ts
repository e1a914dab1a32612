import { Blog } from './blog.ts';
import type { Kind } from './kind.ts';
import { watch } from './watcher.ts';

/** Sums of one kind's runs over so many seeds. Even ones serve no two answers alike, so that none is a 304. */
export function run({ build }: Kind, seeds: number, from = 1): Readonly<Record<string, number>> {
  const scores = Array.from({ length: seeds }, (_, index) => {
    const blog = new Blog(from + index);
    return watch(blog, build(blog), (from + index) % 2 === 0);
  });
  const sums = new Map<string, number>();
  for (const score of scores) {
    for (const [name, count] of Object.entries(score)) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}
