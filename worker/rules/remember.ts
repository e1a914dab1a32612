import { hasVanished } from './edge.ts';
import type { Placed, Comparison } from './compare.ts';
import { areMostRestless } from './restless.ts';
import { forget } from './retention.ts';
import { knownStep, newStep, type CommentStep } from './comment-step.ts';
import { isHeld, keys, plannedOffers } from './planned-offers.ts';
import type { HoldCause, PlannedOffer, Taken } from './plan.ts';
import type { Edge, Hole, RememberedComment, ReadPages, Watch } from './watch.ts';

/** Addresses remembered of a feed, so that one that it comes back to is not another. */
const ADDRESSES = 5;

/** The comments of a poll, sorted into what they are. */
export type Decision = {
  readonly comparison: Comparison;
  readonly news: ReadonlySet<Placed>;
  readonly held: ReadonlySet<Placed>;
  readonly causeOf: (held: Placed) => HoldCause;
  /** Known ones that are offered once more, as part of a baseline that was begun. */
  readonly again: ReadonlySet<Placed>;
  readonly edge: (keyOf: (one: Placed) => string) => Edge;
  /** Instant at which the baseline was begun that this poll completes. */
  readonly begins: number | null;
  /** The baseline begins with this poll. */
  readonly isBaseline: boolean;
  readonly gap: Taken['gap'];
  readonly imported: { readonly since: number; readonly count: number } | null;
  readonly hole: Hole | null;
  readonly lookBack: Watch['lookBack'];
};

/** Turns the decision about each comment into offers, and into the watch before and after they are accepted. */
export function remember(watch: Watch, read: ReadPages, sorted: Decision, now: number): Taken {
  const { comparison, news, held } = sorted;
  const keyOf = keys(watch, comparison);
  const isRestlessFeed = areMostRestless(watch.remembered);
  const steps = new Map<Placed, CommentStep>();
  for (const one of comparison.list) {
    const known = one.knownIndex === null ? null : (watch.remembered[one.knownIndex] ?? null);
    const context = { key: keyOf(one), isAgain: sorted.again.has(one), isRestlessFeed, now };
    if (known !== null) steps.set(one, knownStep(one, known, read, context));
    else if (news.has(one) || held.has(one)) {
      steps.set(one, newStep(one, read, held.has(one) ? sorted.causeOf(one) : null, context.key));
    }
  }
  const { offers, unlisted } = plannedOffers([...steps].toReversed());
  const after = watchAfter(watch, read, sorted, steps, { keyOf, unlisted, now });
  const changes = new Set([...steps.values()].map(({ change }) => change));
  const learned = changes.has('learned');
  const isMoved =
    learned || hasVanished(watch, comparison) || essence({ ...watch, edge: comparison.edge }) !== essence(after);
  return {
    kind: 'taken',
    watching: sorted.begins !== null && watch.since === null ? sorted.begins : null,
    count: comparison.first.length,
    offers,
    news: news.size,
    edits: offers.filter(({ type }) => type === 'comment.updated').length,
    gap: sorted.gap,
    imported: sorted.imported && {
      ...sorted.imported,
      kept: Math.min(sorted.imported.count, offers.filter(isHeld).length),
    },
    before: watchBefore(watch, after, sorted, offers, now),
    after: forget(after),
    write: isMoved ? 'now' : changes.has('noted') ? 'hourly' : 'later',
    learned: learned || sorted.begins !== null,
  };
}

/** A poll that takes nothing and changes nothing, though it did not fail. */
export function nothingTaken(watch: Watch): Taken {
  return {
    kind: 'taken',
    watching: null,
    count: 0,
    offers: [],
    news: 0,
    edits: 0,
    gap: null,
    imported: null,
    before: null,
    after: watch,
    write: 'later',
    learned: false,
  };
}

type Context = { readonly keyOf: (one: Placed) => string; readonly unlisted: number; readonly now: number };

