import type { FeedFacts, Result } from '../model.ts';
import { retryAfterInstant } from '../rules/due.ts';
import type { Mark } from '../rules/diff.ts';
import type { Head } from './document.ts';
import { enqueue, type OtherContents, type OutboxFailure } from './enqueue.ts';
import { iso, type Job, type Outcome } from './job.ts';
import { conditionOffer } from './offers.ts';

/** A feed may hiccup for so long before people are told. */
const PATIENCE = 24 * 60 * 60_000;

/** What no patience mends: RFC 9110 section 15.5.11, and a page that asks for a password. */
const GRAVE = new Set(['gone', 'login']);

/** Failures that say nothing of whether the feed is still there. */
const PASSING = new Set(['timeout', 'network', 'cut', 'too-many']);

/** Why a poll failed: of the fetch, of the parser, or of the Poller's own. */
type Trouble = {
  readonly reason: string;
  readonly detail: string;
  readonly status?: number | null;
  readonly retryAfter?: string | null;
};

/** Notes that the feed failed, and tells people where it is time. `known`: what was whole in it, else `null`. */
export async function fail(
  job: Job,
  before: Head,
  head: Head,
  trouble: Trouble,
  known: readonly Mark[] | null = null,
): Promise<Outcome> {
  const { feed, memory, now } = job;
  const { reason, detail } = trouble;
  const notBefore = retryAfterInstant(trouble.retryAfter ?? null, now);
  const failing = head.failing ?? { since: iso(now), reason: detail, announced: false };
  const next: Head = {
    ...head,
    // From the configured URL the way to the feed is searched anew.
    resolved: isPassing(trouble) ? head.resolved : null,
    failing,
    notBefore: notBefore === null ? null : iso(notBefore),
  };
  // Before it is told: `since` is in the message's id.
  if (known !== null || JSON.stringify(next) !== JSON.stringify(before)) memory.commit(feed.name, next, known, now);
  if (!failing.announced && (GRAVE.has(reason) || now - Date.parse(failing.since) >= PATIENCE)) {
    const condition = { ...failing, reason: detail };
    const told = await announce(job, head, 'feed.failing', condition);
    if (told.ok) memory.commit(feed.name, { ...next, failing: { ...condition, announced: true } }, null, now);
  }
  return { outcome: 'failed', reason };
}

/** Takes note of an answer that brought nothing new, and of the feed's recovery where it had failed. */
export async function settle(job: Job, head: Head, maxAge: number): Promise<Outcome> {
  const { feed, memory, now } = job;
  if (head.failing !== null || head.maxAge !== maxAge) {
    if (head.failing?.announced) {
      const told = await announce(job, head, 'feed.recovered', head.failing);
      if (!told.ok) return { outcome: 'postponed', reason: told.reason };
    }
    memory.commit(feed.name, { ...head, failing: null, notBefore: null, maxAge }, null, now);
  }
  return { outcome: 'unchanged' };
}

/** Whether a failure says nothing of whether what was asked for is still there. */
export function isPassing({ reason, status = null }: Pick<Trouble, 'reason' | 'status'>): boolean {
  return PASSING.has(reason) || (status !== null && (status === 429 || status >= 500));
}

function announce(
  { world, feed, now, signal }: Job,
  head: Head,
  type: 'feed.failing' | 'feed.recovered',
  condition: { readonly since: string; readonly reason: string },
): Promise<Result<OtherContents, OutboxFailure>> {
  const offer = conditionOffer(type, feed, factsOf(feed.name, head), condition, now);
  return enqueue(world, feed.to, [offer], signal);
}

function factsOf(name: string, { title, homePage }: Head): FeedFacts {
  return { name, title, homePage };
}
