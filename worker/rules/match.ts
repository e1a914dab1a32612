import {
  all as both,
  authorOf,
  authorTimeOf,
  fingerprintAlone,
  fingerprintOf,
  hasSeconds,
  hasTimesOfDay,
  idAuthorTime,
  idOf,
  shownLast,
  textOf,
} from './names.ts';
import { type Open, pair, type Pool, unique } from './pair.ts';
import type { RememberedComment, SeenComment, SeenPage, Watch } from './watch.ts';

export type Matches = {
  readonly all: readonly Open[];
  readonly shares: boolean;
  /** Instant at which all IDs last changed at once: now, where this poll shows it. */
  readonly changed: number | null;
};

/**
 * Pairs what the pages of a poll show with what is remembered, each remembered one at most once. `isElse`: page 1 was read
 * at another address.
 */
export function match(watch: Watch, pages: readonly SeenPage[], isElse: boolean, now: number): Matches {
  const first = matchAs(watch, pages, watch.shares || pages.some(hasTwins), now);
  // One ID with another author and another time is another comment: then that is what IDs are like here.
  const matches = first ?? matchAs(watch, pages, true, now) ?? { all: [], shares: true, changed: null };
  if (isElse) pairElsewhere(watch, matches.all);
  return matches;
}

/** At another address IDs may be others though most comments are new: what was written before tells that it is known. */
function pairElsewhere({ known, whole }: Watch, all: readonly Open[]): void {
  const taken = new Set(all.flatMap((one) => one.known ?? []));
  const older = all.filter(({ comment }) => whole !== null && comment.time !== null && comment.time <= whole.at);
  const pool: Pool = { known, taken };
  if (
    hasSeconds(
      known,
      older.map(({ comment }) => comment),
    )
  )
    pair(pool, older, fingerprintOf, authorTimeOf);
  pair(pool, older, unique(pool, older, textOf));
}

/** `null`: the feed turns out to share IDs though `shares` says that it does not. */
function matchAs(watch: Watch, pages: readonly SeenPage[], shares: boolean, now: number): Matches | null {
  const pool: Pool = { known: watch.known, taken: new Set() };
  const all = distinct(pages, shares);
  const isPrecise = hasSeconds(
    watch.known,
    all.map(({ comment }) => comment),
  );
  if (shares) pairSharing(pool, all);
  else if (!pairById(pool, all)) return null;
  // A burst may fill page 1, so that only older pages tell.
  const isChange = pages.some((_, number) => {
    return isChanged(
      watch,
      pool,
      all.filter(({ page }) => page === number),
      isPrecise,
    );
  });
  const changed = isChange ? now : watch.changed;
  // Version 1 knew neither authors nor times, which tell apart those that share an ID.
  pair(pool, all, ...(watch.migrated ? [fingerprintOf, idOf] : [fingerprintAlone]));
  if (changed !== null) {
    const older = all.filter(({ comment }) => comment.time !== null && comment.time < changed);
    if (isPrecise) pair(pool, older, fingerprintOf, authorTimeOf);
    // What changes its IDs at every answer does so in bursts, too.
    const old = all.filter(({ comment }) => isOld(watch, comment));
    pair(pool, old, both(authorOf, textOf, shownLast));
  }
  return { all, shares, changed };
}

/** Tells whether one ID stands on two entries of a page that are not one comment served twice. */
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
function pairById(pool: Pool, all: readonly Open[]): boolean {
  pair(pool, all, idOf);
  return !all.some(({ known, page, comment }) => page === 0 && known !== null && isAnother(pool.known[known], comment));
}

function isAnother(known: RememberedComment | undefined, { author, time }: SeenComment): boolean {
  if (known === undefined) return false;
  const [isAuthor, isTime] = [known.author !== null && author !== null, known.time !== null && time !== null];
  return isAuthor && isTime && known.author !== author && known.time !== time;
}

