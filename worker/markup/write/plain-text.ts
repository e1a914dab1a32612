import { isAddress } from '../text/address.ts';
import { segments, type Segment } from './segment.ts';
import type { Block, Markup } from '../tree.ts';

/** What may stand right behind an address: space, what closes, and marks that nothing but these follows. */
const MAY_FOLLOW = /^(?:[\s\p{Pe}\p{Pf}"'…。，、！？；：]|[.,;:!?]+(?:[\s\p{Pe}\p{Pf}"']|$))/u;

/** What may stand right before one: space, and what opens. */
const MAY_PRECEDE = /^[\s\p{Ps}\p{Pi}"'’=<]/u;

/** Plain text that reads well: blank lines between paragraphs, `> ` before quotes, links as `text (address)`. */
export function writeText(markup: Markup): string {
  return written(markup).join('\n').replaceAll('\u00a0', ' ');
}

function written(blocks: readonly Block[], between: readonly string[] = ['']): string[] {
  return blocks.flatMap((node, index) => (index === 0 ? lines(node) : [...between, ...lines(node)]));
}

function lines(node: Block): string[] {
  switch (node.kind) {
    case 'paragraph':
    case 'heading':
      return segments(node.inlines).map(lineOf);
    case 'pre':
      return node.text.split(/\r\n?|\n/);
    case 'quote':
      return written(node.blocks).map((line) => `> ${line}`.trimEnd());
    case 'list':
      return node.items.flatMap((item, index) => {
        const bullet = node.start === null ? '- ' : `${node.start + index}. `;
        return written(item, []).map((line, at) => (at === 0 ? bullet : ' '.repeat(bullet.length)) + line);
      });
    case 'rule':
      return ['---'];
  }
}

/** A line's parts, with a space where an address would else run into its neighbour: nobody could follow it. */
function lineOf(parts: readonly Segment[]): string {
  let line = '';
  // Not asked of the line itself: that would copy it each time.
  let last = '';
  let address = false;
  for (const part of parts) {
    const bare = part.kind === 'link' && (part.text === '' || isAddress(part.text, part.href));
    const text = part.kind === 'text' ? part.text : bare ? part.text || part.href : `${part.text} (${part.href})`;
    const touches = (address && !MAY_FOLLOW.test(text)) || (bare && !MAY_PRECEDE.test(last));
    line += (touches && line !== '' ? ' ' : '') + text;
    last = text.slice(-1) || last;
    address = part.kind === 'link';
  }
  return line;
}
