import { isAddress } from './address.ts';
import { segments, type Segment } from './segment.ts';
import type { Block, Markup } from './tree.ts';

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
      return segments(node.inlines).map((line) => line.map(segment).join(''));
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

function segment(part: Segment): string {
  if (part.kind === 'text') return part.text;
  if (part.text === '') return part.href;
  return isAddress(part.text, part.href) ? part.text : `${part.text} (${part.href})`;
}
