import { withDeadline, withPollDeadline } from '../io/deadline.ts';
import type { Feed } from '../model.ts';
import type { PollOutcome } from '../rpc/feeds.ts';
import type { Connection } from './concurrency.ts';
import { failByOwnFault, isOverdue, tellOverdue } from './failing.ts';
import { isolated } from './isolate.ts';
import type { FeedState } from './store/feed-state.ts';
import { type PollContext, pollContextOf, type Visit } from './poll-context.ts';
import { hostOf, urlOfFeed } from './host.ts';
import { HostTurns, type Turn } from './host-turns.ts';
import { Workload } from './invocations.ts';
import { poll } from './poll.ts';
import { noteEnd } from './poll-end.ts';
import type { FeedRow } from './store/feed-table.ts';
import { inPollOrder } from './schedule.ts';
import { isPutDue } from './store/seen-writer.ts';
import type { TickSummary } from './tick-summary.ts';
import type { FeedView } from './feed-view.ts';
import { isSiteDue, pollSite, unreadOf } from './follow/follow.ts';
import type { Shard } from './shard.ts';
import { SpareRequests } from './follow/spare-requests.ts';
import { deadlineOf, isCutShort } from './trouble.ts';

/** Deadlines after a tick (4 minutes) during which polls begin; the last one has ended before the next tick. */
const TICK_DEADLINES = 8;

/** Comments above which a feed is polled alone: when parsed, a body takes ten times its size of the 128 MB. */
const LONG_COMMENTS = 1_000;

