import { addressText } from '../text/address.ts';
import { isBlank } from '../text/blank.ts';
import { segments, type Segment } from './segment.ts';
import type { Block, Markup } from '../tree.ts';

/**
 * Characters that may directly follow an address, since they end it: white space, format characters, ASCII's closing brackets and
 * quotation marks, any other script's punctuation; and ASCII's marks that nothing but these follows.
 */
const MAY_FOLLOW = /^(?:[\s\p{Cf})\]}"']|(?!\p{ASCII})\p{P}|[.,;:!?]+(?:[\s\p{Cf})\]}"']|(?!\p{ASCII})\p{P}|$))/u;

/** Characters that may directly precede an address: white space, opening ASCII ones, other scripts' punctuation. */
const MAY_PRECEDE = /^(?:[\s\p{Cf}([{"'=<]|(?!\p{ASCII})\p{P})/u;

/** Plain text of the markup: blank lines between paragraphs, `> ` before quotes, links as `text (address)`. */
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

/** Line of its parts. A space separates an address from a neighbour that software would take for part of it. */
function lineOf(parts: readonly Segment[]): string {
  let line = '';
  // Kept apart, since reading it from the line would copy the line each time.
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
