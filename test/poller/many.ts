import type { Shard } from '../support/shard.ts';

/** So many feeds of a shard, the first one `a00`. */
export async function configureMany(
  shard: Shard,
  count: number,
  prefix = 'a',
  more: object = {},
): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(2, '0')}`);
  await Promise.all(names.map((name) => shard.configure(name, more)));
  for (const name of names) shard.serve(name, 2);
  return names;
}
