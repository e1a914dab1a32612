import { withPollDeadline } from '../../io/deadline.ts';
import { log } from '../../io/log.ts';
import { isChildDue, nextChildPoll } from '../../rules/follow.ts';
import { lookBackDay, type PollTiming } from '../../rules/schedule.ts';
import type { Feed } from '../../model.ts';
import type { PollOutcome } from '../../rpc/feeds.ts';
import { hostOf } from '../host.ts';
import { targetOf } from '../redirects.ts';
import { poll } from '../poll.ts';
import type { PollContext } from '../poll-context.ts';
import type { ChildStore } from '../store/child-store.ts';
import type { Child } from '../store/child-table.ts';

/** Reasons of polls after which their host is asked no more in that tick. */
const UNANSWERED = new Set<PollOutcome['reason']>(['timeout', 'network', 'deadline']);

/** Instants of the children's last polls, as far as this object has seen them. */
export class ChildSchedule {
  readonly #polled = new Map<string, number>();

  /** Gives the children of a site whose polls are due: those first to which a comment has come. */
  due(children: readonly Child[], feed: Feed, now: number): readonly Child[] {
    const due = children.filter((child) => this.#isDue(child, feed, now));
    return due.toSorted((one, other) => rankOf(one) - rankOf(other) || this.#waitsSince(one) - this.#waitsSince(other));
  }

  /** Instant of the last poll, or that since which there might have been one. */
  #waitsSince(child: Child): number {
    return this.#polled.get(keyOf(child.feed, child.url)) ?? this.polledAt(child) ?? child.failedAt ?? child.madeAt;
  }

  /** Instant of a child's last poll; `null`: it was never read. */
  polledAt(child: Child): number | null {
    const { feed, url, state } = child;
    // A baseline that was begun and cut off is to be completed.
    if (isUnread(child)) return null;
    return this.#polled.get(keyOf(feed, url)) ?? state?.watch.whole?.at ?? null;
  }

  /** Instant of a child's last poll that is known, whatever came of it; `null`: none is. */
  lastPoll(child: Child): number | null {
    const noted = [this.#polled.get(keyOf(child.feed, child.url)), child.state?.watch.whole?.at, child.failedAt];
    const times = noted.filter((time) => time !== null && time !== undefined);
    return times.length === 0 ? null : Math.max(...times);
  }

  /** Notes that a child was polled. */
  note({ feed, url }: Child, now: number): void {
    this.#polled.set(keyOf(feed, url), now);
  }

  #isDue(child: Child, feed: Feed, now: number): boolean {
    const by = this.#factsOf(child, feed);
    return by !== null && isChildDue(by.key, by.facts, by.timing, by.previous, now, by.stored);
  }

  /** The first tick after `now` that polls a child as things are; `null`: none does. */
  nextPoll(child: Child, feed: Feed, now: number): number | null {
    const by = feed.paused ? null : this.#factsOf(child, feed);
    return by === null ? null : nextChildPoll(by.key, by.facts, by.timing, by.previous, now, by.stored);
  }

  /** Facts by which a child is polled; `null`: it is not. */
  #factsOf(child: Child, feed: Feed) {
    const { state, retiredAt, isGone, failedAt, url, isNew, madeAt } = child;
    if (state === null || retiredAt !== null) return null;
    const timing: PollTiming = {
      every: feed.every,
      maxAge: state.maxAge,
      lastNews: state.watch.lastNews,
      failingSince: state.failing?.from ?? null,
      gone: isGone,
      notBefore: state.notBefore,
    };
    const key = keyOf(feed.name, url);
    const previous = this.#polled.get(key) ?? null;
    const facts = {
      ...child,
      polledAt: this.polledAt(child),
      hasHole: state.watch.hole !== null,
      newSince: isNew ? madeAt : null,
    };
    // A site that was renamed, or begins from SEEN, brings no more than since when it fails.
    const stored = timing.failingSince === null ? facts.polledAt : (failedAt ?? timing.failingSince);
    return { key, facts, timing, previous, stored };
  }
}

/** Result of a tick's polls of a site's children. `isCutShort`: some of those that are due were not polled, for that reason. */
type Polled = {
  readonly comments: number;
  readonly news: number;
  readonly edits: number;
  readonly isCutShort: 'limit' | 'deadline' | 'outbox' | null;
};

