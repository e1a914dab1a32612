import type { Block, Inline, Markup } from '../tree.ts';

/** Texts of the markup, in order. */
export function wordsOf(markup: Markup): readonly string[] {
  const words: string[] = [];
  withWords(markup, (word) => {
    words.push(word);
    return word;
  });
  return words;
}

/** Copy of the markup with each text mapped by `change`. */
export function withWords(markup: Markup, change: (text: string) => string): Markup {
  return markup.map((block) => changed(block, change));
}

function changed(block: Block, change: (text: string) => string): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return { ...block, inlines: block.inlines.map((inline) => changedInline(inline, change)) };
    case 'pre':
      return { ...block, text: change(block.text) };
    case 'quote':
      return { ...block, blocks: withWords(block.blocks, change) };
    case 'list':
      return { ...block, items: block.items.map((item) => withWords(item, change)) };
    case 'rule':
      return block;
  }
}

function changedInline(inline: Inline, change: (text: string) => string): Inline {
  switch (inline.kind) {
    case 'text':
      return { ...inline, text: change(inline.text) };
    case 'image':
      return { ...inline, alt: change(inline.alt) };
    case 'break':
      return inline;
  }
}
