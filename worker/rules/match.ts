import {
  all as both,
  byAuthor,
  byAuthorTime,
  byFingerprintAlone,
  byFingerprint,
  hasSeconds,
  hasTimesOfDay,
  isOld,
  mayBeKnown,
  byIdAuthorTime,
  byId,
  shownLast,
  byText,
} from './names.ts';
import { type Open, pair, type Pool, unique } from './pair.ts';
import type { RememberedComment, SeenComment, SeenPage, Watch } from './watch.ts';

/** Comments of a poll, each with the remembered one that it is. */
export type Matches = {
  readonly all: readonly Open[];
  readonly shares: boolean;
  /** Instant at which all IDs last changed at once: now, where this poll shows it. */
  readonly changed: number | null;
};

/**
 * Pairs what the pages of a poll show with what is remembered, each remembered one at most once. `isNewAddress`: page 1 was read
 * at another address.
 */
export function match(watch: Watch, pages: readonly SeenPage[], isNewAddress: boolean, now: number): Matches {
  const first = matchAs(watch, pages, watch.shares || pages.some(hasTwins), now);
  // One ID with another author and another time is another comment: then that is what IDs are like here.
  const matches = first ?? matchAs(watch, pages, true, now) ?? { all: [], shares: true, changed: null };
  if (isNewAddress) pairElsewhere(watch, matches.all);
  return matches;
}

/** Pairs the answer of another address, where IDs may be others: comments from before the last whole answer, by weaker names. */
function pairElsewhere({ remembered, whole }: Watch, all: readonly Open[]): void {
  const taken = new Set(all.flatMap((one) => one.knownIndex ?? []));
  const older = all.filter(({ comment }) => whole !== null && comment.time !== null && comment.time <= whole.at);
  const pool: Pool = { remembered, taken };
  if (
    hasSeconds(
      remembered,
      older.map(({ comment }) => comment),
    )
  )
    pair(pool, older, byFingerprint, byAuthorTime);
  pair(pool, older, unique(pool, older, byText));
}

/** `null`: the feed turns out to share IDs though `shares` says that it does not. */
function matchAs(watch: Watch, pages: readonly SeenPage[], shares: boolean, now: number): Matches | null {
  const pool: Pool = { remembered: watch.remembered, taken: new Set() };
  const all = distinct(pages, shares);
  const isPrecise = hasSeconds(
    watch.remembered,
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
  pair(pool, all, ...(watch.migrated ? [byFingerprint, byId] : [byFingerprintAlone]));
  if (changed !== null) {
    const older = all.filter(({ comment }) => comment.time !== null && comment.time < changed);
    if (isPrecise) pair(pool, older, byFingerprint, byAuthorTime);
    // What changes its IDs at every answer does so in bursts, too.
    const old = all.filter(({ comment }) => isOld(watch, comment));
    const untold = old.filter(({ comment }) => !isPrecise || comment.time === null);
    pair(pool, untold, both(byAuthor, byText, shownLast));
  }
  return { all, shares, changed };
}

/** True if one ID stands on two entries of a page that are not one comment served twice. */
function hasTwins(page: SeenPage): boolean {
  const firsts = new Map<string, SeenComment>();
  return page.some((comment) => {
    const before = firsts.get(comment.id);
    if (before === undefined) firsts.set(comment.id, comment);
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
      const one: Open = { comment, page, at, knownIndex: null, twin: before !== undefined };
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
  pair(pool, all, byId);
  return !all.some(
    ({ knownIndex, page, comment }) =>
      page === 0 && knownIndex !== null && isAnother(pool.remembered[knownIndex], comment),
  );
}

function isAnother(known: RememberedComment | undefined, { author, time }: SeenComment): boolean {
  if (known === undefined) return false;
  const [isAuthor, isTime] = [known.author !== null && author !== null, known.time !== null && time !== null];
  return isAuthor && isTime && known.author !== author && known.time !== time;
}

/** Pairs comments of which several have one ID: by author and time, and a known author with known text is the known one. */
function pairSharing(pool: Pool, all: readonly Open[]): void {
  pair(pool, all, both(byIdAuthorTime, byText), both(byId, byAuthor, byText));
  // Text tells apart those that share all else, in this answer or in what is remembered, and may where times are days.
  const hasTimes = hasTimesOfDay([...pool.remembered, ...all.map(({ comment }) => comment)]);
  const timed = all.filter(({ comment }) => hasTimes && comment.time !== null);
  pair(pool, single(timed, pool.remembered), byIdAuthorTime);
  // Without a time the author's next comment looks like an edit, but where the last one has just stood here.
  const timeless = all.filter(({ comment }) => comment.time === null);
  const shown = pool.remembered.filter((known) => known.shown);
  pair(pool, single(timeless, shown), both(byIdAuthorTime, shownLast));
}

function single(some: readonly Open[], remembered: readonly RememberedComment[]): readonly Open[] {
  const equals = Map.groupBy(remembered, byIdAuthorTime);
  return some.filter(({ comment, twin }) => !twin && equals.get(byIdAuthorTime(comment))?.length === 1);
}

/**
 * True if all IDs of a page have changed at once, or of that part of it which may be known: what was written since
 * the last answer, or stands below the edge, never had another ID here.
 */
function isChanged(watch: Watch, pool: Pool, page: readonly Open[], isPrecise: boolean): boolean {
  const eligible = page.filter(({ knownIndex, comment }) => knownIndex !== null || mayBeKnown(watch, comment));
  const isPart = eligible.length < page.length;
  return areChanged(watch, pool, page, isPrecise) || (isPart && areChanged(watch, pool, eligible, isPrecise));
}

/** True if all IDs of these have changed at once; what is paired by weaker names then stays so. */
function areChanged(watch: Watch, pool: Pool, page: readonly Open[], isPrecise: boolean): boolean {
  const unknown = page.filter(({ knownIndex }) => knownIndex === null);
  if (unknown.length === 0 || (unknown.length === 1 && watch.largest > 1)) return false;
  const ids = new Set(watch.remembered.map(({ id }) => id));
  const fresh = unknown.filter(({ comment }) => !ids.has(comment.id));
  const isMost = fresh.length >= 2 && fresh.length * 2 > page.length;
  const isLone = watch.largest <= 1 && fresh.length > 0;
  if (watch.remembered.length === 0 || !(isMost || isLone)) return false;
  const before = new Set(pool.taken);
  if (isPrecise) pair(pool, fresh, byFingerprint, byAuthorTime);
  // Where author and time tell of most, a text tells only of those without a time.
  const left = isMostKnown(fresh) ? fresh.filter(({ comment }) => comment.time === null) : fresh;
  const old = left.filter(({ comment }) => isOld(watch, comment));
  // Page 1 continues the last answer: what had left it may well be said once more.
  const said = page.every((one) => one.page === 0) ? both(byText, shownLast) : byText;
  pair(pool, old, isMost ? unique(pool, fresh, said) : both(byAuthor, said));
  if (isMostKnown(fresh)) {
    if (isMost) pair(pool, old, said);
    if (isMost) pair(pool, left, unique(pool, fresh, both(byAuthor, said)));
    return true;
  }
  for (const one of fresh) one.knownIndex = null;
  pool.taken.clear();
  for (const index of before) pool.taken.add(index);
  return false;
}

function isMostKnown(some: readonly Open[]): boolean {
  return some.filter(({ knownIndex }) => knownIndex !== null).length * 2 > some.length;
}
