import { PART } from './limits.ts';
import type { Nesting } from './nesting.ts';

/** Text made well-formed. `truncated`: it ended before its root did, and what was not whole is left out. */
export type Tidied = {
  readonly text: string;
  readonly truncated: boolean;
  /** How far the input was read; `full`: it is longer than we read. */
  readonly end: number;
  readonly full: boolean;
  /** Where it can be parted: at its first entry, and at others far enough apart. */
  readonly breaks: readonly number[];
  /** The end tags of what is open there. */
  readonly closing: string;
};

/**
 * A long feed in parts, each a feed with some of the entries: the tree of one is gone before that of the next is made.
 * What stands before the first entry is in each of them, what stands between and behind entries in one.
 */
export function* partsOf({ text, breaks, closing }: Tidied): Generator<string, void> {
  const [first, ...others] = breaks;
  if (first === undefined || others.length === 0) {
    yield text;
    return;
  }
  const head = text.slice(0, first);
  for (const [at, from] of breaks.entries()) {
    const to = breaks[at + 1];
    yield head + text.slice(from, to) + (to === undefined ? '' : closing);
  }
}

/** Where a feed that is being written can be parted: where an entry begins that is as deep as the first one. */
export class Breaks {
  /** Offsets in what is written. */
  readonly at: number[] = [];
  /** The end tags of what is open there. */
  closing = '';
  #depth = 0;
  #nodes = 0;

  /** How many of the `nodes` so far came after the last. */
  nodesSince(nodes: number): number {
    return nodes - this.#nodes;
  }

  /** Whether there is to be one at an entry that begins here. */
  isDue({ depth }: Nesting, nodes: number): boolean {
    return this.at.length === 0 || (depth === this.#depth && this.nodesSince(nodes) >= PART);
  }

  /** Notes one at the offset `at`. */
  add(at: number, open: Nesting, nodes: number): void {
    if (this.at.length === 0) {
      this.closing = open.endTags;
      this.#depth = open.depth;
    }
    this.at.push(at);
    this.#nodes = nodes;
  }
}
