import { log } from '../io/log.ts';
import type { Taken } from '../rules/plan.ts';
import type { RememberedComment, Watch } from '../rules/watch.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { fail, recover, refusedBy } from './failing.ts';
import type { Gathered, Unchanged } from './gather.ts';
import { withAddress } from '../rules/remember.ts';
import { type FeedState, withoutComments } from './store/feed-state.ts';
import type { PollContext } from './poll-context.ts';
import type { LoadedState } from './load-state.ts';
import { offersOf } from './offers.ts';

/** Least time between writes of what an answer says beside its comments, ms: some say something else at every poll. */
const UNEVENTFUL_WRITE = 60 * 60_000;

/**
 * Carries out a plan in the order of truth: changes that can only make more be offered are committed right before the first
 * offer goes; then every Outbox accepts, or what it refused is kept for it in the transaction that commits the document; the Poller puts SEEN
 * after that. A crash between two steps offers the same messages again, under the same ids.
 */
export async function commit(
  context: PollContext,
  state: LoadedState,
  gathered: Gathered,
  plan: Taken,
): Promise<PollOutcome> {
  const { memory, handover, feed, deps, now, signal } = context;
  const { stored, feedState } = state;
  const counts = { comments: plan.count, news: plan.news, edits: plan.edits };
  const isWhole = gathered.cut === null && refusedBy(context, feedState) === null;
  const recovered = isWhole ? await recover(context, feedState) : [];
  const from = { feed, url: context.child && context.url, facts: gathered.facts, pages: gathered.pages, now };
  const manner = { begin: beginning(context, feedState, gathered, plan.before), isPatient: context.hasLeft };
  const handed = await handover.offer({ deps, destinations: feed.to, now, signal, manner }, offersOf(from, plan));
  if (recovered === null || !handed.ok) return { ...counts, outcome: 'postponed', reason: 'outbox' };

  const { others, refused } = handed.value;
  const remembered = plan.after.remembered.map((one) => agreed(one, others));
  const next = stateAfter(context, state, gathered, plan, { isAgreed: others.size === 0, isWhole });
  const owed = [...recovered, ...refused];
  const isDue =
    plan.write === 'now' || plan.before !== null || owed.length > 0 || isEventful(context, stored, next, plan);
  if (isDue) memory.commit(next, { remembered, refused: owed, isPutDue: plan.learned, now });

  const failing = isDue ? refusedBy(context, next) : null;
  if (failing !== null) await noteRefusal(context, next, failing);
  logFound(context, stored, next);
  if (gathered.cut !== null)
    return { ...counts, ...(await failCut(context, { ...state, stored: next, feedState: next }, gathered.cut)) };
  if (plan.watching === null) return { ...counts, outcome: 'read' };
  const delivered = plan.offers.filter(({ hold }) => hold === null).length;
  log('feed.watching', { feed: feed.name, comments: plan.count, delivered });
  return { ...counts, outcome: 'watching' };
}

/** Records an answer without news, and the feed's recovery where it had failed. */
export async function settle(
  context: PollContext,
  { stored, feedState }: LoadedState,
  { maxAge, moved, there }: Unchanged,
): Promise<PollOutcome> {
  const { memory, now } = context;
  const failing = refusedBy(context, feedState);
  const recovered = failing === null ? await recover(context, feedState) : [];
  if (recovered === null) return { outcome: 'postponed', reason: 'outbox' };
  const { whole } = feedState.watch;
  const addresses = there === null ? feedState.watch.addresses : withAddress(feedState.watch, there);
  const watch = { ...feedState.watch, addresses, whole: whole && { ...whole, at: now } };
  const validators = there?.validators ?? feedState.validators;
  const answer = { maxAge: maxAge ?? feedState.maxAge, moved, validators };
  const next: FeedState = { ...feedState, ...answer, failing, notBefore: null, watch };
  const isChanged = isUrgentChange(feedState, next) || stored !== feedState;
  const isVaried = there !== null || next.maxAge !== feedState.maxAge || next.moved?.url !== feedState.moved?.url;
  const isDue = isChanged || (isHourly(context) && isVaried);
  if (isDue || recovered.length > 0)
    memory.commit(next, { remembered: null, refused: recovered, isPutDue: false, now });
  return { outcome: 'unchanged' };
}

