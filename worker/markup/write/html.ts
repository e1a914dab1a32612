import { escapeAttribute, escapeText } from 'entities/escape';
import type { Block, Inline, InlineMark, Markup } from '../tree.ts';

/**
 * Safe HTML, made only of what the tree can hold. Links say `nofollow ugc`, since strangers wrote them and whoever shows
 * the comment vouches for none, and `noopener`, since whoever shows it may add a target.
 */
export function writeHtml(markup: Markup): string {
  return markup.map(block).join('');
}

function block(node: Block): string {
  switch (node.kind) {
    case 'paragraph':
      return `<p>${lines(node.inlines)}</p>`;
    case 'heading':
      return `<h${node.level}>${lines(node.inlines)}</h${node.level}>`;
    case 'pre':
      return `<pre>${node.text.startsWith('\n') ? '\n' : ''}${escapeText(node.text)}</pre>`;
    case 'quote':
      return `<blockquote>${writeHtml(node.blocks)}</blockquote>`;
    case 'list': {
      const items = node.items.map((item) => `<li>${itemHtml(item)}</li>`).join('');
      if (node.start === null) return `<ul>${items}</ul>`;
      return `<ol${node.start === 1 ? '' : ` start="${node.start}"`}>${items}</ol>`;
    }
    case 'rule':
      return '<hr>';
  }
}

/** HTML of a list item; its first paragraph needs no `p`. */
function itemHtml(item: readonly Block[]): string {
  const [first, ...rest] = item;
  return first?.kind === 'paragraph' ? lines(first.inlines) + writeHtml(rest) : writeHtml(item);
}

function lines(inlines: readonly Inline[]): string {
  let html = '';
  let open: readonly InlineMark[] = [];
  for (const inline of inlines) {
    const kept = shared(open, inline.marks);
    html += closing(open.slice(kept)) + inline.marks.slice(kept).map(opening).join('') + inlineHtml(inline);
    open = inline.marks;
  }
  return html + closing(open);
}

/** Number of outer marks that both have. */
function shared(open: readonly InlineMark[], marks: readonly InlineMark[]): number {
  const differs = marks.findIndex((mark, index) => mark !== open[index]);
  return differs === -1 ? Math.min(marks.length, open.length) : differs;
}

function inlineHtml(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return escapeText(inline.text);
    case 'image':
      return `<img src="${escapeAttribute(inline.src)}" alt="${escapeAttribute(inline.alt)}">`;
    case 'break':
      return '<br>';
  }
}

function opening(mark: InlineMark): string {
  if (mark.kind === 'link') return `<a href="${escapeAttribute(mark.href)}" rel="nofollow noopener ugc">`;
  return `<${tag(mark)}>`;
}

function closing(marks: readonly InlineMark[]): string {
  return marks
    .map((mark) => `</${tag(mark)}>`)
    .toReversed()
    .join('');
}

function tag(mark: InlineMark): string {
  return mark.kind === 'link' ? 'a' : mark.kind === 'code' ? 'code' : mark.tag;
}