function watchAfter(
  watch: Watch,
  read: ReadPages,
  { comparison, news, begins, edge, hole, lookBack }: Decision,
  steps: ReadonlyMap<Placed, CommentStep>,
  { keyOf, unlisted, now }: Context,
): Watch {
  const isWhole = read.kind === 'whole';
  const numbers = comparison.first.flatMap(({ comment }) => comment.number ?? []);
  return {
    source: isWhole ? read.source : watch.source,
    addresses: isWhole ? withAddress(watch, read) : watch.addresses,
    home: isWhole ? (read.home ?? watch.home) : watch.home,
    since: watch.since ?? begins ?? now,
    begun: null,
    whole: isWhole ? { at: now, count: comparison.first.length } : watch.whole,
    largest: Math.max(watch.largest, comparison.first.length),
    newestNumber: numbers.length === 0 ? watch.newestNumber : Math.max(...numbers),
    unlisted: watch.unlisted + unlisted,
    edge: edge(keyOf),
    direction: isWhole ? comparison.direction : watch.direction,
    shares: comparison.shares,
    outOfOrder: comparison.outOfOrder,
    changed: comparison.changed,
    hole,
    lookBack,
    lastNews: news.size > 0 || begins !== null ? now : watch.lastNews,
    skips: read.kind === 'cut' && watch.skips,
    migrated: isWhole ? false : watch.migrated,
    remembered: rememberedAfter(watch, read, steps),
  };
}

function rememberedAfter(
  watch: Watch,
  read: ReadPages,
  steps: ReadonlyMap<Placed, CommentStep>,
): readonly RememberedComment[] {
  const byIndex = new Map<number, RememberedComment>();
  const added: RememberedComment[] = [];
  for (const [one, { remembered }] of [...steps].toReversed()) {
    if (one.knownIndex === null) added.push(remembered);
    else byIndex.set(one.knownIndex, remembered);
  }
  const isWhole = read.kind === 'whole';
  const before = watch.remembered.map((known, index) => {
    return byIndex.get(index) ?? (isWhole && known.shown ? { ...known, shown: false } : known);
  });
  return [...before, ...added];
}

/** Addresses that a feed was read from, with this one as the last; the oldest of more than five is forgotten. */
export function withAddress(
  { addresses }: Pick<Watch, 'addresses'>,
  { address }: Pick<ReadPages, 'address'>,
): Watch['addresses'] {
  return [...addresses.filter(({ page }) => page !== address.page), address].slice(-ADDRESSES);
}

/**
 * State to be remembered before anything is offered, since it only makes more be offered: that a baseline is begun,
 * that contents are in doubt, a hole (whose `old` would make less be offered); and that the feed shares IDs, on which the keys of what is offered depend.
 */
function watchBefore(
  watch: Watch,
  after: Watch,
  { begins, isBaseline, hole }: Decision,
  offers: readonly PlannedOffer[],
  now: number,
): Watch | null {
  if (isBaseline) return { ...after, since: watch.since, begun: begins ?? now };
  if (offers.length === 0) return null;
  const edited = new Set(offers.flatMap(({ type, key }) => (type === 'comment.updated' ? [key] : [])));
  const doubted = watch.remembered.map((known, index): RememberedComment => {
    const key = after.remembered[index]?.key ?? null;
    return key !== null && edited.has(key) && known.content !== '' ? { ...known, content: '' } : known;
  });
  const isDoubted = doubted.some((known, index) => known !== watch.remembered[index]);
  if (!isDoubted && (watch.hole !== null || hole === null) && watch.shares === after.shares) return null;
  return { ...watch, remembered: doubted, shares: after.shares, hole: watch.hole ?? (hole && { ...hole, old: 0 }) };
}

/**
 * All of a watch but what goes to and fro by itself, which is written with what comes: its comments, the last whole answer's
 * time, another order, another home page, and which address was the last.
 */
function essence(watch: Watch): string {
  const direction = watch.direction !== null;
  const addresses = watch.addresses.map(({ page }) => page).toSorted();
  return JSON.stringify({
    ...watch,
    remembered: null,
    whole: watch.whole?.count ?? null,
    direction,
    addresses,
    home: null,
  });
}
