import { fittingUrl, LINK_LEFT_OUT } from '../url.ts';
import { stripControls } from '../text/strip-controls.ts';

type Attributes = Readonly<Record<string, string>>;

/** Classes of images that blog systems use for emoji; the alternative text is the emoji itself. */
const EMOJI = /(?:^|\s)(?:wp-smiley|emoji)(?:\s|$)/;

/** Width or height of 0 or 1 pixel, in an attribute or in `style`: a tracking pixel. */
const PIXEL = /^\s*[01](?:px)?\s*$/;
const STYLE_PIXEL = /(?:^|[;\s])(?:width|height)\s?:\s?[01](?:px)?\s?(?:;|$)/i;

/** Content of an `img`: a picture, or text (an emoji, a note); `null` for a tracking pixel or without a safe address. */
export function imageOf(
  attributes: Attributes,
  base: string | null,
): { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; src: string; alt: string } | null {
  const alt = stripControls(attributes['alt'] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (alt !== '' && EMOJI.test(attributes['class'] ?? '')) return { kind: 'text', text: alt };
  if (PIXEL.test(attributes['width'] ?? '') || PIXEL.test(attributes['height'] ?? '')) return null;
  if (STYLE_PIXEL.test(attributes['style'] ?? '')) return null;
  const url = attributes['src'] === undefined ? null : fittingUrl(attributes['src'], base);
  if (url === 'too long') return { kind: 'text', text: `${alt} ${LINK_LEFT_OUT}`.trimStart() };
  return url?.href.startsWith('http') ? { kind: 'image', src: url.href, alt } : null;
}
