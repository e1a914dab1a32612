import type { RememberedComment } from '../../rules/watch.ts';

// Keys of a child's comments begin with its site's name and its own address, as long as all the rest. They are stored
// without: no other key begins with a space.

/** Gives comments with keys that leave out what they begin with. */
export function relativeKeys(remembered: readonly RememberedComment[], prefix: string): readonly RememberedComment[] {
  return remembered.map((one) =>
    one.key?.startsWith(`${prefix} `) === true ? { ...one, key: one.key.slice(prefix.length) } : one,
  );
}

/** Gives comments with whole keys. */
export function wholeKeys(remembered: readonly RememberedComment[], prefix: string): readonly RememberedComment[] {
  return remembered.map((one) => (one.key?.startsWith(' ') === true ? { ...one, key: prefix + one.key } : one));
}
