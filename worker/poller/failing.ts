import type { FeedFacts } from '../model.ts';
import { retryAfterInstant } from '../rules/schedule.ts';
import type { PollOutcome, PollReason } from '../rpc/feeds.ts';
import type { Refused } from './store/document-store.ts';
import type { Failing, FeedState } from './store/feed-state.ts';
import type { PollContext } from './poll-context.ts';
import { loadState, type LoadedState } from './load-state.ts';
import { conditionOffer } from './offers.ts';
import { backsOff, isActionable, isUrgent, isPassing, OWN_FAULTS, type PollFailure } from './poll-failure.ts';

/** Time that a feed may fail before people are told, ms. */
const PATIENCE = 24 * 60 * 60_000;

/**
 * Time without a whole answer after which it begins to count as failing that requests run out, ms. An answer without news is noted once
 * a day, and some feeds are polled once a week: not all of that time they waited.
 */
const LIMITED = 24 * 60 * 60_000;

/** Records that the feed could not be read, and tells people where it is time. */
export async function fail(
  context: PollContext,
  { stored, feedState }: LoadedState,
  failure: PollFailure,
): Promise<PollOutcome> {
  const { now } = context;
  const wait = retryAfterInstant(failure.retryAfter ?? null, now);
  // What has failed for good has failed where redirects led, too.
  const moved = isPassing(failure) || failure.reason === 'wall' ? feedState.moved : null;
  await note(
    context,
    stored,
    { ...feedState, moved, failing: failingAfter(feedState, failure, context), notBefore: wait },
    failure,
  );
  return { outcome: 'failed', reason: failure.reason };
}

/**
 * Records that polls do not finish through no fault of the feed's. `feedState`: as stored; `configuredAt`: when CONFIG
 * named the feed, ms.
 */
export async function failByOwnFault(
  context: PollContext,
  feedState: FeedState | null,
  reason: PollReason,
  configuredAt: number | null,
): Promise<void> {
  const detail = OWN_FAULTS[reason];
  const readAt = feedState?.watch.whole?.at ?? configuredAt;
  if (detail === undefined || (reason === 'limit' && readAt !== null && context.now - readAt < LIMITED)) return;
  // Where SEEN hung it would do so again.
  const stored = feedState ?? (reason === 'deadline' ? null : await storedState(context));
  if (stored === null) return;
  const failing = stored.failing ?? { since: context.now, from: null, reason: detail, told: null };
  await note(context, stored, { ...stored, failing }, { reason, detail });
}

/** State that the feed's next poll starts from; `null`: it cannot be read now. */
async function storedState(context: PollContext): Promise<FeedState | null> {
  const loaded = await loadState(context);
  return loaded.ok ? loaded.value.stored : null;
}

/** Tells people of a feed that has failed for long enough, though its poll is not due. */
export async function tellOverdue(context: PollContext, feedState: FeedState): Promise<void> {
  if (feedState.failing !== null) await note(context, feedState, feedState, { detail: feedState.failing.reason });
}

/** True if people are to be told by now that the feed fails. */
export function isOverdue({ failing }: FeedState, now: number): boolean {
  return failing !== null && failing.told === null && now - failing.since >= PATIENCE;
}

/** A failure, or one of before of which the sentence alone is known. */
type Described = Pick<PollFailure, 'detail'> & Partial<PollFailure>;

async function note(
  { memory, handover, feed, child, isOpen, deps, now, signal }: PollContext,
  before: FeedState,
  feedState: FeedState,
  failure: Described,
): Promise<void> {
  // Before it is told: `since` is in the message's id.
  if (JSON.stringify(before) !== JSON.stringify(feedState))
    memory.commit(feedState, { remembered: null, isPutDue: false, now });
  // Of its posts' feeds the site tells, by its own poll.
  if (child !== undefined) return;
  const { failing } = feedState;
  if (failing === null || failing.told !== null || !(isUrgent(failure) || isOverdue(feedState, now))) return;
  const reason = reasonOf(failure, isOpen);
  const offer = conditionOffer('feed.failing', feed, factsOf(feed.name, feedState), { ...failing, reason }, now);
  const told = { ...feedState, failing: { ...failing, reason, told: feed.to } };
  // Owed to all at first: whoever is told, though we are cut off right then, is told of its end as well.
  const refused = handover.owe(feed.to, offer);
  memory.commit(told, { remembered: null, refused, isPutDue: false, now });
  await handover.offerOwed({ deps, destinations: feed.to, now, signal });
}

function failingAfter({ failing }: FeedState, failure: PollFailure, { now, isOpen }: PollContext): Failing {
  const from = backsOff(failure) ? (failing?.from ?? now) : null;
  const reason = failing === null || isActionable(failure) ? reasonOf(failure, isOpen) : failing.reason;
  return failing === null ? { since: now, from, reason, told: null } : { ...failing, from, reason };
}

/** Tells the destinations that heard of the failure of its end, before the feed's own messages; gives what is refused. */
export async function recover(context: PollContext, feedState: FeedState): Promise<readonly Refused[] | null> {
  const { feed, deps, handover, now, signal } = context;
  const { failing } = feedState;
  if (failing === null || failing.told === null) return [];
  const destinations = failing.told.length === 0 ? feed.to : failing.told;
  const offer = conditionOffer('feed.recovered', feed, factsOf(feed.name, feedState), failing, now);
  const handed = await handover.offer({ deps, destinations, now, signal }, [offer]);
  return handed.ok ? handed.value.refused : null;
}

/**
 * State of failing as long as an Outbox refuses the feed's messages, or feeds of its posts cannot be read; `null`: neither.
 */
export function refusedBy({ memory, broken }: PollContext, { failing }: FeedState): Failing | null {
  const owed = memory.owedSince();
  const other = owed === null ? (broken?.() ?? null) : null;
  if (other !== null)
    return { ...other, since: failing?.since ?? other.since, from: null, told: failing?.told ?? null };
  if (owed === null) return null;
  const reason = `Destination ${owed.destinations.join(', ')} does not take its messages over; they wait.`;
  return { since: failing?.since ?? owed.since, from: null, reason, told: failing?.told ?? null };
}

/** Adds the wider URL that could be read, but not where a secret address has led to it. */
function reasonOf({ detail, reason, wider }: Described, isOpen: boolean): string {
  const rarely = reason === 'gone' ? ' It is asked once a day from now on, in case that was a mistake.' : '';
  return wider === undefined || !isOpen
    ? detail + rarely
    : `${detail}${rarely} ${wider} could be read, but is wider than what was asked for.`;
}

function factsOf(name: string, { title, homePage }: FeedState): FeedFacts {
  return { name, title, homePage };
}
