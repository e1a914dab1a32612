import { namesAnother } from './named.ts';

/**
 * Faults of a link: it leads to where the tests' comments do, and its text is no other address.
 */
export function linkFaults(text: string, href: string): readonly string[] {
  const url = URL.parse(href);
  if (/^mailto:[^\s<>]+$/.test(href))
    return namesAnother(text, href) ? [`a link that says ${text} and leads to ${href}`] : [];
  const isKnown =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    (url.hostname.endsWith('.example') || url.hostname === 'matrix.to') &&
    url.username === '';
  if (!isKnown) return [`a link to ${href}`];
  return namesAnother(text, href) ? [`a link that says ${text} and leads to ${href}`] : [];
}

/** Faults of any text: what turns its direction, and halves of pairs. */
export function textFaults(text: string): readonly string[] {
  return [
    ...(/[\u202A-\u202E\u2066-\u2069]/.test(text) ? ['a turn of direction'] : []),
    ...(text.isWellFormed() ? [] : ['half of a pair']),
  ];
}
