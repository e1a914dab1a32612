/** An entry's own id or link; where it has neither, a digest of what it says, never of when: that changes. */
export function identify(
  id: string | null,
  url: string | null,
  title: string | null,
  content: string | null,
): { readonly id: string; readonly idDerived: boolean } {
  if (id !== null) return { id, idDerived: false };
  return { id: url ?? `urn:earshot:${hash(`${title ?? ''}\n${content ?? ''}`)}`, idDerived: true };
}

/** 2 × 32 bits of FNV-1a in hexadecimal: told apart within one feed, no defence against anyone. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 15);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
