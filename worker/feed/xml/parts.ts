import { PART } from './limits.ts';
import type { Nesting } from './nesting.ts';

/** Well-formed text of a feed. `truncated`: it ended before its root did, and what was not whole is left out. */
export type Tidied = {
  readonly text: string;
  readonly truncated: boolean;
  /** Offset up to which the input was read; `full`: it is longer than we read. */
  readonly end: number;
  readonly full: boolean;
  /** Offsets at which it can be parted: of its first entry, and of others far enough apart. */
  readonly breaks: readonly number[];
  /** End tags of the elements that are open there. */
  readonly closing: string;
};

/**
 * Parts a long feed into feeds with some of the entries each: the tree of one is gone before that of the next is made. Text
 * before the first entry is in each of them, text between and behind entries in one.
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

/** Offsets at which a feed that is being written can be parted: of entries that are as deep as the first one. */
export class Breaks {
  /** Offsets in the written text. */
  readonly at: number[] = [];
  /** End tags of the elements that are open there. */
  closing = '';
  #depth = 0;
  #nodes = 0;

  /** Counts those of the `nodes` so far that came after the last. */
  nodesSince(nodes: number): number {
    return nodes - this.#nodes;
  }

  /** True if the feed is to be parted at an entry that begins here. */
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
