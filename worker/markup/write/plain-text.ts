import { addressText } from '../text/address.ts';
import { isBlank } from '../text/blank.ts';
import { segments, type Segment } from './segment.ts';
import type { Block, Markup } from '../tree.ts';

/**
 * Characters that end an address by standing right behind it: space, format characters, ASCII's closing brackets and
 * quotation marks, any other script's punctuation; and ASCII's marks that nothing but these follows.
 */
const MAY_FOLLOW = /^(?:[\s\p{Cf})\]}"']|(?!\p{ASCII})\p{P}|[.,;:!?]+(?:[\s\p{Cf})\]}"']|(?!\p{ASCII})\p{P}|$))/u;

/** Characters that may stand right before one: space, ASCII's opening ones, any other script's punctuation. */
const MAY_PRECEDE = /^(?:[\s\p{Cf}([{"'=<]|(?!\p{ASCII})\p{P})/u;

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
    const bare = part.kind === 'text' ? null : isBlank(part.text) ? part.href : addressText(part.text, part.href);
    const text = part.kind === 'text' ? part.text : (bare ?? `${part.text} (${part.href})`);
    const touches = (address && !MAY_FOLLOW.test(text)) || (bare !== null && !MAY_PRECEDE.test(last));
    line += (touches && line !== '' ? ' ' : '') + text;
    last = text.slice(-1) || last;
    address = part.kind === 'link';
  }
  return line;
}
