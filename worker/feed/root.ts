import { endOfName } from './tag.ts';

/** Where a feed's root element starts, and which it is. */
export type Root = { readonly at: number; readonly kind: 'rss' | 'rdf' | 'atom' };

const KINDS: Readonly<Record<string, Root['kind'] | 'html'>> = {
  rss: 'rss',
  channel: 'rss',
  rdf: 'rdf',
  item: 'rss',
  feed: 'atom',
  entry: 'atom',
  html: 'html',
  head: 'html',
  body: 'html',
};

/** The first element that can be a feed's root, behind whatever junk is before it; `html` where a web page comes first. */
export function findRoot(text: string): Root | 'html' | null {
  let at = text.indexOf('<');
  while (at >= 0) {
    let end = at + 1;
    if (text.startsWith('!--', end)) end = endOf(text, '-->', end);
    else if (text.startsWith('?', end)) end = endOf(text, '?>', end);
    else if (text.startsWith('!', end)) end = endOfDoctype(text, end);
    else {
      const name = text.slice(end, endOfName(text, end)).toLowerCase();
      const kind = KINDS[name.slice(name.indexOf(':') + 1)];
      if (kind !== undefined) return kind === 'html' ? kind : { at, kind };
    }
    if (end < 0) return null;
    at = text.indexOf('<', end);
  }
  return null;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** Behind a DOCTYPE with its internal subset, in which `>` and quoted text do not end it. */
function endOfDoctype(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'") {
      i = text.indexOf(c, i + 1);
      if (i < 0) return -1;
    } else if (c === '[') depth++;
    else if (c === ']') depth--;
    else if (c === '>' && depth <= 0) return i + 1;
  }
  return -1;
}