/** Pairs comments of which several have one ID: by author and time, and a known author with known text is the known one. */
function pairSharing(pool: Pool, all: readonly Open[]): void {
  pair(pool, all, both(idAuthorTime, textOf), both(idOf, authorOf, textOf));
  // Text tells apart those that share all else, in this answer or in what is remembered, and may where times are days.
  const hasTimes = hasTimesOfDay([...pool.known, ...all.map(({ comment }) => comment)]);
  const timed = all.filter(({ comment }) => hasTimes && comment.time !== null);
  pair(pool, single(timed, pool.known), idAuthorTime);
  // Without a time the author's next comment looks like an edit, but where the last one has just stood here.
  const timeless = all.filter(({ comment }) => comment.time === null);
  const shown = pool.known.filter((known) => known.shown);
  pair(pool, single(timeless, shown), both(idAuthorTime, shownLast));
}

function single(some: readonly Open[], known: readonly RememberedComment[]): readonly Open[] {
  const equals = Map.groupBy(known, idAuthorTime);
  return some.filter(({ comment, twin }) => !twin && equals.get(idAuthorTime(comment))?.length === 1);
}

/**
 * Tells whether all IDs of a page have changed at once, or of that part of it which may be known: what was written since
 * the last answer, or stands below the edge, never had another ID here.
 */
function isChanged(watch: Watch, pool: Pool, page: readonly Open[], isPrecise: boolean): boolean {
  const eligible = page.filter(({ known, comment }) => known !== null || mayBeKnown(watch, comment));
  const isPart = eligible.length < page.length;
  return areChanged(watch, pool, page, isPrecise) || (isPart && areChanged(watch, pool, eligible, isPrecise));
}

/** Tells whether all IDs of these have changed at once; what is paired by weaker names then stays so. */
function areChanged(watch: Watch, pool: Pool, page: readonly Open[], isPrecise: boolean): boolean {
  const unknown = page.filter(({ known }) => known === null);
  if (unknown.length === 0 || (unknown.length === 1 && watch.largest > 1)) return false;
  const ids = new Set(watch.known.map(({ id }) => id));
  const fresh = unknown.filter(({ comment }) => !ids.has(comment.id));
  const isMost = fresh.length >= 2 && fresh.length * 2 > page.length;
  const isLone = watch.largest <= 1 && fresh.length > 0;
  if (watch.known.length === 0 || !(isMost || isLone)) return false;
  const before = new Set(pool.taken);
  if (isPrecise) pair(pool, fresh, fingerprintOf, authorTimeOf);
  const old = fresh.filter(({ comment }) => isOld(watch, comment));
  // Page 1 continues the last answer: what had left it may well be said once more.
  const said = page.every((one) => one.page === 0) ? both(textOf, shownLast) : textOf;
  pair(pool, old, isMost ? unique(pool, fresh, said) : both(authorOf, said));
  if (fresh.filter(({ known }) => known !== null).length * 2 > fresh.length) {
    if (isMost) pair(pool, old, said);
    if (isMost) pair(pool, fresh, unique(pool, fresh, both(authorOf, said)));
    return true;
  }
  for (const one of fresh) one.known = null;
  pool.taken.clear();
  for (const known of before) pool.taken.add(known);
  return false;
}

/**
 * Tells whether a comment may have stood in the last answer. One that was written since may well say what another one did,
 * and is none of those renamed. Known comments show how far that answer went: it came some time after its tick.
 */
function isOld({ whole, known }: Watch, { time }: SeenComment): boolean {
  if (time === null || whole === null || time <= whole.at) return true;
  return known.some((one) => one.shown && one.time !== null && time <= one.time);
}

function mayBeKnown(watch: Watch, comment: SeenComment): boolean {
  const { edge } = watch;
  const isBelow = edge !== null && edge !== 'open' && comment.time !== null && comment.time < edge.time;
  return isOld(watch, comment) && !isBelow;
}
