import { withDeadline } from '../io/deadline.ts';
import type { Feed } from '../model.ts';
import { failOurs, isOverdue, tellOverdue } from './failing.ts';
import type { FeedStore } from './feed-store.ts';
import { guarded } from './guarded.ts';
import type { Handover } from './handover.ts';
import type { Head } from './head.ts';
import { type Job, jobOf, type Outcome } from './job.ts';
import type { Memory } from './memory.ts';
import { poll } from './poll.ts';
import type { Row } from './row.ts';
import { hasHung, inTurn, isNoted, type Schedule } from './schedule.ts';
import { isOwed, type SeenWriter } from './seen.ts';
import type { Tally } from './tally.ts';
import type { Lock, Turns } from './turns.ts';
import { type View, viewOf } from './view.ts';
import type { World } from './world.ts';

/** A feed that hung last time gets this part of the deadline: a third of 30 s is more than servers need that do answer. */
const HUNG_SHARE = 1 / 3;

/** Polls begin for so many deadlines (4 minutes) after a tick; the last one has ended before the next tick. */
const TICK_DEADLINES = 8;

/** A feed that held more is polled alone: read, a body takes ten times its size of the 128 MB. */
const LONG_COMMENTS = 1_000;

type Alone = Job['alone'];
type Within = Pick<Job, 'alone' | 'signal'>;

/** Lasting parts of a shard that a round works with. */
export type Shard = {
  readonly world: World;
  readonly memory: Memory;
  readonly store: FeedStore;
  readonly handover: Handover;
  readonly schedule: Schedule;
  readonly turns: Turns;
  /** Held by the poll of a long feed. */
  readonly long: Lock;
  readonly seen: SeenWriter;
};

/** One tick's polls of a shard. */
export class Round {
  readonly #shard: Shard;
  readonly #tally: Tally;
  readonly #now: number;
  /** The shard's share of the puts into SEEN, of 1. */
  readonly #share: number;
  // Nothing is decided by the real time but that it is enough.
  readonly #started = Date.now();
  /** The platform's requests of this run are used up. */
  #isSpent = false;

  constructor(shard: Shard, tally: Tally, now: number, share: number) {
    this.#shard = shard;
    this.#tally = tally;
    this.#now = now;
    this.#share = share;
  }

