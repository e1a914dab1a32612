import { type Matches, match } from './match.ts';
import { believed, directionByNews, orderOf, type PageOrder } from './order.ts';
import { type Matched, withoutDoubtful } from './pair.ts';
import type { Direction, Edge, ReadPages, SeenPage, Watch } from './watch.ts';

/** So many known comments, all in one order, tell which way a page runs. */
const TELLING = 4;

/** A comment of this poll in its place. */
export type Placed = Matched & {
  /** Nothing newer stands on its older side. */
  readonly inPlace: boolean;
};

/** Pages of a poll compared with what is remembered. */
export type Comparison = Matches & {
  /** All comments, the newest first as far as pages are sorted, older pages behind page 1. */
  readonly list: readonly Placed[];
  /** Those of page 1. */
  readonly first: readonly Placed[];
  readonly direction: Direction | null;
  readonly outOfOrder: boolean;
  /** The edge as this answer's order leaves it. */
  readonly edge: Edge;
};

/** True if page 1 was read from an address that the feed was not read from before. */
export function isElsewhere({ addresses, source }: Watch, read: ReadPages): boolean {
  // A document of version 1 knows no address, but which URL it was for.
  if (addresses.length === 0) return source !== read.source;
  return !addresses.some(({ page }) => page === read.address.page);
}

/** Matches the pages and puts them in order. */
export function compare(watch: Watch, read: ReadPages, now: number): Comparison {
  const pages = [read.page, ...read.older].map((page) => believed(page, now));
  const matched = match(watch, pages, isElsewhere(watch, read), now);
  const isCut = read.kind === 'cut';
  const matches = isCut ? { ...matched, all: withoutDoubtful(watch.remembered, matched.all) } : matched;
  const usual = directionOfKnown(matches) ?? watch.direction ?? directionOfNews(watch, matches);
  const sorted = pages.map((page, number) => orderOf(page, number === 0 ? usual : null));
  const list = placed(matches, pages, sorted);
  const first = list.filter(({ page }) => page === 0);
  const ordered = read.kind === 'whole' ? sorted : sorted.slice(1);
  const outOfOrder = watch.outOfOrder || ordered.some(({ isOutOfOrder }) => isOutOfOrder);
  const edge = shifted(watch, first);
  return {
    ...matches,
    list,
    first,
    direction: outOfOrder ? watch.direction : (sorted[0]?.direction ?? null),
    outOfOrder,
    edge: outOfOrder ? unowned(edge, watch.since) : edge,
  };
}

/** The direction in which known comments stand, by the order in which they were first read; `null`: it does not tell. */
function directionOfKnown({ all }: Matches): Direction | null {
  const first = all.filter(({ page }) => page === 0);
  // Times tell better, and where they do not, there is no order.
  if (first.some(({ comment }) => comment.time !== null)) return null;
  const known = first.flatMap(({ knownIndex }) => knownIndex ?? []);
  const rises = known.filter((index, at) => at > 0 && index > (known[at - 1] ?? 0)).length;
  if (known.length < TELLING || (rises > 0 && rises < known.length - 1)) return null;
  return rises > 0 ? 'oldest-first' : 'newest-first';
}

function directionOfNews({ remembered }: Watch, { all }: Matches): Direction | null {
  const first = all.filter(({ page }) => page === 0);
  const here = new Set(first.map((one) => one.knownIndex));
  return directionByNews(
    first.map((one) => one.knownIndex !== null),
    remembered.some(({ shown }, index) => shown && !here.has(index)),
  );
}

/** The edge, moved along where all times have moved by as much: a zone put right, summer time without a zone. */
function shifted({ edge, remembered }: Watch, first: readonly Placed[]): Edge {
  if (edge === null || edge === 'open') return edge;
  const shifts = first.flatMap(({ comment, knownIndex: index }) => {
    const before = index === null ? null : (remembered[index]?.time ?? null);
    return before === null || comment.time === null ? [] : comment.time - before;
  });
  const [shift = 0] = shifts;
  return shifts.length >= 2 && shifts.every((other) => other === shift) ? { ...edge, time: edge.time + shift } : edge;
}

function placed(matches: Matches, pages: readonly SeenPage[], sorted: readonly PageOrder[]): readonly Placed[] {
  const byPlace = new Map(matches.all.map((one) => [`${one.page} ${one.at}`, one]));
  return pages.flatMap((_, page) => {
    const { order, inPlace } = sorted[page] ?? { order: [], inPlace: [] };
    return order.flatMap((at) => {
      const one = byPlace.get(`${page} ${at}`);
      return one === undefined ? [] : { ...one, inPlace: inPlace[at] === true };
    });
  });
}

/** The edge of a feed that is out of order: the time at which the watch began, set by no comment. */
function unowned(edge: Edge, since: number | null): Edge {
  if (edge === 'open' || since === null) return edge;
  return { time: Math.max(edge?.time ?? since, since), by: null };
}
