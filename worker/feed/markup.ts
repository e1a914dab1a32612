import { escapeAttribute, escapeText } from 'entities/escape';
import type { Element } from './element.ts';

/** An element's content as HTML: its elements written out without prefix, its text escaped. */
export function markupOf(element: Element): string {
  return element.children
    .map((child) => (typeof child === 'string' ? escapeText(child) : write(child, escapeText)))
    .join('');
}

/** The same for content that should have been escaped and was not: its text is HTML as it stands. */
export function looseMarkupOf(element: Element): string {
  const asIs = (text: string): string => text;
  return element.children.map((child) => (typeof child === 'string' ? child : write(child, asIs))).join('');
}

function write(element: Element, text: (value: string) => string): string {
  const name = element.name.slice(element.name.indexOf(':') + 1);
  let tag = `<${name}`;
  for (const key in element.attributes) {
    if (!key.startsWith('xmlns'))
      tag += ` ${key.replace(/^\?/, '')}="${escapeAttribute(element.attributes[key] ?? '')}"`;
  }
  if (VOID.has(name)) return `${tag}>`;
  const inner = element.children
    .map((child) => (typeof child === 'string' ? text(child) : write(child, text)))
    .join('');
  return `${tag}>${inner}</${name}>`;
}

/** HTML's elements without content (HTML, section 13.1.2). */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
