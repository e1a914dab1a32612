import { log } from '../io/log.ts';
import type { RememberedComment, Taken, Watch } from '../rules/watch.ts';
import type { PollOutcome } from '../rpc.ts';
import { fail, recover, refusedBy } from './failing.ts';
import type { Gathered } from './gather.ts';
import { type FeedState, withoutKnown } from './store/feed-state.ts';
import type { PollContext } from './poll-context.ts';
import type { LoadedState } from './load-state.ts';
import { offersOf } from './offers.ts';

/** What an answer says beside its comments is written no more often than this: some say something else at every poll. */
const UNEVENTFUL_WRITE = 60 * 60_000;

/**
 * Carries a plan out, in the order of truth: what only makes more be offered is remembered; then every Outbox has
 * accepted, or what it refused is kept for it in the very transaction in which the document is committed; SEEN is put
 * after that, by the Poller. A crash between two steps offers the same messages again, under the same ids.
 */
export async function commit(
  context: PollContext,
  state: LoadedState,
  gathered: Gathered,
  plan: Taken,
): Promise<PollOutcome> {
  const { documents, handover, feed, deps, now, signal } = context;
  const { stored, feedState } = state;
  const counts = { comments: plan.count, news: plan.news, edits: plan.edits };
  if (plan.before !== null) {
    const { known } = plan.before;
    documents.commit(feed.name, stateBefore(feedState, gathered, plan.before), { known, isPutDue: false, now });
  }

  const isWhole = gathered.cut === null && refusedBy(context, feedState) === null;
  const recovered = isWhole ? await recover(context, feedState) : [];
  const telling = { feed, facts: gathered.facts, pages: gathered.pages, now };
  const handed = await handover.offer({ deps, destinations: feed.to, now, signal }, offersOf(telling, plan));
  if (recovered === null || !handed.ok) return { ...counts, outcome: 'postponed', reason: 'outbox' };

  const { others, refused } = handed.value;
  const known = plan.after.known.map((one) => agreed(one, others));
  const next = stateAfter(context, state, gathered, plan, { isAgreed: others.size === 0, isWhole });
  const owed = [...recovered, ...refused];
  const isDue =
    plan.write === 'now' || plan.before !== null || owed.length > 0 || isEventful(context, stored, next, plan);
  if (isDue) documents.commit(feed.name, next, { known, refused: owed, isPutDue: plan.learned, now });

  const failing = isDue ? refusedBy(context, next) : null;
  if (failing !== null) await noteRefusal(context, next, failing);
  sayWhere(context, stored, next);
  if (gathered.cut !== null)
    return { ...counts, ...(await failCut(context, { ...state, stored: next, feedState: next }, gathered.cut)) };
  if (plan.watching === null) return { ...counts, outcome: 'read' };
  const delivered = plan.offers.filter(({ hold }) => hold === null).length;
  log('feed.watching', { feed: feed.name, comments: plan.count, delivered });
  return { ...counts, outcome: 'watching' };
}

/** Takes note of an answer that brought nothing new, and of the feed's recovery where it had failed. */
export async function settle(
  context: PollContext,
  { stored, feedState }: LoadedState,
  maxAge: number | null,
): Promise<PollOutcome> {
  const { documents, feed, now } = context;
  const failing = refusedBy(context, feedState);
  const recovered = failing === null ? await recover(context, feedState) : [];
  if (recovered === null) return { outcome: 'postponed', reason: 'outbox' };
  const { whole } = feedState.watch;
  const watch = { ...feedState.watch, whole: whole && { ...whole, at: now } };
  const next: FeedState = { ...feedState, failing, notBefore: null, maxAge: maxAge ?? feedState.maxAge, watch };
  const isChanged = lasting(feedState) !== lasting(next) || stored !== feedState;
  const isDue = isChanged || (isHourly(context) && next.maxAge !== feedState.maxAge);
  if (isDue || recovered.length > 0)
    documents.commit(feed.name, next, { known: null, refused: recovered, isPutDue: false, now });
  return { outcome: 'unchanged' };
}

/** The feed's place is part of it: a baseline that was begun is not completed with what is found elsewhere. */
function stateBefore(feedState: FeedState, { answer, cut }: Gathered, watch: Watch): FeedState {
  const found = cut === null ? answer.found : feedState.found;
  return { ...feedState, found, validators: null, digest: null, watch: withoutKnown(watch) };
}

type Handed = { readonly isAgreed: boolean; readonly isWhole: boolean };

function stateAfter(
  context: PollContext,
  { feedState }: LoadedState,
  { facts, answer, cut }: Gathered,
  plan: Taken,
  { isAgreed, isWhole }: Handed,
): FeedState {
  const watch = withoutKnown(plan.after);
  // Where an Outbox holds another content, the next poll has to read the body again, to find the edit.
  const names = isAgreed ? {} : { validators: null, digest: null };
  // Nothing but its comments is taken from an answer that is not whole.
  if (cut !== null) return { ...feedState, ...names, watch };
  const { title, homePage } = facts;
  // What has been paid meanwhile was owed when people would have been told that all is well: the next poll tells them.
  const failing =
    refusedBy(context, feedState) ?? (isWhole ? null : feedState.failing && { ...feedState.failing, from: null });
  return { ...feedState, ...answer, ...names, title, homePage, failing, notBefore: null, watch };
}

/** Whether more has changed than what names the body or varies with it; if only that has, whether it is time to write it. */
function isEventful(context: PollContext, stored: FeedState, next: FeedState, plan: Taken): boolean {
  if (lasting(stored) !== lasting(next)) return true;
  return isHourly(context) && (plan.write === 'hourly' || JSON.stringify(stored) !== JSON.stringify(next));
}

function lasting({ found, failing, notBefore }: FeedState): string {
  return JSON.stringify({ found, failing, notBefore });
}

function isHourly({ writtenAt, now }: PollContext): boolean {
  return writtenAt === null || now - writtenAt >= UNEVENTFUL_WRITE;
}

/** Forgets a content of which not all Outboxes hold this one: the next poll offers it as an edit. */
function agreed(known: RememberedComment, others: ReadonlySet<string>): RememberedComment {
  return known.key !== null && others.has(known.key) && known.content !== null ? { ...known, content: '' } : known;
}

async function noteRefusal(
  context: PollContext,
  feedState: FeedState,
  failing: NonNullable<FeedState['failing']>,
): Promise<void> {
  const { documents, feed, now } = context;
  if (feedState.failing?.since === failing.since) return;
  documents.commit(feed.name, { ...feedState, failing }, { known: null, isPutDue: false, now });
}

function failCut(context: PollContext, state: LoadedState, cut: string): Promise<PollOutcome> {
  return fail(context, state, { reason: 'cut', detail: cut });
}

/** Logs where the feed was found, if not where it was configured; but nothing that a person keeps in a secret, and no key. */
function sayWhere({ feed, isOpen }: PollContext, before: FeedState, { found }: FeedState): void {
  if (found === null || found.url === before.found?.url) return;
  const { origin, pathname, search } = new URL(found.url);
  const shown = `${origin}${pathname}${search === '' ? '' : '?…'}`;
  log('feed.found', { feed: feed.name, url: isOpen ? shown : null });
}
