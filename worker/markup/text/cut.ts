import { clusterAt, wordAt } from './clip.ts';
import type { Block, Inline, Markup } from '../tree.ts';

/**
 * Longest beginning of the markup that `fits`, cut between words, with `…` at its end; the markup itself (the same
 * object) where it fits whole. What fits is for the caller to say, of what its writer makes of it in its unit:
 * `cut(markup, (part) => writeMrkdwn(part).length <= 3000)`. So no escape and no link is ever cut in two. Doubling
 * and then halving makes the cost that of writing what fits a few times, however long the whole is.
 */
export function cut(markup: Markup, fits: (part: Markup) => boolean): Markup {
  const size = sizeOf(markup);
  let best: Markup = [];
  let low = 0;
  let high = Math.min(FIRST_TRY, size);
  for (; high < size; high = Math.min(2 * high, size)) {
    const part = beginning(markup, high);
    if (!fits(part)) break;
    best = part;
    low = high;
  }
  if (high === size && fits(markup)) return markup;
  while (high - low > Math.max(1, high >> PRECISION)) {
    const middle = (low + high) >>> 1;
    const part = beginning(markup, middle);
    if (fits(part)) {
      best = part;
      low = middle;
    } else {
      high = middle;
    }
  }
  return best;
}

/** Size of the first beginning that is tried, in the units of `Room`: that of most comments. */
const FIRST_TRY = 2_048;

/** Of a long part, so many halvings are enough: a word more is not worth another try. */
const PRECISION = 8;

/** Size that is still left, in UTF-16 units of text; each block, break and image counts one more. */
type Room = { left: number; taken: boolean };

function beginning(markup: Markup, size: number): Markup {
  return ended(someBlocks(markup, { left: size, taken: false }));
}

function someBlocks(blocks: readonly Block[], room: Room): readonly Block[] {
  const some: Block[] = [];
  for (const block of blocks) {
    if (--room.left < 0) break;
    const part = someOf(block, room);
    if (part !== null) some.push(part);
  }
  return some;
}

function someOf(block: Block, room: Room): Block | null {
  switch (block.kind) {
    case 'paragraph':
    case 'heading': {
      const inlines = someInlines(block.inlines, room);
      return inlines.length === 0 ? null : { ...block, inlines };
    }
    case 'pre': {
      const text = someText(block.text, room);
      return text === '' ? null : { ...block, text };
    }
    case 'quote': {
      const blocks = someBlocks(block.blocks, room);
      return blocks.length === 0 ? null : { ...block, blocks };
    }
    case 'list': {
      const items = block.items.map((item) => someBlocks(item, room)).filter((item) => item.length > 0);
      return items.length === 0 ? null : { ...block, items };
    }
    case 'rule':
      return block;
  }
}

function someInlines(inlines: readonly Inline[], room: Room): Inline[] {
  const some: Inline[] = [];
  for (const inline of inlines) {
    if (room.left <= 0) break;
    if (inline.kind === 'text') {
      const text = someText(inline.text, room);
      if (text !== '') some.push({ ...inline, text });
    } else if ((room.left -= sizeOfInline(inline)) >= 0) {
      some.push(inline);
    }
  }
  while (some.at(-1)?.kind === 'break') some.pop();
  return some;
}

function someText(text: string, room: Room): string {
  const left = Math.max(0, room.left);
  const word = wordAt(text, left);
  // The very first word is cut rather than left out.
  const at = word === 0 && !room.taken ? clusterAt(text, left) : word;
  // What is cut leaves no room, so that nothing that comes after it is taken.
  room.left = at < text.length ? 0 : room.left - text.length;
  room.taken ||= at > 0;
  return text.slice(0, at);
}

/** Sign at the end of a text, where a word would follow. */
const PAUSE = /[,;:，；：、]$/;

/** Copy of the blocks with `…` after the last text. */
function ended(blocks: readonly Block[]): readonly Block[] {
  const last = blocks.at(-1);
  if (last === undefined) return blocks;
  return [...blocks.slice(0, -1), ...endedBlock(last)];
}

function endedBlock(block: Block): Block[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading': {
      const last = block.inlines.at(-1);
      const before = block.inlines.slice(0, -1);
      if (last?.kind !== 'text')
        return [{ ...block, inlines: [...block.inlines, { kind: 'text', text: '…', marks: [] }] }];
      return [{ ...block, inlines: [...before, { ...last, text: `${last.text.trimEnd().replace(PAUSE, '')}…` }] }];
    }
    case 'pre':
      return [{ ...block, text: `${block.text.trimEnd()}…` }];
    case 'quote':
      return [{ ...block, blocks: ended(block.blocks) }];
    case 'list': {
      const last = block.items.at(-1) ?? [];
      return [{ ...block, items: [...block.items.slice(0, -1), ended(last)] }];
    }
    case 'rule':
      return [block, { kind: 'paragraph', inlines: [{ kind: 'text', text: '…', marks: [] }] }];
  }
}

function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + 1 + sizeOfBlock(block), 0);
}

function sizeOfBlock(block: Block): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return block.inlines.reduce((sum, inline) => sum + sizeOfInline(inline), 0);
    case 'pre':
      return block.text.length;
    case 'quote':
      return sizeOf(block.blocks);
    case 'list':
      return block.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case 'rule':
      return 0;
  }
}

function sizeOfInline(inline: Inline): number {
  switch (inline.kind) {
    case 'text':
      return inline.text.length;
    case 'image':
      return 1 + inline.alt.length;
    case 'break':
      return 1;
  }
}
