/** Levenshtein's distance: letters to insert, delete or replace. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let index = 0; index < from.length; index++) {
    let last = index + 1;
    row = row.map((above, at) => {
      if (at === 0) return last;
      const diagonal = (row[at - 1] ?? 0) + (from[index] === to[at - 1] ? 0 : 1);
      last = Math.min(above + 1, last + 1, diagonal);
      return last;
    });
  }
  return row.at(-1) ?? 0;
}

/** The one of the words that differs least from what was written; `null`: there are no words. */
export function nearest(written: string, words: readonly string[]): string | null {
  const apart = new Map(words.map((word) => [word, editDistance(written.toLowerCase(), word.toLowerCase())]));
  const [first = null] = [...apart].toSorted(([, one], [, other]) => one - other);
  return first === null ? null : first[0];
}
