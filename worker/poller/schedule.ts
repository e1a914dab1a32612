import type { Feed } from '../model.ts';
import { isDue, type Rhythm } from '../rules/due.ts';
import type { Head } from './head.ts';
import type { View } from './view.ts';

/** Decides which polls are due, each slot once in this object's lifetime; what it has forgotten, it decides anew. */
export class Schedule {
  /** Up to when it has been decided for a feed. */
  readonly #decided = new Map<string, number>();

  /** Whether the feed's poll is due. A feed that was never read always is. */
  isDue({ row, feed, head }: View, now: number): boolean {
    if (!feed?.ok || feed.value.paused) return false;
    if (head === null || row.postponed) return true;
    return isDue(row.name, rhythmOf(feed.value, head), this.#decided.get(row.name) ?? null, now);
  }

  /** Notes that it has been decided up to `now`: it was not due, or has been polled. */
  decide(feed: string, now: number): void {
    this.#decided.set(feed, now);
  }
}

/** What of a feed and its memory says when it is polled. */
export function rhythmOf(feed: Feed, head: Head): Rhythm {
  return {
    every: feed.every,
    maxAge: head.maxAge,
    lastNews: head.watch.lastNews,
    failingSince: head.failing?.from ?? null,
    notBefore: head.notBefore,
  };
}
