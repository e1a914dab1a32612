import { all, type Name, type Named } from './names.ts';
import type { KnownComment, SeenComment } from './watch.ts';

/** A comment of this poll, each once. `page` 0 is page 1. */
export type Matched = {
  readonly comment: SeenComment;
  readonly page: number;
  readonly at: number;
  /** Which of the remembered ones it is; `null`: none of them. */
  readonly known: number | null;
  /** Another comment of the same page shares all but its text. */
  readonly twin: boolean;
};

/** A comment on its way to be matched. */
export type Open = { -readonly [K in keyof Matched]: Matched[K] };

/** One poll's state of matching: which remembered ones are taken. */
export type Pool = { readonly known: readonly KnownComment[]; readonly taken: Set<number> };

/** Only what one alone says tells it from others: a burst of "+1" is no proof that all IDs have changed. */
export function unique(pool: Pool, some: readonly Open[], name: Name): Name {
  const counts = new Map<string, number>();
  const repeated = new Set<string>();
  const note = (comments: readonly Named[]): void => {
    counts.clear();
    for (const one of comments) {
      const said = name(one);
      if (said === null) continue;
      if (counts.has(said)) repeated.add(said);
      counts.set(said, 1);
    }
  };
  note(pool.known.flatMap((known, index) => (pool.taken.has(index) ? [] : known)));
  note(some.map(({ comment }) => comment));
  return (of) => {
    const said = name(of);
    return said === null || repeated.has(said) ? null : said;
  };
}

/** Pairs by one name after the other, each at most once: among equals the one with the same text goes first, then the latest. */
export function pair({ known, taken }: Pool, some: readonly Open[], ...names: readonly Name[]): void {
  for (const name of names) {
    for (const nameOf of [all(name, contentOf), name]) {
      const wanted = some.filter((one) => one.known === null);
      const equals = new Map<string | null, number[]>(wanted.map(({ comment }) => [nameOf(comment), []]));
      equals.delete(null);
      if (equals.size === 0) continue;
      known.forEach((one, index) => {
        if (!taken.has(index)) equals.get(nameOf(one))?.push(index);
      });
      for (const one of wanted) {
        const found = equals.get(nameOf(one.comment))?.pop();
        if (found === undefined) continue;
        one.known = found;
        taken.add(found);
      }
    }
  }
}

const contentOf: Name = ({ content }) => content;
