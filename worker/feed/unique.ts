import { shortId } from './short-id.ts';

/** What tells two of one id apart. */
type Named = {
  readonly id: string;
  readonly url: string | null;
  readonly published: string | null;
  readonly updated: string | null;
};

/**
 * Several entries with one id are several comments (brief#428: some blogs give every comment the post's guid): the
 * first keeps it, later ones get the link as well, and where that too is the same, the time. What still is the same
 * as another is that one, served twice. An id of an absurd length becomes a short one.
 */
export function unique<T extends Named>(entries: readonly T[]): readonly T[] {
  const taken = new Set<string>();
  const all: T[] = [];
  for (const entry of entries) {
    const names = [entry.id, `${entry.id}|${entry.url ?? ''}`];
    const id = [...names, `${names[1]}|${entry.published ?? entry.updated ?? ''}`]
      .map(shortId)
      .find((name) => !taken.has(name));
    if (id === undefined) continue;
    taken.add(id);
    all.push(id === entry.id ? entry : { ...entry, id });
  }
  return all;
}
