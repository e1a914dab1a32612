import { fittingUrl, LINK_LEFT_OUT } from '../url.ts';
import { stripControls } from '../text/strip-controls.ts';

type Attributes = Readonly<Record<string, string>>;

/** Blog systems put emoji in as images, whose alternative text is the emoji itself. */
const EMOJI = /(?:^|\s)(?:wp-smiley|emoji)(?:\s|$)/;

/** A width or height of nothing, or of a dot: in its attribute or in `style`. */
const DOT = /^\s*[01](?:px)?\s*$/;
const STYLE_DOT = /(?:^|[;\s])(?:width|height)\s?:\s?[01](?:px)?\s?(?:;|$)/i;

/** What an `img` shows: a picture, or a word (an emoji); `null` for what only counts its readers, and for no address. */
export function imageOf(
  attributes: Attributes,
  base: string | null,
): { readonly kind: 'word'; readonly text: string } | { readonly kind: 'image'; src: string; alt: string } | null {
  const alt = stripControls(attributes['alt'] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (alt !== '' && EMOJI.test(attributes['class'] ?? '')) return { kind: 'word', text: alt };
  if (DOT.test(attributes['width'] ?? '') || DOT.test(attributes['height'] ?? '')) return null;
  if (STYLE_DOT.test(attributes['style'] ?? '')) return null;
  const url = attributes['src'] === undefined ? null : fittingUrl(attributes['src'], base);
  if (url === 'too long') return { kind: 'word', text: `${alt} ${LINK_LEFT_OUT}`.trimStart() };
  return url?.href.startsWith('http') ? { kind: 'image', src: url.href, alt } : null;
}