type Within = Pick<PollContext, 'alone' | 'signal' | 'web' | 'visit' | 'leave'> & { readonly use: Connection['use'] };
/** Poll that begins. `isDue`: not only comment feeds of a site's posts are. */
type Due = { readonly turn: Turn; readonly isDue: boolean };
type Limits = Pick<PollContext, 'signal'> & Partial<Pick<PollContext, 'alone' | 'web' | 'visit' | 'leave'>>;

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
  readonly #spare = new SpareRequests();
  readonly #workload: Workload;
  /** True once the platform's requests of this invocation are used up. */
  #isSpent = false;

  constructor(shard: Shard, summary: TickSummary, now: number, share: number) {
    this.#shard = { ...shard, deps: { ...shard.deps, fetchFeed: (request) => this.#turns.fetch(request) } };
    this.#turns = new HostTurns(shard, now);
    this.#workload = new Workload(shard.deps.share);
    this.#summary = summary;
    this.#now = now;
    this.#share = share;
  }

  /**
   * Polls what is due, the longest waiting first, and puts documents that SEEN is due. Feeds that were cut short by the
   * limit go before all others: six polls at once share the requests, and one that is slow to begin would get none. Of sites
   * those go last that have most posts to be read for the first time: they take all that the tick has to spare.
   */
  async pollDue(views: readonly FeedView[]): Promise<void> {
    const unread = (view: FeedView): number => unreadOf(this.#shard, view);
    const order = inPollOrder(views, this.#now).toSorted((one, other) => unread(one) - unread(other));
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
    const isFollowed = isSiteDue(this.#shard, view, this.#now);
    if (!due && isTold && !isPutDue(row, this.#now) && !isFollowed) return;
    const url = due || isFollowed ? urlOfFeed(view) : null;
    const host = url === null ? row.name : hostOf(url);
    const deadline = deadlineOf(view, deps.deadline, this.#now);
    // Neither that it waits nor for a gate's answer is its server's fault: its deadline begins after that.
    const pollAlone = (alone: PollContext['alone'], leaveHost: () => void) =>
      limiter.take(place, async ({ giveBack, use }) => {
        // Who would not use it asks for none.
        const turn = url === null || !due || this.#isOver() ? 'free' : await this.#turns.ask(view, url, isFollowed);
        const leave = (): void => [giveBack, leaveHost].forEach((give) => give());
        await withPollDeadline(deadline, (signal, web) => {
          const visit: Visit = (at, last, work) =>
            this.#turns.visit({ feed: row.name, host }, at, last, () => this.#inShare(signal, work));
          return this.#pollAndPut(row.name, turn, { alone, signal, web, visit, leave, use });
        });
      });
    const pollInTurn = (leaveHost: () => void) =>
      long.during(TICK_DEADLINES * deps.deadline, async (alone) => {
        if (feedState !== null && feedState.watch.largest > LONG_COMMENTS) await alone();
        await pollAlone(alone, leaveHost);
      });
    // What polls nothing asks no host. Before the lock, whose holder waits for nobody of its own host then.
    await limiter.once(row.name, () => hostQueues.take(host, pollInTurn));
  }

  async #pollAndPut(name: string, turn: Turn, within: Within): Promise<void> {
    // Another tick may have polled it while this one waited.
    let view = this.#look(name);
    if (view.feed?.ok && view.feedState !== null && isOverdue(view.feedState, this.#now)) {
      await this.#tellOverdue(view.feed.value, view.row, view.feedState);
      view = this.#look(name);
    }
    const isDue = turn !== 'comments' && this.#shard.schedule.isDue(view, this.#now);
    if (view.feed?.ok && (isDue || isSiteDue(this.#shard, view, this.#now))) {
      if (turn === 'refused' || this.#isOver()) this.#postpone(name);
      else view = await this.#poll(view.feed.value, view.row, { turn, isDue }, within);
    }
    const { row, feed } = view;
    // How much of the document SEEN may show depends on a configuration that can be read.
    if (feed?.ok) await this.#shard.seen.putIfDue(this.#shard.deps, row, feed.value, this.#share, this.#now, within);
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

  /** Polls one feed, and gives how it is then, but for how the poll has ended. `before`: the row that `feed` was read from. */
  async #poll(feed: Feed, before: FeedRow, { turn, isDue }: Due, within: Within): Promise<FeedView> {
    const { deps } = this.#shard;
    // For the log alone; nothing is decided by it.
    const started = Date.now();
    // One that runs in an invocation of its own has that one's requests, and says nothing of the others'.
    const isShared = !this.#workload.isTooMuch;
    const ended = await this.#outcomeOf(feed, before, within, isDue);
    await this.#recordOwnFault(feed, ended);
    if (ended.reason === 'limit' && isShared) this.#isSpent = true;
    const view = this.#look(feed.name);
    if (isDue || ended.outcome === 'postponed')
      noteEnd(this.#shard, feed, { before, view }, ended, turn === 'granted', this.#now);
    this.#summary.add(ended);
    deps.report(feed.name, ended, Date.now() - started);
    return view;
  }

  async #outcomeOf(feed: Feed, row: FeedRow, within: Within, isDue: boolean): Promise<PollOutcome> {
    // Of one that is followed no more.
    if (feed.follow === null) this.#shard.children.clear(feed.name);
    try {
      const context = this.#context(feed, row, within);
      return await this.#inShare(within.signal, () =>
        feed.follow === null ? poll(context) : pollSite(this.#shard, context, isDue),
      );
    } catch {
      return { outcome: 'postponed', reason: within.signal.aborted ? 'deadline' : 'error' };
    }
  }

  /** Runs a poll here, or, once this invocation has parsed its share, in one of its own. */
  #inShare<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#workload.isTooMuch ? this.#shard.invocations.run(signal, work) : work();
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

  #context(feed: Feed, row: FeedRow, { alone = async () => {}, web, ...limits }: Limits): PollContext {
    const shared = { alone, web: web ?? limits.signal, spare: this.#spare, workload: this.#workload };
    return pollContextOf(this.#shard, feed, row, this.#now, { ...limits, ...shared });
  }

  #look(name: string): FeedView {
    const { feeds, views, deps } = this.#shard;
    return views.viewOf(feeds.row(name), deps.secrets);
  }
}
