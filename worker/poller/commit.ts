import { log } from '../io/log.ts';
import type { KnownComment, Taken, Watch } from '../rules/watch.ts';
import { fail, recover, refusedBy } from './failing.ts';
import type { Gathered } from './gather.ts';
import { type Head, withoutKnown } from './head.ts';
import type { Job, Outcome } from './job.ts';
import type { State } from './load-state.ts';
import { offersOf } from './offers.ts';

/** What an answer says beside its comments is written no more often than this: some say something else at every poll. */
const UNEVENTFUL_WRITE = 60 * 60_000;

/**
 * Carries a plan out, in the order of truth: what only makes more be offered is remembered; then every Outbox has
 * accepted, or what it refused is kept for it in the very transaction in which the document is committed; SEEN is put
 * after that, by the Poller. A crash between two steps offers the same messages again, under the same ids.
 */
export async function commit(job: Job, state: State, gathered: Gathered, plan: Taken): Promise<Outcome> {
  const { store, handover, feed, world, now, signal } = job;
  const { stored, head } = state;
  const counts = { comments: plan.count, news: plan.news, edits: plan.edits };
  if (plan.before !== null) {
    const { known } = plan.before;
    store.commit(feed.name, headBefore(head, gathered, plan.before), { known, isPutDue: false, now });
  }

  const isWhole = gathered.cut === null && refusedBy(job, head) === null;
  const recovered = isWhole ? await recover(job, head) : [];
  const telling = { feed, facts: gathered.facts, pages: gathered.pages, now };
  const handed = await handover.offer({ world, destinations: feed.to, now, signal }, offersOf(telling, plan));
  if (recovered === null || !handed.ok) return { ...counts, outcome: 'postponed', reason: 'outbox' };

  const { others, refused } = handed.value;
  const known = plan.after.known.map((one) => agreed(one, others));
  const next = headAfter(job, state, gathered, plan, { isAgreed: others.size === 0, isWhole });
  const owed = [...recovered, ...refused];
  const isDue = plan.write === 'now' || plan.before !== null || owed.length > 0 || isEventful(job, stored, next, plan);
  if (isDue) store.commit(feed.name, next, { known, refused: owed, isPutDue: plan.learned, now });

  const failing = isDue ? refusedBy(job, next) : null;
  if (failing !== null) await noteRefusal(job, next, failing);
  sayWhere(job, stored, next);
  if (gathered.cut !== null)
    return { ...counts, ...(await failCut(job, { ...state, stored: next, head: next }, gathered.cut)) };
  if (plan.watching === null) return { ...counts, outcome: 'read' };
  const delivered = plan.offers.filter(({ hold }) => hold === null).length;
  log('feed.watching', { feed: feed.name, comments: plan.count, delivered });
  return { ...counts, outcome: 'watching' };
}

/** Takes note of an answer that brought nothing new, and of the feed's recovery where it had failed. */
export async function settle(job: Job, { stored, head }: State, maxAge: number | null): Promise<Outcome> {
  const { store, feed, now } = job;
  const failing = refusedBy(job, head);
  const recovered = failing === null ? await recover(job, head) : [];
  if (recovered === null) return { outcome: 'postponed', reason: 'outbox' };
  const { whole } = head.watch;
  const watch = { ...head.watch, whole: whole && { ...whole, at: now } };
  const next: Head = { ...head, failing, notBefore: null, maxAge: maxAge ?? head.maxAge, watch };
  const isChanged = lasting(head) !== lasting(next) || stored !== head;
  const isDue = isChanged || (isHourly(job) && next.maxAge !== head.maxAge);
  if (isDue || recovered.length > 0)
    store.commit(feed.name, next, { known: null, refused: recovered, isPutDue: false, now });
  return { outcome: 'unchanged' };
}

/** The feed's place is part of it: a baseline that was begun is not completed with what is found elsewhere. */
function headBefore(head: Head, { answer, cut }: Gathered, watch: Watch): Head {
  const found = cut === null ? answer.found : head.found;
  return { ...head, found, validators: null, digest: null, watch: withoutKnown(watch) };
}

type Handed = { readonly isAgreed: boolean; readonly isWhole: boolean };

function headAfter(
  job: Job,
  { head }: State,
  { facts, answer, cut }: Gathered,
  plan: Taken,
  { isAgreed, isWhole }: Handed,
): Head {
  const watch = withoutKnown(plan.after);
  // Where an Outbox holds another content, the next poll has to read the body again, to find the edit.
  const names = isAgreed ? {} : { validators: null, digest: null };
  // Nothing but its comments is taken from an answer that is not whole.
  if (cut !== null) return { ...head, ...names, watch };
  const { title, homePage } = facts;
  // What has been paid meanwhile was owed when people would have been told that all is well: the next poll tells them.
  const failing = refusedBy(job, head) ?? (isWhole ? null : head.failing && { ...head.failing, from: null });
  return { ...head, ...answer, ...names, title, homePage, failing, notBefore: null, watch };
}

/** Whether more has changed than what names the body or varies with it; if only that has, whether it is time to write it. */
function isEventful(job: Job, stored: Head, next: Head, plan: Taken): boolean {
  if (lasting(stored) !== lasting(next)) return true;
  return isHourly(job) && (plan.write === 'hourly' || JSON.stringify(stored) !== JSON.stringify(next));
}

function lasting({ found, failing, notBefore }: Head): string {
  return JSON.stringify({ found, failing, notBefore });
}

function isHourly({ writtenAt, now }: Job): boolean {
  return writtenAt === null || now - writtenAt >= UNEVENTFUL_WRITE;
}

/** Forgets a content of which not all Outboxes hold this one: the next poll offers it as an edit. */
function agreed(known: KnownComment, others: ReadonlySet<string>): KnownComment {
  return known.key !== null && others.has(known.key) && known.content !== null ? { ...known, content: '' } : known;
}

async function noteRefusal(job: Job, head: Head, failing: NonNullable<Head['failing']>): Promise<void> {
  const { store, feed, now } = job;
  if (head.failing?.since === failing.since) return;
  store.commit(feed.name, { ...head, failing }, { known: null, isPutDue: false, now });
}

function failCut(job: Job, state: State, cut: string): Promise<Outcome> {
  return fail(job, state, { reason: 'cut', detail: cut });
}

/** Logs where the feed was found, if not where it was configured; but nothing that a person keeps in a secret, and no key. */
function sayWhere({ feed, isOpen }: Job, before: Head, { found }: Head): void {
  if (found === null || found.url === before.found?.url) return;
  const { origin, pathname, search } = new URL(found.url);
  const shown = `${origin}${pathname}${search === '' ? '' : '?…'}`;
  log('feed.found', { feed: feed.name, url: isOpen ? shown : null });
}
