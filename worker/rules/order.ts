import type { Direction, SeenComment, SeenPage } from './watch.ts';

/** Of at least so many neighbours with different times … */
const NEIGHBOURS = 3;
/** … more than one in so many runs against the feed's direction: the answer is not sorted by time. */
const AGAINST = 6;

/** A page's comments with the newest first as far as the page is sorted, and which of them stand in their place. */
export type PageOrder = {
  readonly direction: Direction | null;
  readonly isOutOfOrder: boolean;
  /** Indexes into the page, newest first. */
  readonly order: readonly number[];
  /** By index into the page: nothing newer stands on its older side. */
  readonly inPlace: readonly boolean[];
};

/** Reads a page's order. `usual`: the feed's direction so far, where neither times nor numbers tell. */
export function orderOf(page: SeenPage, usual: Direction | null): PageOrder {
  const times = page.map(({ time }) => time);
  const timed = directionOf(times, usual);
  const numbered = directionOf(
    page.map(({ number }) => number),
    usual,
  );
  const direction = timed.direction ?? numbered.direction ?? usual;
  const order = page.map((_, at) => at);
  if (direction === 'oldest-first') order.reverse();
  const inPlace = places(page, order);
  if (timed.direction !== null) return { direction, isOutOfOrder: timed.isOutOfOrder, order, inPlace };
  // As many rise as fall: then nothing tells which side is the older one.
  const otherwise = places(page, order.toReversed());
  const either = inPlace.map((isIn, at) => isIn || otherwise[at] === true);
  return { direction, isOutOfOrder: timed.isOutOfOrder, order, inPlace: either };
}

/** One comment pinned at the head of several, which run as `usual`, says nothing of the order. */
function directionOf(
  values: readonly (number | null)[],
  usual: Direction | null,
): Pick<PageOrder, 'direction' | 'isOutOfOrder'> {
  const all = count(values);
  const rest = count(values.slice(1));
  const isLong = rest.rises + rest.falls >= NEIGHBOURS - 1;
  const isPinned = isLong && Math.min(rest.rises, rest.falls) < Math.min(all.rises, all.falls);
  const { rises, falls } = isPinned && (usual === null || wayOf(rest) === usual) ? rest : all;
  const neighbours = rises + falls;
  return {
    direction: wayOf({ rises, falls }),
    isOutOfOrder: neighbours >= NEIGHBOURS && Math.min(rises, falls) * AGAINST > neighbours,
  };
}

function wayOf({ rises, falls }: Count): Direction | null {
  return rises === falls ? null : rises > falls ? 'oldest-first' : 'newest-first';
}

type Count = { readonly rises: number; readonly falls: number };

function count(values: readonly (number | null)[]): Count {
  let [rises, falls] = [0, 0];
  values.forEach((value, at) => {
    const before = values[at - 1] ?? null;
    if (value === null || before === null || value === before) return;
    if (value > before) rises++;
    else falls++;
  });
  return { rises, falls };
}

function places(page: SeenPage, order: readonly number[]): readonly boolean[] {
  const inPlace = page.map(() => true);
  let newest = -Infinity;
  for (const at of order.toReversed()) {
    const time = page[at]?.time ?? null;
    if (time === null) continue;
    if (time < newest) inPlace[at] = false;
    else newest = time;
  }
  return inPlace;
}

/** A poll takes place some time after the run of the cron that it belongs to, and before the next: ms. */
const LATENESS = 5 * 60_000;

/** The page with what is no time taken out: one that lies after the poll. `now` is the instant of its run of the cron. */
export function believed(page: SeenPage, now: number): SeenPage {
  return page.map((comment): SeenComment => {
    return comment.time === null || comment.time <= now + LATENESS ? comment : { ...comment, time: null };
  });
}

/**
 * The direction that new comments show by their position beside known ones, where nothing else tells it. Those behind may be
 * older ones that slid in where others have vanished.
 */
export function directionByNews(isKnown: readonly boolean[], hasVanished: boolean): Direction | null {
  const first = isKnown.indexOf(true);
  const last = isKnown.lastIndexOf(true);
  if (first < 0 || isKnown.slice(first, last).includes(false)) return null;
  const [before, after] = [first, isKnown.length - 1 - last];
  if ((before === 0) === (after === 0)) return null;
  if (before > 0) return 'newest-first';
  return hasVanished ? null : 'oldest-first';
}
