import { withDeadline } from '../io/deadline.ts';
import type { Feed } from '../model.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import { failByOwnFault, isOverdue, tellOverdue } from './failing.ts';
import type { DocumentStore } from './store/document-store.ts';
import { isolated } from './isolate.ts';
import type { Handover } from './handover.ts';
import type { FeedState } from './store/feed-state.ts';
import { type PollContext, pollContextOf } from './poll-context.ts';
import type { FeedStore } from './store/feed-store.ts';
import { hostOf, urlOfFeed } from './host.ts';
import { HostTurns, type Turn } from './host-turns.ts';
import { poll } from './poll.ts';
import { noteEnd } from './poll-end.ts';
import type { FeedRow } from './store/feed-table.ts';
import { hasHung, inPollOrder, type Schedule } from './schedule.ts';
import { isPutDue, type SeenWriter } from './store/seen-writer.ts';
import type { TickSummary } from './tick-summary.ts';
import type { LimitedHosts } from './limited-hosts.ts';
import type { HostQueues, Lock, KeyedLimiter } from './concurrency.ts';
import type { CachedViews, FeedView } from './feed-view.ts';
import type { Dependencies } from './dependencies.ts';

/** Part of the deadline for a feed that hung last time: a third of 30 s is more than servers need that do answer. */
const HUNG_SHARE = 1 / 3;

/** Deadlines after a tick (4 minutes) during which polls begin; the last one has ended before the next tick. */
const TICK_DEADLINES = 8;

/** Comments above which a feed is polled alone: when parsed, a body takes ten times its size of the 128 MB. */
const LONG_COMMENTS = 1_000;

type Alone = PollContext['alone'];
type Within = Pick<PollContext, 'alone' | 'signal'>;
type Limits = Pick<PollContext, 'signal'> & Partial<Pick<PollContext, 'alone' | 'web'>>;

/** Lasting parts of a shard that a round works with. */
export type Shard = {
  readonly deps: Dependencies;
  readonly feeds: FeedStore;
  readonly views: CachedViews;
  readonly documents: DocumentStore;
  readonly handover: Handover;
  readonly schedule: Schedule;
  readonly limiter: KeyedLimiter;
  /** Of the hosts, each of which is asked by one feed at a time. */
  readonly hostQueues: HostQueues;
  readonly limitedHosts: LimitedHosts;
  /** Held by the poll of a long feed. */
  readonly long: Lock;
  readonly seen: SeenWriter;
};

/** One tick's polls of a shard. */
export class Round {
  readonly #shard: Shard;
  readonly #turns: HostTurns;
  readonly #summary: TickSummary;
  readonly #now: number;
  /** The shard's share of the puts into SEEN, of 1. */
  readonly #share: number;
  // The real time decides nothing but the end of the round.
  readonly #started = Date.now();
  /** True once the platform's requests of this run are used up. */
  #isSpent = false;

  constructor(shard: Shard, summary: TickSummary, now: number, share: number) {
    this.#shard = { ...shard, deps: { ...shard.deps, fetchFeed: (request) => this.#turns.fetch(request) } };
    this.#turns = new HostTurns(shard, now);
    this.#summary = summary;
    this.#now = now;
    this.#share = share;
  }

