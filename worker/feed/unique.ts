import { hash } from './entry/identity.ts';
import type { Text } from './parsed-feed.ts';
import { shortId } from './short-id.ts';

/** What tells two of one id apart. */
type Named = {
  readonly id: string;
  readonly url: string | null;
  readonly author: { readonly name: string | null };
  readonly published: string | null;
  readonly updated: string | null;
  readonly content: Text | null;
};

/** An entry under an id that no other of the feed has. */
export type Unique<T> = {
  readonly entry: T;
  /** The guid that others have as well, and the id that this one has where another of them keeps it. */
  readonly shared: { readonly guid: string; readonly id: string } | null;
};

/**
 * Several entries with one id are several comments (brief#428: some blogs give every comment the post's guid): the
 * first keeps it, later ones get the link as well, and where that too is the same, the time, and then what they say. One
 * that is the same as another in all of this is that one, served twice. An id of an absurd length becomes a short one.
 */
export function unique<T extends Named>(entries: readonly T[]): readonly Unique<T>[] {
  const counts = new Map<string, number>();
  for (const { id } of entries) counts.set(id, (counts.get(id) ?? 0) + 1);
  const taken = new Set<string>();
  const told = new Set<string>();
  const all: { readonly entry: T; readonly name: string; readonly facts: string }[] = [];
  for (const entry of entries) {
    // Looked at closely only where there are several, which is rare.
    const facts = counts.get(entry.id) === 1 ? '' : factsOf(entry);
    const name = told.has(facts) ? undefined : namesOf(entry, facts).find((free) => !taken.has(free));
    if (name === undefined) continue;
    if (facts !== '') told.add(facts);
    taken.add(name);
    all.push({ entry, name, facts });
  }
  return all.map(({ entry, name, facts }) => ({
    entry: name === entry.id ? entry : { ...entry, id: name },
    shared: facts === '' ? null : sharedBy(entry, name, namesOf(entry, facts), taken),
  }));
}

function sharedBy(
  { id }: Named,
  name: string,
  names: readonly string[],
  taken: ReadonlySet<string>,
): { readonly guid: string; readonly id: string } {
  const guid = shortId(id);
  return { guid, id: name === guid ? (names.find((free) => !taken.has(free)) ?? name) : name };
}

function namesOf({ id, url, published, updated }: Named, facts: string): readonly string[] {
  const linked = `${id}|${url ?? ''}`;
  const timed = `${linked}|${published ?? updated ?? ''}`;
  return [id, linked, timed, `${timed}|${facts}`].map(shortId);
}

function factsOf({ id, url, author, published, updated, content }: Named): string {
  return hash([id, url, author.name, published, updated, content?.value].map((fact) => fact ?? '').join('\n'));
}
