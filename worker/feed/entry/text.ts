import type { EntryText } from '../parsed-feed.ts';
import { attributeOf, type Element, isElement, textContentOf } from '../xml/element.ts';
import { looseMarkupOf, markupOf } from '../xml/markup.ts';

/** Tag or entity: HTML nearly always contains one, plain text hardly ever. */
const HTML = /<[a-z/!]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i;
/** Media types of XML (RFC 7303), whose content is elements as served. */
const XML_TYPE = /^xhtml$|[/+]xml$/;
/** Media types of pictures, sounds and films, which are no text. */
const MEDIA_TYPE = /^(?:image|audio|video)\//;

/** Reads an element's text, of the type that its vocabulary gives it; `null` where it is blank, elsewhere or not text. */
export function readText(element: Element): EntryText | null {
  const text = element.name.startsWith('atom:') ? readAtomText(element) : readRssText(element);
  return text === null || text.value.trim() === '' ? null : text;
}

/** Reads text of RSS, which states no type: text with a tag or an entity is HTML. */
function readRssText(element: Element): EntryText {
  const value = looseMarkupOf(element);
  return { type: HTML.test(value) ? 'html' : 'text', value, base: element.base };
}

/** Reads text of Atom (RFC 4287, sections 3.1 and 4.1.3); Atom 0.3 has media types alone, and `mode`. */
function readAtomText(element: Element): EntryText | null {
  if (attributeOf(element, 'src') !== null) return null;
  const { base } = element;
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase().replace(/;.*/s, '').trim();
  const mode = attributeOf(element, 'mode')?.toLowerCase();
  const isHtml = type.includes('html');
  if (mode === 'base64' || isBinary(type)) {
    const value = fromBase64(textContentOf(element)) ?? (MEDIA_TYPE.test(type) ? null : textContentOf(element));
    return value === null ? null : { type: isHtml ? 'html' : 'text', value, base };
  }
  if (mode !== 'escaped' && XML_TYPE.test(type)) return readXhtml(element);
  if (isHtml) return { type: 'html', value: looseMarkupOf(element), base };
  return element.children.some(isElement) ? readXhtml(element) : { type: 'text', value: textContentOf(element), base };
}

/** Reads XHTML, of which the `div` around it is no part (RFC 4287, section 3.1.1.3). */
function readXhtml(element: Element): EntryText {
  const [only, more] = element.children.filter((child) => isElement(child) || child.trim() !== '');
  const content =
    only !== undefined && more === undefined && isElement(only) && only.name === 'xhtml:div' ? only : element;
  return { type: 'html', value: markupOf(content), base: content.base };
}

/** True of a media type that is neither text nor XML: such content is base64 (RFC 4287, section 4.1.3.3). */
function isBinary(type: string): boolean {
  return type.includes('/') && !type.startsWith('text/') && !XML_TYPE.test(type);
}

/** Decodes base64; `null` where it is none, or not of text. */
function fromBase64(value: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}
