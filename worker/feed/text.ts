import type { Text } from '../model.ts';
import { attributeOf, type Element, textOf } from './element.ts';
import { looseMarkupOf, markupOf } from './markup.ts';
import { plainOf } from './plain.ts';

/** A tag or an entity: what plain text hardly ever contains, and HTML nearly always. */
const LOOKS_LIKE_HTML = /<[a-z/!]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i;

/** Text that RSS calls HTML, though often it is plain (`description`); `null` where it is missing or blank. */
export function rssText(element: Element | null): Text | null {
  if (element === null) return null;
  const value = hasElements(element) ? looseMarkupOf(element) : textOf(element);
  return text(LOOKS_LIKE_HTML.test(value) ? 'html' : 'text', value, element.base);
}

/** An Atom text construct or content (RFC 4287, sections 3.1 and 4.1.3; Atom 0.3: `mode`). */
export function atomText(element: Element | null): Text | null {
  if (element === null || attributeOf(element, 'src') !== null) return null;
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase();
  const mode = attributeOf(element, 'mode')?.toLowerCase();
  if (mode === 'base64' || (mode === undefined && isBinary(type))) {
    return text(type.includes('html') ? 'html' : 'text', fromBase64(textOf(element)), element.base);
  }
  if (type === 'xhtml' || type.includes('xml') || (hasElements(element) && type !== 'html' && type !== 'text/html')) {
    const [only, more] = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
    const wrapped = more === undefined && typeof only === 'object' && only.name === 'xhtml:div' ? only : element;
    return text('html', markupOf(wrapped), wrapped.base);
  }
  if (type.includes('html'))
    return text('html', hasElements(element) ? looseMarkupOf(element) : textOf(element), element.base);
  return text('text', textOf(element), element.base);
}

/** A title or name as one line of plain text. */
export function titleOf(content: Text | null): string | null {
  if (content === null) return null;
  const plain = content.type === 'html' ? plainOf(content.value) : content.value;
  const line = plain.replace(/\s+/g, ' ').trim();
  return line === '' ? null : line;
}

/** RFC 4287, section 4.1.3.3: what is neither text nor XML is base64. */
function isBinary(type: string): boolean {
  return type.includes('/') && !type.startsWith('text/') && !/[/+]xml$/.test(type);
}

function fromBase64(value: string): string {
  try {
    const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return value;
  }
}

function hasElements(element: Element): boolean {
  return element.children.some((child) => typeof child !== 'string');
}

function text(type: Text['type'], value: string, base: string): Text | null {
  return value.trim() === '' ? null : { type, value, base };
}
