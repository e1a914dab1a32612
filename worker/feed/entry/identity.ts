import { fnv1a } from '../../hash.ts';

/** Gives an entry's own id or link; where it has neither, a digest of its text, never of its time, which changes. */
export function identify(
  id: string | null,
  url: string | null,
  title: string | null,
  content: string | null,
): { readonly id: string; readonly idDerived: boolean } {
  if (id !== null) return { id, idDerived: false };
  return { id: url ?? `urn:earshot:${hash(`${title ?? ''}\n${content ?? ''}`)}`, idDerived: true };
}

/** Gives 64 bits in hexadecimal, FNV-1a and another: enough to tell entries of one feed apart, no defence against anyone. */
export function hash(text: string): string {
  let other = 0x1000193;
  for (let at = 0; at < text.length; at++) other = Math.imul(other + text.charCodeAt(at), 0x85ebca6b) ^ (other >>> 15);
  return [fnv1a(text), other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