  /**
   * Polls what is due, the longest waiting first, and puts documents that SEEN is due. Feeds that were cut short by the
   * limit go before all others: six polls at once share the requests, and one that is slow to begin would get none.
   */
  async pollDue(views: readonly FeedView[]): Promise<void> {
    const order = inPollOrder(views, this.#now);
    for (const part of [order.filter(isCutShort), order.filter((view) => !isCutShort(view))]) {
      await Promise.all(part.map((view, place) => isolated(view.row.name, () => this.#pollIfDue(view, place))));
    }
    this.#shard.seen.note();
  }

  /** True if a feed did not get its host's turn. */
  get isWaiting(): boolean {
    return this.#turns.isWaiting;
  }

  async #pollIfDue(view: FeedView, place: number): Promise<void> {
    const { schedule, limiter, hostQueues, long, deps } = this.#shard;
    const { row, feedState } = view;
    const due = schedule.isDue(view, this.#now);
    if (!due) schedule.decide(row.name, this.#now);
    const isTold = feedState === null || !isOverdue(feedState, this.#now);
    if (!due && isTold && !isPutDue(row, this.#now)) return;
    const url = due ? urlOfFeed(view) : null;
    const deadline = hasHung(view, this.#now) ? deps.deadline * HUNG_SHARE : deps.deadline;
    // Neither that it waits nor for a gate's answer is its server's fault: its deadline begins after that.
    const pollAlone = (alone: Alone) =>
      limiter.take(place, async () => {
        // Who would not use it asks for none.
        const turn = url === null || this.#isOver() ? 'free' : await this.#turns.ask(view, url);
        await withDeadline(deadline, (signal) => this.#pollAndPut(row.name, deadline, turn, { alone, signal }));
      });
    const pollInTurn = () =>
      withDeadline(TICK_DEADLINES * deps.deadline, (tick) =>
        long.during(tick, async (alone) => {
          if (feedState !== null && feedState.watch.largest > LONG_COMMENTS) await alone();
          await pollAlone(alone);
        }),
      );
    // What polls nothing asks no host. Before the lock, whose holder waits for nobody of its own host then.
    await limiter.once(row.name, () => hostQueues.take(url === null ? row.name : hostOf(url), pollInTurn));
  }

  async #pollAndPut(name: string, deadline: number, turn: Turn, within: Within): Promise<void> {
    // Another tick may have polled it while this one waited.
    const still = this.#look(name);
    if (still.feed?.ok && still.feedState !== null && isOverdue(still.feedState, this.#now))
      await this.#tellOverdue(still.feed.value, still.row, still.feedState);
    if (still.feed?.ok && this.#shard.schedule.isDue(still, this.#now)) {
      if (turn === 'refused' || this.#isOver()) this.#postpone(name);
      else await this.#poll(still.feed.value, still.row, deadline, turn, within);
    }
    const { row, feed } = this.#look(name);
    // How much of the document SEEN may show depends on a configuration that can be read.
    if (feed?.ok)
      await this.#shard.seen.putIfDue(this.#shard.deps, row, feed.value, this.#share, this.#now, within.signal);
  }

  /** Within the limiter, for it would overwrite another tick's poll. */
  async #tellOverdue(feed: Feed, row: FeedRow, feedState: FeedState): Promise<void> {
    await isolated(feed.name, () =>
      withDeadline(this.#shard.deps.deadline, (signal) => tellOverdue(this.#context(feed, row, { signal }), feedState)),
    );
  }

  #isOver(): boolean {
    return this.#isSpent || Date.now() - this.#started > TICK_DEADLINES * this.#shard.deps.deadline;
  }

  #postpone(name: string): void {
    this.#shard.feeds.queue(name, this.#now);
    this.#summary.postpone();
  }

  /** Polls one feed. `before`: the row that `feed` was read from. */
  async #poll(feed: Feed, before: FeedRow, deadline: number, turn: Turn, within: Within): Promise<void> {
    const { deps } = this.#shard;
    // For the log alone; nothing is decided by it.
    const started = Date.now();
    const ended = await this.#outcomeOf(feed, before, deadline, within);
    await this.#recordOwnFault(feed, ended);
    if (ended.reason === 'limit') this.#isSpent = true;
    noteEnd(this.#shard, feed, before, ended, turn === 'granted', this.#now);
    this.#summary.add(ended);
    deps.report(feed.name, ended, Date.now() - started);
  }

  async #outcomeOf(feed: Feed, row: FeedRow, deadline: number, within: Within): Promise<PollOutcome> {
    try {
      return await withDeadline((deadline * 2) / 3, (web) => poll(this.#context(feed, row, { ...within, web })));
    } catch {
      return { outcome: 'postponed', reason: within.signal.aborted ? 'deadline' : 'error' };
    }
  }

  /** Records a reason that is not the feed's fault: people are told of that, too, once it lasts. */
  async #recordOwnFault(feed: Feed, { outcome, reason }: PollOutcome): Promise<void> {
    if (outcome !== 'postponed' || reason === undefined) return;
    const { row, feedState } = this.#look(feed.name);
    await isolated(feed.name, () =>
      withDeadline(this.#shard.deps.deadline, (signal) =>
        failByOwnFault(this.#context(feed, row, { signal }), feedState, reason, row.configAt),
      ),
    );
  }

  #context(feed: Feed, row: FeedRow, { alone = async () => {}, signal, web = signal }: Limits): PollContext {
    return pollContextOf(this.#shard, feed, row, this.#now, { alone, signal, web });
  }

  #look(name: string): FeedView {
    const { feeds, views, deps } = this.#shard;
    return views.viewOf(feeds.row(name), deps.secrets);
  }
}

function isCutShort({ row }: FeedView): boolean {
  return row.trouble === 'limit';
}