/** Commits, once, what has to be remembered before anything is offered. */
function beginning({ memory, now }: PollContext, feedState: FeedState, gathered: Gathered, before: Watch | null) {
  let isDue = before !== null;
  return (): void => {
    if (!isDue || before === null) return;
    const { remembered } = before;
    memory.commit(stateBefore(feedState, gathered, before), { remembered, isPutDue: false, now });
    isDue = false;
  };
}

/**
 * State before anything is offered. Where the feed was found is part of it: a baseline is not completed from elsewhere.
 */
function stateBefore(feedState: FeedState, { answer, cut }: Gathered, watch: Watch): FeedState {
  const found = cut === null ? answer.found : feedState.found;
  return { ...feedState, found, validators: null, digest: null, watch: withoutComments(watch) };
}

type Agreement = { readonly isAgreed: boolean; readonly isWhole: boolean };

function stateAfter(
  context: PollContext,
  { feedState }: LoadedState,
  { facts, answer, cut }: Gathered,
  plan: Taken,
  { isAgreed, isWhole }: Agreement,
): FeedState {
  const watch = withoutComments(plan.after);
  // Where an Outbox holds another content, the next poll has to read the body again, to find the edit.
  const names = isAgreed ? {} : { validators: null, digest: null };
  // Nothing but its comments is taken from an answer that is not whole.
  if (cut !== null) return { ...feedState, ...names, watch };
  const { title, homePage } = facts;
  // What was taken over meanwhile was owed when people would have been told that all is well: the next poll tells them.
  const failing =
    refusedBy(context, feedState) ?? (isWhole ? null : feedState.failing && { ...feedState.failing, from: null });
  return { ...feedState, ...answer, ...names, title, homePage, failing, notBefore: null, watch };
}

/** True if more has changed than the body's validators and what varies with them, or if that is due to be written. */
function isEventful(context: PollContext, stored: FeedState, next: FeedState, plan: Taken): boolean {
  if (isUrgentChange(stored, next)) return true;
  return isHourly(context) && (plan.write === 'hourly' || JSON.stringify(stored) !== JSON.stringify(next));
}

/**
 * True if what has changed is written at once. Of a run of permanent redirects that is its going on or its end, which costs two
 * rows until it is believed; its first one waits for its hour, so that redirects that never agree cost two rows an hour.
 */
function isUrgentChange(before: FeedState, next: FeedState): boolean {
  if (urgentPart(before) !== urgentPart(next)) return true;
  return before.moved !== null && JSON.stringify(before.moved) !== JSON.stringify(next.moved);
}

function urgentPart({ found, failing, notBefore }: FeedState): string {
  return JSON.stringify({ found, failing, notBefore });
}

function isHourly({ writtenAt, now }: PollContext): boolean {
  return writtenAt === null || now - writtenAt >= UNEVENTFUL_WRITE;
}

/** Forgets a comment's content where an Outbox holds another one: the next poll offers it as an edit. */
function agreed(known: RememberedComment, others: ReadonlySet<string>): RememberedComment {
  return known.key !== null && others.has(known.key) && known.content !== null ? { ...known, content: '' } : known;
}

async function noteRefusal(
  context: PollContext,
  feedState: FeedState,
  failing: NonNullable<FeedState['failing']>,
): Promise<void> {
  const { memory, now } = context;
  if (feedState.failing?.since === failing.since) return;
  memory.commit({ ...feedState, failing }, { remembered: null, isPutDue: false, now });
}

function failCut(context: PollContext, state: LoadedState, cut: string): Promise<PollOutcome> {
  return fail(context, state, { reason: 'cut', detail: cut });
}

/**
 * Logs the URL of a feed that was found elsewhere than configured, without its query; `null` where that is a secret.
 */
function logFound({ feed, isOpen, child }: PollContext, before: FeedState, { found }: FeedState): void {
  // A site has hundreds of posts.
  if (child !== undefined || found === null || found.url === before.found?.url) return;
  const { origin, pathname, search } = new URL(found.url);
  const shown = `${origin}${pathname}${search === '' ? '' : '?…'}`;
  log('feed.found', { feed: feed.name, url: isOpen ? shown : null });
}