  /**
   * Polls what is due, the longest waiting first, and pays what SEEN is owed. Feeds that were cut short by the limit go
   * before all others begin: six polls at once share the requests, and one that is slow to begin would get none each time.
   */
  async serve(views: readonly View[]): Promise<void> {
    const order = inTurn(views, this.#now);
    for (const part of [order.filter(isCutShort), order.filter((view) => !isCutShort(view))]) {
      await Promise.all(part.map((view) => guarded(view.row.name, () => this.#serve(view))));
    }
  }

  async #serve(view: View): Promise<void> {
    const { schedule, turns, long, world } = this.#shard;
    const { row, head } = view;
    const due = schedule.isDue(view, this.#now);
    if (!due) schedule.decide(row.name, this.#now);
    const isTold = head === null || !isOverdue(head, this.#now);
    if (!due && isTold && !isOwed(row, this.#now)) return;
    const deadline = hasHung(view, this.#now) ? world.deadline * HUNG_SHARE : world.deadline;
    const attend = (alone: Alone) =>
      turns.take(row.name, () => withDeadline(deadline, (signal) => this.#attend(row.name, deadline, alone, signal)));
    await withDeadline(TICK_DEADLINES * world.deadline, (tick) =>
      long.during(tick, async (alone) => {
        // Before its time begins to run: what it waits for is no fault of its server's.
        if (head !== null && head.watch.largest > LONG_COMMENTS) await alone();
        await attend(alone);
      }),
    );
  }

  async #attend(name: string, deadline: number, alone: Alone, signal: AbortSignal): Promise<void> {
    // Another tick may have polled it while this one waited.
    const still = this.#look(name);
    if (still.feed?.ok && still.head !== null && isOverdue(still.head, this.#now))
      await this.#tellOverdue(still.feed.value, still.head);
    if (still.feed?.ok && this.#shard.schedule.isDue(still, this.#now)) {
      if (this.#isOver()) this.#postpone(name);
      else await this.#poll(still.feed.value, still.row, deadline, { alone, signal });
    }
    const { row, feed } = this.#look(name);
    // How much of the document SEEN may show depends on a configuration that can be read.
    if (feed?.ok) await this.#shard.seen.pay(this.#shard.world, row, feed.value, this.#share, this.#now, signal);
  }

  /** In the feed's turn: another tick's poll would be overwritten. */
  async #tellOverdue(feed: Feed, head: Head): Promise<void> {
    await guarded(feed.name, () =>
      withDeadline(this.#shard.world.deadline, (signal) => tellOverdue(this.#job(feed, signal), head)),
    );
  }

  #isOver(): boolean {
    return this.#isSpent || Date.now() - this.#started > TICK_DEADLINES * this.#shard.world.deadline;
  }

  #postpone(name: string): void {
    this.#shard.memory.queue(name, this.#now);
    this.#tally.postpone();
  }

  /** `before`: the feed's row, of which CONFIG's value says `feed`. */
  async #poll(feed: Feed, before: Row, deadline: number, within: Within): Promise<void> {
    const { world } = this.#shard;
    // For the log alone; nothing is decided by it.
    const started = Date.now();
    const ended = await this.#ended(feed, deadline, within);
    await this.#noteTrouble(feed, ended);
    this.#note(feed, before, ended);
    this.#tally.add(ended);
    world.report(feed.name, ended, Date.now() - started);
  }

  async #ended(feed: Feed, deadline: number, { alone, signal }: Within): Promise<Outcome> {
    try {
      return await withDeadline((deadline * 2) / 3, (web) => poll(this.#job(feed, signal, web, alone)));
    } catch {
      return { outcome: 'postponed', reason: signal.aborted ? 'deadline' : 'error' };
    }
  }

  /** Notes what is no fault of the feed's, for people are told of that, too, once it lasts. */
  async #noteTrouble(feed: Feed, { outcome, reason = '' }: Outcome): Promise<void> {
    if (outcome !== 'postponed') return;
    const { row, head } = this.#look(feed.name);
    await guarded(feed.name, () =>
      withDeadline(this.#shard.world.deadline, (signal) =>
        failOurs(this.#job(feed, signal), head, reason, row.configAt),
      ),
    );
  }

  #job(feed: Feed, signal: AbortSignal, web = signal, alone = async (): Promise<void> => {}): Job {
    return jobOf(this.#shard, feed, this.#now, { alone, signal, web });
  }

  /** Writes what the next tick has to know, which may find another object: this one is long evicted by then. */
  #note(feed: Feed, before: Row, ended: Outcome): void {
    const { outcome } = ended;
    const reason = ended.reason ?? null;
    const { memory, schedule } = this.#shard;
    const now = this.#now;
    const postponed = outcome === 'postponed';
    const failed = outcome === 'failed';
    if (reason === 'limit') this.#isSpent = true;
    if (!postponed) schedule.decide(feed.name, now);
    const { row, head } = this.#look(feed.name);
    memory.setEnded(feed.name, {
      // Another tick may have read another value meanwhile, of which a poll is still owed.
      postponed: postponed || row.config !== before.config,
      polledAt: failed || (!postponed && isNoted(feed, head, now)) ? now : null,
      queuedSince: reason === 'limit' ? now : null,
      trouble: troubleOf(before, outcome, reason),
    });
    if (reason === 'document') memory.setInvalid(feed.name, 'document');
    else if (!postponed) memory.setInvalid(feed.name, null);
  }

  #look(name: string): View {
    return viewOf(this.#shard.memory.row(name), this.#shard.world.secrets);
  }
}

function isCutShort({ row }: View): boolean {
  return row.trouble === 'limit';
}

/** Reason to remember: of a failure, or of a poll that was cut short; what else is postponed says nothing new. */
function troubleOf(before: Row, outcome: Outcome['outcome'], reason: string | null): string | null {
  if (outcome === 'failed') return reason;
  // One that goes first and is cut short again may take more than there is: it waits like the others. And one that had
  // less time may have needed all of it: it gets that every other time.
  if (reason === 'limit' || reason === 'deadline') return before.trouble === reason ? null : reason;
  return outcome === 'postponed' ? before.trouble : null;
}
