import { anchor, el, fault, lines, orderedList } from './element.ts';
import type { Child, Html } from '../html.ts';

/** Node of CommonMark's tree, as its reference parser and its descendants give it. */
export type MarkdownNode = {
  readonly type: string;
  readonly literal: string | null;
  readonly destination: string | null;
  readonly level: number;
  readonly listType: string;
  readonly listStart: number;
  readonly firstChild: MarkdownNode | null;
  readonly next: MarkdownNode | null;
};

/** Things that chats show in different ways. */
export type MarkdownLooks = {
  /** Line break within a paragraph. */
  readonly softBreak: 'break' | 'space';
  readonly text: (literal: string) => readonly Child[];
  /** Code as the chat reads it; absent: as CommonMark does. */
  readonly code?: (literal: string) => string;
  /** Thing that CommonMark takes for a link with this target; `null`: it is one. */
  readonly link?: (target: string) => Child;
};

/** Draws a tree of markdown. What is alive in it, as a mention or HTML, is drawn as a fault. */
export function drawMarkdown(node: MarkdownNode, looks: MarkdownLooks): readonly Child[] {
  const inside = (): readonly Child[] => childrenOf(node).flatMap((child) => drawMarkdown(child, looks));
  const literal = node.literal ?? '';
  switch (node.type) {
    case 'document':
      return inside();
    case 'paragraph':
      return [el('p', null, ...inside())];
    case 'text':
      return looks.text(literal);
    case 'softbreak':
      return [looks.softBreak === 'break' ? el('br', null) : ' '];
    case 'linebreak':
      return [el('br', null)];
    case 'strong':
      return [el('b', null, ...inside())];
    case 'emph':
      return [el('em', null, ...inside())];
    case 'del':
      return [el('del', null, ...inside())];
    case 'code':
      return [el('code', null, looks.code?.(literal) ?? literal)];
    case 'code_block':
      return [el('pre', null, (looks.code?.(literal) ?? literal).replace(/\n$/, ''))];
    case 'block_quote':
      return [el('blockquote', null, ...inside())];
    case 'thematic_break':
      return [el('hr', null)];
    case 'heading':
      return [el('p', 'heading', ...inside())];
    case 'item':
      return [el('li', null, ...inside())];
    case 'list':
      return [listOf(node, inside())];
    case 'link':
      return [looks.link?.(node.destination ?? '') ?? anchor(node.destination ?? '', ...inside())];
    default:
      return [fault(node.type, ...lines(literal), ...inside())];
  }
}

/** Struck words, which CommonMark has not: between one or two signs. */
const STRUCK = /~~?([^~]+)~~?/;

/** Text of a chat that has struck words beside CommonMark. */
export function struckText(literal: string): readonly Child[] {
  return literal.split(STRUCK).map((part, at) => (at % 2 === 1 ? el('del', null, part) : part));
}

function listOf({ listType, listStart }: MarkdownNode, items: readonly Child[]): Html {
  if (listType.toLowerCase() !== 'ordered') return el('ul', null, ...items);
  return orderedList(listStart, items);
}

function childrenOf({ firstChild }: MarkdownNode): readonly MarkdownNode[] {
  const children: MarkdownNode[] = [];
  for (let child = firstChild; child !== null; child = child.next) children.push(child);
  return children;
}
