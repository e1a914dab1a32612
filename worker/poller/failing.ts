import type { FeedFacts } from '../model.ts';
import { retryAfterInstant } from '../rules/schedule.ts';
import type { PollOutcome } from '../rpc.ts';
import type { Refused } from './store/document-store.ts';
import type { Failing, FeedState } from './store/feed-state.ts';
import type { PollContext } from './poll-context.ts';
import { loadState, type LoadedState } from './load-state.ts';
import { conditionOffer } from './offers.ts';
import { backsOff, isGrave, isPassing, OURS, type PollProblem } from './problem.ts';

/** A feed may hiccup for so long before people are told. */
const PATIENCE = 24 * 60 * 60_000;

/** Requests run out now and then; that is noted of a feed only where it was not read for so long. */
const LIMITED = 24 * 60 * 60_000;

/** Notes that the feed could not be read, and tells people where it is time. */
export async function fail(
  context: PollContext,
  { stored, feedState }: LoadedState,
  trouble: PollProblem,
): Promise<PollOutcome> {
  const { now } = context;
  const wait = retryAfterInstant(trouble.retryAfter ?? null, now);
  // What has failed for good has failed where redirects led, too.
  const moved = isPassing(trouble) ? feedState.moved : null;
  await note(
    context,
    stored,
    { ...feedState, moved, failing: failingAfter(feedState, trouble, context), notBefore: wait },
    trouble,
  );
  return { outcome: 'failed', reason: trouble.reason };
}

/**
 * Notes that polls do not come to an end through no fault of the feed. `head`: as stored; `configuredAt`: when CONFIG named
 * the feed, ms.
 */
export async function failOurs(
  context: PollContext,
  feedState: FeedState | null,
  reason: string,
  configuredAt: number | null,
): Promise<void> {
  const detail = OURS[reason];
  const readAt = feedState?.watch.whole?.at ?? configuredAt;
  if (detail === undefined || (reason === 'limit' && readAt !== null && context.now - readAt < LIMITED)) return;
  // Where SEEN hung it would do so again.
  const stored = feedState ?? (reason === 'deadline' ? null : await storedState(context));
  if (stored === null) return;
  const since = reason === 'limit' ? (readAt ?? context.now) : context.now;
  const failing = stored.failing ?? { since, from: null, reason: detail, told: null };
  await note(context, stored, { ...stored, failing }, { reason, detail });
}

/** The head that the feed's next poll starts from; `null`: what is remembered of it cannot be told now. */
async function storedState(context: PollContext): Promise<FeedState | null> {
  const loaded = await loadState(context);
  return loaded.ok ? loaded.value.stored : null;
}

/** Tells people of a feed that has failed for long enough, though it is not its time to be asked. */
export async function tellOverdue(context: PollContext, feedState: FeedState): Promise<void> {
  if (feedState.failing !== null)
    await note(context, feedState, feedState, { reason: '', detail: feedState.failing.reason });
}

/** Tells whether people are to know by now that the feed fails. */
export function isOverdue({ failing }: FeedState, now: number): boolean {
  return failing !== null && failing.told === null && now - failing.since >= PATIENCE;
}

async function note(
  { documents, handover, feed, isOpen, deps, now, signal }: PollContext,
  before: FeedState,
  feedState: FeedState,
  trouble: PollProblem,
): Promise<void> {
  // Before it is told: `since` is in the message's id.
  if (JSON.stringify(before) !== JSON.stringify(feedState))
    documents.commit(feed.name, feedState, { known: null, isPutDue: false, now });
  const { failing } = feedState;
  if (failing === null || failing.told !== null || !(isGrave(trouble) || isOverdue(feedState, now))) return;
  const reason = reasonOf(trouble, isOpen);
  const offer = conditionOffer('feed.failing', feed, factsOf(feed.name, feedState), { ...failing, reason }, now);
  const told = { ...feedState, failing: { ...failing, reason, told: feed.to } };
  // Owed to all at first: whoever is told, though we are cut off right then, is told of its end as well.
  const refused = handover.owe(feed.to, offer);
  documents.commit(feed.name, told, { known: null, refused, isPutDue: false, now });
  await handover.pay({ deps, destinations: feed.to, now, signal });
}

function failingAfter({ failing }: FeedState, trouble: PollProblem, { now, isOpen }: PollContext): Failing {
  const from = backsOff(trouble) ? (failing?.from ?? now) : null;
  return failing === null ? { since: now, from, reason: reasonOf(trouble, isOpen), told: null } : { ...failing, from };
}

/** Tells whom it was told to that the feed can be read again, before anything that it says; what is refused is owed. */
export async function recover(context: PollContext, feedState: FeedState): Promise<readonly Refused[] | null> {
  const { feed, deps, handover, now, signal } = context;
  const { failing } = feedState;
  if (failing === null || failing.told === null) return [];
  const destinations = failing.told.length === 0 ? feed.to : failing.told;
  const offer = conditionOffer('feed.recovered', feed, factsOf(feed.name, feedState), failing, now);
  const handed = await handover.offer({ deps, destinations, now, signal }, [offer]);
  return handed.ok ? handed.value.refused : null;
}

/** The feed's failing as long as an Outbox refuses what it says; `null`: none does. */
export function refusedBy({ documents, feed }: PollContext, { failing }: FeedState): Failing | null {
  const owed = documents.owedSince(feed.name);
  if (owed === null) return null;
  const reason = `Destination ${owed.destinations.join(', ')} does not take its messages over; they wait.`;
  return { since: failing?.since ?? owed.since, from: null, reason, told: failing?.told ?? null };
}

/** Names what could be read in the feed's stead, but not where a secret address has led to it. */
function reasonOf({ detail, wider }: PollProblem, isOpen: boolean): string {
  return wider === undefined || !isOpen
    ? detail
    : `${detail} ${wider} could be read, but is wider than what was asked for.`;
}

function factsOf(name: string, { title, homePage }: FeedState): FeedFacts {
  return { name, title, homePage };
}
