import { parseDocument } from 'htmlparser2';
import { anchor, el, fault, orderedList } from './element.ts';
import type { Child } from '../html.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];

/** Elements that are drawn as what they are, wherever HTML of a message has them. */
const SAME = ['b', 'blockquote', 'br', 'code', 'del', 'em', 'hr', 'li', 'p', 'pre', 'u', 'ul'] as const;
const OTHER: Readonly<Record<string, string>> = { strong: 'b', i: 'em', s: 'del', strike: 'del' };

const TEXT_NODE = 3;

/** Draws a message's HTML: of its elements those that a chat shows, and of its attributes only links' addresses. */
export function drawHypertext(html: string): readonly Child[] {
  return parseDocument(html).children.flatMap(drawNode);
}

function drawNode(node: Node): readonly Child[] {
  if (!('attribs' in node)) return 'data' in node && node.nodeType === TEXT_NODE ? [node.data] : [fault(node.type)];
  const { name, attribs } = node;
  const inside = node.children.flatMap(drawNode);
  const same = SAME.find((one) => one === (OTHER[name] ?? name));
  if (same !== undefined) return [el(same, null, ...inside)];
  if (/^h[1-6]$/.test(name)) return [el('p', 'heading', ...inside)];
  switch (name) {
    case 'a':
      return [anchor(attribs['href'] ?? '', ...inside)];
    case 'ol':
      return [orderedList(attribs['start'] ?? 1, inside)];
    case 'div':
      return [el('div', null, ...inside)];
    case 'font':
    case 'span':
      return [el('span', attribs['color'] === undefined ? null : 'muted', ...inside)];
    default:
      return [fault(`<${name}>`, ...inside)];
  }
}
