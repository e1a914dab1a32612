import type { EntryText } from '../parsed-feed.ts';
import { attributeOf, type Element, isElement, textOf } from '../xml/element.ts';
import { looseMarkupOf, markupOf } from '../xml/markup.ts';

/** A tag or an entity: what HTML nearly always contains, and plain text hardly ever. */
const HTML = /<[a-z/!]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i;
/** XML media types (RFC 7303): their content is elements, as served. */
const XML_TYPE = /^xhtml$|[/+]xml$/;
/** Pictures and sounds are no text. */
const MEDIA_TYPE = /^(?:image|audio|video)\//;

/** An element's text, of the type that its vocabulary gives it; `null` where it is blank, elsewhere or not text. */
export function readText(element: Element): EntryText | null {
  const text = element.name.startsWith('atom:') ? readAtomText(element) : readRssText(element);
  return text === null || text.value.trim() === '' ? null : text;
}

/** RSS says of none of its elements whether they are plain or HTML, so what they contain has to. */
function readRssText(element: Element): EntryText {
  const value = looseMarkupOf(element);
  return { type: HTML.test(value) ? 'html' : 'text', value, base: element.base };
}

/** RFC 4287, sections 3.1 and 4.1.3; Atom 0.3 has media types alone, and `mode`. */
function readAtomText(element: Element): EntryText | null {
  if (attributeOf(element, 'src') !== null) return null;
  const { base } = element;
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase().replace(/;.*/s, '').trim();
  const mode = attributeOf(element, 'mode')?.toLowerCase();
  const isHtml = type.includes('html');
  if (mode === 'base64' || isBinary(type)) {
    const value = fromBase64(textOf(element)) ?? (MEDIA_TYPE.test(type) ? null : textOf(element));
    return value === null ? null : { type: isHtml ? 'html' : 'text', value, base };
  }
  if (mode !== 'escaped' && XML_TYPE.test(type)) return readXhtml(element);
  if (isHtml) return { type: 'html', value: looseMarkupOf(element), base };
  return element.children.some(isElement) ? readXhtml(element) : { type: 'text', value: textOf(element), base };
}

/** RFC 4287, section 3.1.1.3: the `div` around it is no part of the content. */
function readXhtml(element: Element): EntryText {
  const [only, more] = element.children.filter((child) => isElement(child) || child.trim() !== '');
  const content =
    only !== undefined && more === undefined && isElement(only) && only.name === 'xhtml:div' ? only : element;
  return { type: 'html', value: markupOf(content), base: content.base };
}

/** RFC 4287, section 4.1.3.3: what is of a media type that is neither text nor XML is base64. */
function isBinary(type: string): boolean {
  return type.includes('/') && !type.startsWith('text/') && !XML_TYPE.test(type);
}

/** `null` where it is not base64, or not of text. */
function fromBase64(value: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}
