import { escapeAttribute, escapeText } from 'entities/escape';
import { type Element, isElement } from './element.ts';

/** Writes an element's content as HTML: its elements without prefix, its text escaped. */
export function markupOf(element: Element): string {
  return writeContent(element, escapeText);
}

/** Writes content as HTML that should have been escaped and was not: its text is HTML as it stands. */
export function looseMarkupOf(element: Element): string {
  return writeContent(element, asItStands);
}

function asItStands(text: string): string {
  return text;
}

// Added up, not joined: joining copies what is deep at every level.
function writeContent(element: Element, text: (value: string) => string): string {
  let html = '';
  for (const child of element.children) html += isElement(child) ? write(child, text) : text(child);
  return html;
}

function write(element: Element, text: (value: string) => string): string {
  const name = element.name.slice(element.name.indexOf(':') + 1);
  let tag = `<${name}`;
  for (const key in element.attributes) {
    if (!key.startsWith('xmlns'))
      tag += ` ${key.replace(/^\?/, '')}="${escapeAttribute(element.attributes[key] ?? '')}"`;
  }
  // What was served within an element that can have no content was meant to stand behind it.
  return `${tag}>${writeContent(element, text)}${VOID.has(name) ? '' : `</${name}>`}`;
}

/** Elements of HTML without content (HTML, section 13.1.2). */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
