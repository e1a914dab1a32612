import type { FeedFacts } from '../model.ts';
import { retryAfterInstant } from '../rules/due.ts';
import type { Refused } from './feed-store.ts';
import type { Failing, Head } from './head.ts';
import type { Job, Outcome } from './job.ts';
import { loadState, type State } from './load-state.ts';
import { conditionOffer } from './offers.ts';
import { backsOff, isGrave, isPassing, OURS, type Trouble } from './trouble.ts';

/** A feed may hiccup for so long before people are told. */
const PATIENCE = 24 * 60 * 60_000;

/** Requests run out now and then; that is noted of a feed only where it was not read for so long. */
const LIMITED = 24 * 60 * 60_000;

/** Notes that the feed could not be read, and tells people where it is time. */
export async function fail(job: Job, { stored, head }: State, trouble: Trouble): Promise<Outcome> {
  const { now } = job;
  const wait = retryAfterInstant(trouble.retryAfter ?? null, now);
  // What has failed for good has failed where redirects led, too.
  const moved = isPassing(trouble) ? head.moved : null;
  await note(job, stored, { ...head, moved, failing: failingAfter(head, trouble, job), notBefore: wait }, trouble);
  return { outcome: 'failed', reason: trouble.reason };
}

/**
 * Notes that polls do not come to an end through no fault of the feed. `head`: as stored; `configuredAt`: when CONFIG named
 * the feed, ms.
 */
export async function failOurs(
  job: Job,
  head: Head | null,
  reason: string,
  configuredAt: number | null,
): Promise<void> {
  const detail = OURS[reason];
  const readAt = head?.watch.whole?.at ?? configuredAt;
  if (detail === undefined || (reason === 'limit' && readAt !== null && job.now - readAt < LIMITED)) return;
  // Where SEEN hung it would do so again.
  const stored = head ?? (reason === 'deadline' ? null : await storedHead(job));
  if (stored === null) return;
  const since = reason === 'limit' ? (readAt ?? job.now) : job.now;
  const failing = stored.failing ?? { since, from: null, reason: detail, told: null };
  await note(job, stored, { ...stored, failing }, { reason, detail });
}

/** The head that the feed's next poll starts from; `null`: what is remembered of it cannot be told now. */
async function storedHead(job: Job): Promise<Head | null> {
  const loaded = await loadState(job);
  return loaded.ok ? loaded.value.stored : null;
}

/** Tells people of a feed that has failed for long enough, though it is not its time to be asked. */
export async function tellOverdue(job: Job, head: Head): Promise<void> {
  if (head.failing !== null) await note(job, head, head, { reason: '', detail: head.failing.reason });
}

/** Tells whether people are to know by now that the feed fails. */
export function isOverdue({ failing }: Head, now: number): boolean {
  return failing !== null && failing.told === null && now - failing.since >= PATIENCE;
}

async function note(
  { store, handover, feed, isOpen, world, now, signal }: Job,
  before: Head,
  head: Head,
  trouble: Trouble,
): Promise<void> {
  // Before it is told: `since` is in the message's id.
  if (JSON.stringify(before) !== JSON.stringify(head))
    store.commit(feed.name, head, { known: null, isPutDue: false, now });
  const { failing } = head;
  if (failing === null || failing.told !== null || !(isGrave(trouble) || isOverdue(head, now))) return;
  const reason = reasonOf(trouble, isOpen);
  const offer = conditionOffer('feed.failing', feed, factsOf(feed.name, head), { ...failing, reason }, now);
  const told = { ...head, failing: { ...failing, reason, told: feed.to } };
  // Owed to all at first: whoever is told, though we are cut off right then, is told of its end as well.
  const refused = handover.owe(feed.to, offer);
  store.commit(feed.name, told, { known: null, refused, isPutDue: false, now });
  await handover.pay({ world, destinations: feed.to, now, signal });
}

function failingAfter({ failing }: Head, trouble: Trouble, { now, isOpen }: Job): Failing {
  const from = backsOff(trouble) ? (failing?.from ?? now) : null;
  return failing === null ? { since: now, from, reason: reasonOf(trouble, isOpen), told: null } : { ...failing, from };
}

/** Tells whom it was told to that the feed can be read again, before anything that it says; what is refused is owed. */
export async function recover(job: Job, head: Head): Promise<readonly Refused[] | null> {
  const { feed, world, handover, now, signal } = job;
  const { failing } = head;
  if (failing === null || failing.told === null) return [];
  const destinations = failing.told.length === 0 ? feed.to : failing.told;
  const offer = conditionOffer('feed.recovered', feed, factsOf(feed.name, head), failing, now);
  const handed = await handover.offer({ world, destinations, now, signal }, [offer]);
  return handed.ok ? handed.value.refused : null;
}

/** The feed's failing as long as an Outbox refuses what it says; `null`: none does. */
export function refusedBy({ store, feed }: Job, { failing }: Head): Failing | null {
  const owed = store.owedSince(feed.name);
  if (owed === null) return null;
  const reason = `Destination ${owed.destinations.join(', ')} does not take its messages over; they wait.`;
  return { since: failing?.since ?? owed.since, from: null, reason, told: failing?.told ?? null };
}

/** Names what could be read in the feed's stead, but not where a secret address has led to it. */
function reasonOf({ detail, wider }: Trouble, isOpen: boolean): string {
  return wider === undefined || !isOpen
    ? detail
    : `${detail} ${wider} could be read, but is wider than what was asked for.`;
}

function factsOf(name: string, { title, homePage }: Head): FeedFacts {
  return { name, title, homePage };
}
