import { endOfName } from './tag.ts';

/** Root element of a feed: the offset at which it starts, and its kind. */
export type Root = { readonly at: number; readonly kind: 'rss' | 'rdf' | 'atom' };

type Kind = Root['kind'] | 'html';

/** Root elements that are known wherever they stand: junk may be before them. */
const ROOTS: ReadonlyMap<string, Kind> = new Map([
  ['rss', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
  ['html', 'html'],
]);
/** Elements that are a root only where they are the first: a part of a feed by itself, or a page without its `html`. */
const FIRST: ReadonlyMap<string, Kind> = new Map([
  ['channel', 'rss'],
  ['item', 'rss'],
  ['entry', 'atom'],
  ['head', 'html'],
  ['body', 'html'],
]);

/** Finds the first element that can be a feed's root, behind whatever junk is before it; `html` where a web page comes first. */
export function findRoot(text: string): Root | 'html' | null {
  let isFirst = true;
  let isPage = false;
  let end = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', end)) {
    end = at + 1;
    if (text.startsWith('!--', end)) end = behind(text, '-->', end);
    else if (text.startsWith('?', end)) end = behindInstruction(text, end);
    else if (text.startsWith('!', end)) {
      isPage ||= /^!doctype\s+html\b/i.test(text.slice(end, end + 20));
      end = behindDoctype(text, end);
    } else {
      const name = text.slice(end, endOfName(text, end)).toLowerCase();
      const local = name.slice(name.indexOf(':') + 1);
      const kind = ROOTS.get(local) ?? (isFirst ? FIRST.get(local) : undefined);
      if (kind !== undefined) return kind === 'html' ? kind : { at, kind };
      if (isPage) return 'html';
      isFirst = false;
    }
    if (end < 0) return null;
  }
  return null;
}

/** Gives the offset behind the next `mark`; -1 where there is none. */
export function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** Gives the offset behind an instruction, of which some lack the `?` at the end; -1 where it does not end. */
export function behindInstruction(text: string, from: number): number {
  const lt = text.indexOf('<', from);
  const upToNext = text.slice(from, lt < 0 ? text.length : lt);
  const end = behind(upToNext, upToNext.includes('?>') ? '?>' : '>', 0);
  return end < 0 ? behind(text, '?>', from) : from + end;
}

/** Gives the offset behind a DOCTYPE with its internal subset, in which `>`, quoted text, comments and instructions do not end it. */
function behindDoctype(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") {
      i = text.indexOf(char, i + 1);
      // A quote that is not closed is none.
      if (i < 0) return behind(text, '>', from);
    } else if (char === '<' && (text[i + 1] === '?' || text.startsWith('!--', i + 1))) {
      i = behind(text, text[i + 1] === '?' ? '?>' : '-->', i) - 1;
      if (i < 0) return -1;
    } else if (char === '[') depth++;
    else if (char === ']') depth--;
    else if (char === '>' && depth <= 0) return i + 1;
  }
  return -1;
}
