import { type Matches, match } from './match.ts';
import { believed, directionByNews, sort, type Sorted } from './order.ts';
import type { Matched } from './pair.ts';
import type { Direction, Edge, KnownComment, Seen, SeenComment, SeenPage, Watch } from './watch.ts';

/** A comment of this poll in its place. */
export type Placed = Matched & {
  /** Nothing newer stands on its older side. */
  readonly inPlace: boolean;
};

/** What the pages of a poll show, beside what is remembered. */
export type Reading = Matches & {
  /** All comments, the newest first as far as pages are sorted, older pages behind page 1. */
  readonly list: readonly Placed[];
  /** Those of page 1. */
  readonly first: readonly Placed[];
  readonly direction: Direction | null;
  readonly outOfOrder: boolean;
  /** The edge as this answer's order leaves it. */
  readonly edge: Edge;
};

/** Matches the pages and puts them in order. Of an answer that is the last one over again, page 1 is what that showed. */
export function read(watch: Watch, seen: Seen, now: number): Reading {
  const isSame = seen.kind === 'same';
  const pages = [isSame ? membersOf(watch) : seen.page, ...seen.older].map((page) => believed(page, now));
  const matches = match(watch, pages, now);
  const sorted = pages.map((page, number) => sort(page, number === 0 ? watch.direction : null));
  const list = placed(matches, pages, sorted).filter(({ page, known }) => !isSame || page > 0 || known !== null);
  const first = list.filter(({ page }) => page === 0);
  const outOfOrder = watch.outOfOrder || (seen.kind === 'whole' && sorted[0]?.isOutOfOrder === true);
  return {
    ...matches,
    list,
    first,
    direction: sorted[0]?.direction ?? watch.direction ?? directionByNews(first.map(({ known }) => known !== null)),
    outOfOrder,
    edge: outOfOrder ? unowned(watch) : watch.edge,
  };
}

function placed(matches: Matches, pages: readonly SeenPage[], sorted: readonly Sorted[]): readonly Placed[] {
  const byPlace = new Map(matches.all.map((one) => [`${one.page} ${one.at}`, one]));
  return pages.flatMap((_, page) => {
    const { order, inPlace } = sorted[page] ?? { order: [], inPlace: [] };
    return order.flatMap((at) => {
      const one = byPlace.get(`${page} ${at}`);
      return one === undefined ? [] : { ...one, inPlace: inPlace[at] === true };
    });
  });
}

/** In a feed that is out of order nothing tells what was there before the watch but the time at which it began. */
function unowned({ edge, since }: Watch): Edge {
  if (edge === 'open' || since === null) return edge;
  return { time: Math.max(edge?.time ?? since, since), by: null };
}

function membersOf({ known }: Watch): SeenPage {
  return known
    .filter(({ shown }) => shown)
    .map(seenAgain)
    .toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0));
}

function seenAgain({ id, fingerprint, author, time, content, key }: KnownComment): SeenComment {
  return { id, fingerprint, author, time, content: content ?? '', number: null, key: key ?? '', qualified: '' };
}
