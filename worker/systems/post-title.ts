/** English words before a post's title in the title of its comments' feed. Others are found by the post's address. */
const BEFORE = /^(?:comments (?:on|for):?|replies to:?)\s+/i;

/** Longest title that is searched: no blog has longer ones. */
const MAX_TITLE = 500;

/** Finds the post's title within `title` (say "Comments on: Hello world!"), in any language; `null` where it has none. */
export function postTitleIn(title: string | null, page: string | null): string | null {
  if (title === null) return null;
  const rest = title.replace(BEFORE, '').trim();
  if (rest !== title.trim() && rest !== '') return rest;
  return namedFully(title, page);
}

/** Finds the post's title by its address alone; a single word is too little: it may leave out half the title. */
export function namedFully(title: string | null, page: string | null): string | null {
  const named = title === null || page === null ? null : namedByAddress(title, page);
  return named !== null && /[\s-]/.test(named) ? named : null;
}

/**
 * Finds the words of `title` that the last part of the address is made of: blogs name a post's page after its title
 * ("/hello-world/"), so this needs no language.
 */
export function namedByAddress(title: string, page: string): string | null {
  if (title.length > MAX_TITLE) return null;
  const slug = wordsOf(slugOf(page)).map(({ word }) => word);
  if (/^\d+$/.test(slug.at(-1) ?? '') && slug.length > 2) slug.pop();
  const words = wordsOf(title);
  if (slug.length === 0 || slug.length > words.length || (slug.length === 1 && slug[0]?.length === 1)) return null;
  for (let first = words.length - slug.length; first >= 0; first--) {
    if (!slug.every((word, index) => words[first + index]?.word === word)) continue;
    const start = words[first]?.start ?? 0;
    const end = words[first + slug.length - 1]?.end ?? title.length;
    const after = /^(?:\s?[!?…]|[.)%]){1,5}/.exec(title.slice(end))?.[0] ?? '';
    const before = /[¿¡#$]$/.exec(title.slice(0, start))?.[0] ?? '';
    return before + title.slice(start, end) + after;
  }
  return null;
}

function slugOf(page: string): string {
  const last = /([^/?]+)\/?(?:\?.*)?$/.exec(page.replace(/^https?:\/\/[^/]*/, ''))?.[1] ?? '';
  const name = last.replace(/\.(?:html?|php|aspx?)$/, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Splits a text into words as addresses spell them: no accents, no apostrophes, no capitals. */
function wordsOf(text: string): readonly { readonly word: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)].map((found) => ({
    word: found[0]
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f'’]/g, '')
      .replaceAll('ß', 'ss')
      .toLowerCase(),
    start: found.index,
    end: found.index + found[0].length,
  }));
}
