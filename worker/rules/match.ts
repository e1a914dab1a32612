import type { KnownComment, SeenComment, SeenPage, Watch } from './watch.ts';

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

export type Matches = {
  readonly all: readonly Matched[];
  readonly shares: boolean;
  /** When all IDs last changed at once: now, where this poll shows it. */
  readonly changed: number | null;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Digest of an empty text: one that tells nothing. */
const NOTHING_SAID = '47DEQpj8HBSa';

/** A comment on its way to be matched. */
type Open = { -readonly [K in keyof Matched]: Matched[K] };

/** One poll's state of matching: which remembered ones are taken. */
type Pool = { readonly known: readonly KnownComment[]; readonly taken: Set<number> };

/** Pairs what the pages of a poll show with what is remembered, each remembered one at most once. */
export function match(watch: Watch, pages: readonly SeenPage[], now: number): Matches {
  const first = matchAs(watch, pages, watch.shares || pages.some(hasTwins), now);
  // One ID with another author and another time is another comment: then that is what IDs are like here.
  return first === null ? (matchAs(watch, pages, true, now) ?? { all: [], shares: true, changed: null }) : first;
}

/** `null`: the feed turns out to share IDs though `shares` says that it does not. */
function matchAs(watch: Watch, pages: readonly SeenPage[], shares: boolean, now: number): Matches | null {
  const pool: Pool = { known: watch.known, taken: new Set() };
  const all = distinct(pages, shares);
  const isPrecise = isAnyTime(watch.known, all, MINUTE);
  if (!byIdentity(pool, all, shares)) return null;
  const firstPage = all.filter(({ page }) => page === 0);
  const changed = changedNow(watch, pool, firstPage, isPrecise) ? now : watch.changed;
  if (watch.migrated) {
    pair(pool, all, fingerprintOf, fingerprintOf);
    pair(pool, all, idOf, idOf);
  }
  if (changed !== null && isPrecise) {
    const older = all.filter(({ known, comment }) => known === null && comment.time !== null && comment.time < changed);
    pair(pool, older, fingerprintOf, fingerprintOf);
    pair(pool, older, authorTimeOf, authorTimeOf);
  }
  return { all, shares, changed };
}

/** Whether one ID stands on two entries of a page that are not one comment served twice. */
function hasTwins(page: SeenPage): boolean {
  const byId = new Map<string, SeenComment>();
  return page.some((comment) => {
    const before = byId.get(comment.id);
    if (before === undefined) byId.set(comment.id, comment);
    return before !== undefined && fullName(before, true) !== fullName(comment, true);
  });
}

function fullName({ id, author, time, content }: SeenComment, withText: boolean): string {
  return `${id} ${author} ${time} ${withText ? content : ''}`;
}

/** Each comment once: one that slid from page to page, or is served twice, is taken where it stands first. */
function distinct(pages: readonly SeenPage[], shares: boolean): readonly Open[] {
  const all: Open[] = [];
  const earlier = new Set<string>();
  for (const [page, comments] of pages.entries()) {
    const here = new Map<string, Open>();
    const texts = new Set<string>();
    for (const [at, comment] of comments.entries()) {
      const name = shares ? fullName(comment, false) : comment.id;
      const before = here.get(name);
      if (earlier.has(name) || texts.has(fullName(comment, true)) || (before !== undefined && !shares)) continue;
      texts.add(fullName(comment, true));
      const one: Open = { comment, page, at, known: null, twin: before !== undefined };
      if (before !== undefined) before.twin = true;
      here.set(name, one);
      all.push(one);
    }
    for (const name of here.keys()) earlier.add(name);
  }
  return all;
}

/** Pairs by ID; `false`: what one ID stands on are different comments, though the feed was not known for that. */
function byIdentity(pool: Pool, all: readonly Open[], shares: boolean): boolean {
  if (!shares) {
    pair(pool, all, idAnd(fingerprintOf), idAnd(fingerprintOf));
    pair(pool, all, idOf, idOf);
    return !all.some(
      ({ known, page, comment }) => page === 0 && known !== null && isAnother(pool.known[known], comment),
    );
  }
  // Text tells apart those that share all else, in this answer or in what is remembered, and may where times are days.
  const isTimed = isAnyTime(pool.known, all, DAY);
  const names = Map.groupBy(pool.known, idAnd(authorTimeOrNone));
  const single = ({ comment, twin }: Open): boolean =>
    !twin && (isTimed || comment.time === null) && (names.get(idAnd(authorTimeOrNone)(comment))?.length ?? 0) < 2;
  pair(pool, all, idAnd(withText(authorTimeOrNone)), idAnd(withText(authorTimeOrNone)));
  pair(pool, all.filter(single), idAnd(authorTimeOrNone), idAnd(authorTimeOrNone));
  pair(pool, all, idAnd(withText(({ author }) => author)), idAnd(withText(({ author }) => author)));
  return true;
}

function isAnother(known: KnownComment | undefined, { author, time }: SeenComment): boolean {
  if (known === undefined || known.author === null || author === null || known.time === null || time === null)
    return false;
  return known.author !== author && known.time !== time;
}

/** Whether all IDs of page 1 have changed at once; what is paired by weaker names then stays so. */
function changedNow(watch: Watch, pool: Pool, page: readonly Open[], isPrecise: boolean): boolean {
  const ids = new Set(watch.known.map(({ id }) => id));
  const fresh = page.filter(({ known, comment }) => known === null && !ids.has(comment.id));
  const isMost = fresh.length >= 2 && fresh.length * 2 > page.length;
  const isLone = watch.largest <= 1 && fresh.length > 0;
  if (watch.known.length === 0 || !(isMost || isLone)) return false;
  const before = new Set(pool.taken);
  if (isPrecise) {
    pair(pool, fresh, fingerprintOf, fingerprintOf);
    pair(pool, fresh, authorTimeOf, authorTimeOf);
  }
  const said = (of: Named): string | null => (of.content === NOTHING_SAID ? null : of.content || null);
  // A feed that never held more than one: there the next comment may well say the same as the last.
  if (isMost) pair(pool, fresh, said, said);
  else
    pair(
      pool,
      fresh,
      withText(({ author }) => author ?? ''),
      withText(({ author }) => author ?? ''),
    );
  const paired = fresh.filter(({ known }) => known !== null);
  if (paired.length * 2 > fresh.length) return true;
  for (const one of paired) one.known = null;
  pool.taken.clear();
  for (const known of before) pool.taken.add(known);
  return false;
}

type Name<T> = (of: T) => string | null;

/** Pairs by a name, each at most once: among equals the one with the same text goes first, then the latest. */
function pair(pool: Pool, some: readonly Open[], seenName: Name<SeenComment>, knownName: Name<KnownComment>): void {
  const wanted = some.filter(({ known }) => known === null);
  if (wanted.length === 0) return;
  for (const isText of [true, false]) {
    const byName = new Map<string, number[]>();
    const nameOf = (name: string | null, content: string | null): string | null =>
      name === null || !isText ? name : content === null ? null : `${name} ${content}`;
    pool.known.forEach((known, index) => {
      const name = pool.taken.has(index) ? null : nameOf(knownName(known), known.content);
      if (name === null) return;
      const equals = byName.get(name);
      if (equals === undefined) byName.set(name, [index]);
      else equals.push(index);
    });
    for (const one of wanted) {
      const name = one.known === null ? nameOf(seenName(one.comment), one.comment.content) : null;
      const found = name === null ? undefined : byName.get(name)?.pop();
      if (found === undefined) continue;
      one.known = found;
      pool.taken.add(found);
    }
  }
}

type Named = Pick<SeenComment, 'id' | 'fingerprint' | 'author' | 'time'> & { readonly content: string | null };

function idOf({ id }: Named): string {
  return id;
}

function fingerprintOf({ fingerprint }: Named): string | null {
  return fingerprint;
}

function authorTimeOf({ author, time }: Named): string | null {
  return author === null || time === null ? null : `${author} ${time}`;
}

function authorTimeOrNone({ author, time }: Named): string {
  return `${author} ${time}`;
}

function idAnd(name: Name<Named>): Name<Named> {
  return (of) => {
    const more = name(of);
    return more === null ? null : `${of.id} ${more}`;
  };
}

function withText(name: Name<Named>): Name<Named> {
  return (of) => {
    const more = name(of);
    return more === null || !of.content || of.content === NOTHING_SAID ? null : `${of.content} ${more}`;
  };
}

/** Whether any time is finer than `unit` ms: where all are full minutes, as where only days are given, they are no name. */
function isAnyTime(known: readonly KnownComment[], all: readonly Matched[], unit: number): boolean {
  return known.some(({ time }) => isFiner(time, unit)) || all.some(({ comment }) => isFiner(comment.time, unit));
}

function isFiner(time: number | null, unit: number): boolean {
  return time !== null && time % unit !== 0;
}
