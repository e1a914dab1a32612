import { all as both, byAuthorTime, byFingerprint, byText, type NameOf, type NamedComment } from './names.ts';
import type { RememberedComment, SeenComment } from './watch.ts';

/** A comment of this poll, each once. `page` 0 is page 1. */
export type Matched = {
  readonly comment: SeenComment;
  readonly page: number;
  readonly at: number;
  /** Index of the remembered one that it is; `null`: none of them. */
  readonly knownIndex: number | null;
  /** Another comment of the same page shares all but its text. */
  readonly twin: boolean;
};

/** A comment on its way to be matched. */
export type Open = { -readonly [K in keyof Matched]: Matched[K] };

/** One poll's state of matching: which remembered ones are taken. */
export type Pool = { readonly remembered: readonly RememberedComment[]; readonly taken: Set<number> };

/** Name that no two comments share; none where they do: a burst of "+1" is no proof that all IDs have changed. */
export function unique(pool: Pool, some: readonly Open[], name: NameOf): NameOf {
  const counts = new Map<string, number>();
  const repeated = new Set<string>();
  const note = (comments: readonly NamedComment[]): void => {
    counts.clear();
    for (const one of comments) {
      const said = name(one);
      if (said === null) continue;
      if (counts.has(said)) repeated.add(said);
      counts.set(said, 1);
    }
  };
  note(pool.remembered.flatMap((known, index) => (pool.taken.has(index) ? [] : known)));
  note(some.map(({ comment }) => comment));
  return (of) => {
    const said = name(of);
    return said === null || repeated.has(said) ? null : said;
  };
}

/** Pairs by one name after the other, each at most once: among equals the one with the same text goes first, then the latest. */
export function pair({ remembered, taken }: Pool, some: readonly Open[], ...names: readonly NameOf[]): void {
  for (const name of names) {
    const groups = new Map<string, Group>();
    for (const one of some) {
      const named = one.knownIndex === null ? name(one.comment) : null;
      if (named === null) continue;
      const group = groups.get(named);
      if (group === undefined) groups.set(named, { seen: [one], known: [] });
      else group.seen.push(one);
    }
    if (groups.size === 0) continue;
    remembered.forEach((one, index) => {
      const named = taken.has(index) ? null : name(one);
      if (named !== null) groups.get(named)?.known.push(index);
    });
    for (const group of groups.values()) if (group.known.length > 0) pairEquals({ remembered, taken }, group);
  }
}

/** Comments of one name: as seen, and as remembered. */
type Group = { readonly seen: Open[]; readonly known: number[] };

function pairEquals({ remembered, taken }: Pool, group: Group): void {
  const take = (one: Open, index: number | undefined): void => {
    if (index === undefined) return;
    one.knownIndex = index;
    taken.add(index);
  };
  if (group.seen.length > 1 || group.known.length > 1) {
    const ofText = Map.groupBy(group.known, (index) => remembered[index]?.content);
    for (const one of group.seen) take(one, ofText.get(one.comment.content)?.pop());
  }
  const left = group.known.filter((index) => !taken.has(index));
  for (const one of group.seen) if (one.knownIndex === null) take(one, left.pop());
}

/**
 * Gives the comments of a cut answer without those that may be known under other IDs: one alone does not show that all IDs have
 * changed, and the next whole answer tells. Where one still has its ID, they have not: some feeds break off each time.
 */
export function withoutDoubtful(remembered: readonly RememberedComment[], all: readonly Open[]): readonly Open[] {
  if (all.some(({ comment, knownIndex }) => knownIndex !== null && remembered[knownIndex]?.id === comment.id))
    return all;
  const taken = new Set(all.flatMap(({ knownIndex }) => knownIndex ?? []));
  const unknown = all.filter(({ knownIndex }) => knownIndex === null).map((one) => ({ ...one }));
  pair({ remembered, taken }, unknown, both(byFingerprint, byText), both(byAuthorTime, byText));
  const doubtful = new Set(unknown.flatMap(({ comment, knownIndex }) => (knownIndex === null ? [] : comment)));
  return all.filter(({ comment }) => !doubtful.has(comment));
}