/** Polls the children of a site that are due, one after the other. `context`: the site's. */
export async function pollChildren(
  children: ChildStore,
  schedule: ChildSchedule,
  context: PollContext,
): Promise<Polled> {
  const { feed, now, web, spare } = context;
  const silent = new Set<string>();
  let [comments, news, edits] = [0, 0, 0];
  for (const child of schedule.due(children.of(feed.name), feed, now)) {
    const at = child.state === null ? child.url : targetOf(child, child.state).url;
    const host = hostOf(at);
    const isFirst = isUnread(child);
    if (silent.has(host) || (isFirst && spare?.isSpent === true)) continue;
    if (web.aborted) return { comments, news, edits, isCutShort: 'deadline' };
    const pollIt = (): Promise<PollOutcome> => pollChild(children, context, child);
    const ended =
      context.visit === undefined ? await pollIt() : await context.visit(at, schedule.polledAt(child), pollIt);
    // It is due still.
    if (ended === null) continue;
    comments += ended.comments ?? 0;
    news += ended.news ?? 0;
    edits += ended.edits ?? 0;
    const { outcome, reason, status } = ended;
    if (UNANSWERED.has(reason) || status === 429 || status === 503) silent.add(host);
    if (reason === 'limit' && isFirst && spare?.isSpent === true) continue;
    if (outcome === 'postponed' && (reason === 'limit' || reason === 'outbox'))
      return { comments, news, edits, isCutShort: reason };
    if (outcome === 'postponed') continue;
    schedule.note(child, now);
    if (outcome === 'failed') children.noteFailure(child.feed, child.url, isGoneFor(child, ended), now);
    else noteRead(children, child, now);
  }
  return { comments, news, edits, isCutShort: null };
}

/** True where a poll says that there will be no more comments: of a post that was deleted most servers say 404. */
function isGoneFor({ isListed }: Child, { reason, status }: PollOutcome): boolean {
  return reason === 'gone' || (status === 404 && !isListed);
}

/** Polls one child, as a feed. What goes wrong with it stops no other. */
async function pollChild(children: ChildStore, context: PollContext, child: Child): Promise<PollOutcome> {
  const { feed, deps, now } = context;
  const { url, newsSince, isNew, madeAt, count, changedAt } = child;
  const own = {
    url,
    child: { newsSince, isNew, madeAt, count },
    memory: children.memory(feed.name, url),
    day: lookBackDay(keyOf(feed.name, url), now),
    writtenAt: changedAt,
    isSpare: isUnread(child),
    ...(context.spare !== undefined && isUnread(child) && { spare: context.spare.part() }),
    // One that was approved late stands behind the newest, by which servers tell whether anything has changed.
    isUnconditional: hasMoved(child),
  };
  try {
    return await withPollDeadline(deps.deadline, (over, late) => {
      const signal = AbortSignal.any([context.signal, over]);
      const web = AbortSignal.any([context.web, late]);
      return poll({ ...context, ...own, signal, web });
    });
  } catch {
    log('poller.failed', { feed: feed.name });
    return { outcome: 'postponed', reason: context.signal.aborted ? 'deadline' : 'error' };
  }
}

/**
 * Notes that a child was read since its count moved, where its poll has written nothing: this object may be evicted by then,
 * and it would be polled at each tick. One row.
 */
function noteRead(children: ChildStore, { feed, url, movedAt }: Child, now: number): void {
  const memory = children.memory(feed, url);
  const document = movedAt === null ? null : memory.document();
  if (movedAt === null || !document?.ok || document.value === null) return;
  const { feedState } = document.value;
  const { whole } = feedState.watch;
  if (whole === null || whole.at >= movedAt) return;
  const watch = { ...feedState.watch, whole: { ...whole, at: now } };
  memory.commit({ ...feedState, watch }, { remembered: null, isPutDue: false, now });
}

/** True if the child was not read to an end yet: it can wait for a tick that has requests to spare. */
export function isUnread({ state }: Child): boolean {
  return state === null || state.watch.since === null;
}

/** Order of polls: what is known to have moved first; the others as long as they wait, for some hosts allow one in a tick. */
function rankOf(child: Child): number {
  return hasMoved(child) ? 0 : 1;
}

/** True if its count has moved since a child was read. */
function hasMoved(child: Child): boolean {
  return !isUnread(child) && child.movedAt !== null && child.movedAt > (child.state?.watch.whole?.at ?? 0);
}

function keyOf(feed: string, url: string): string {
  return `${feed} ${url}`;
}
