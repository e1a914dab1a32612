import type { Entry, ParsedFeed } from '../../worker/feed/parsed-feed.ts';

/** Makes an entry of which only the given facts are known. */
export function entry(given: Partial<Entry> & { readonly id: string }): Entry {
  return {
    idDerived: false,
    url: null,
    title: null,
    author: { name: null, url: null, email: null, avatar: null },
    published: null,
    updated: null,
    language: null,
    content: null,
    summary: null,
    commentsUrl: null,
    inReplyTo: null,
    replies: { feed: null, count: null },
    ...given,
  };
}

/** Makes a feed of the entries, of no known system. */
export function feedOf(...entries: readonly Entry[]): ParsedFeed {
  return {
    format: 'atom',
    id: null,
    title: null,
    url: null,
    updated: null,
    language: null,
    generator: null,
    hub: null,
    self: null,
    next: null,
    truncated: false,
    entries,
  };
}

/** Makes an entry's content. */
export function html(value: string, base: string | null = null): Entry['content'] {
  return { type: 'html', value, base };
}

/** Sorts comments by their time, whatever the feed's order; those of one second by their numbers, those of no time as they stand. */
export function oldestFirst<T extends { readonly id: string; readonly published: string | null }>(
  found: readonly T[],
): readonly T[] {
  const timeOf = ({ published }: T): number => Date.parse(published ?? '') || 0;
  const numberOf = ({ id }: T): number => Number(/\d{1,15}$/.exec(id)?.[0] ?? 0);
  return found.toReversed().toSorted((a, b) => timeOf(a) - timeOf(b) || numberOf(a) - numberOf(b));
}
