import { log } from '../io/log.ts';
import type { PollOutcome } from '../rpc/feeds.ts';

/** Logs a poll, unless it brought nothing: the tick's own line counts those. */
export function logPoll(feed: string, ended: PollOutcome, duration: number): void {
  if (!isQuiet(ended)) log('feed.polled', { feed, ...ended, duration });
}

/** Counts of one tick of a shard, for its line in the log. */
export class TickSummary {
  #polled = 0;
  #unchanged = 0;
  #failed = 0;
  #postponed = 0;
  #news = 0;
  #edits = 0;

  /** Counts a poll that has ended. */
  add(ended: PollOutcome): void {
    this.#polled += 1;
    if (isQuiet(ended)) this.#unchanged += 1;
    if (ended.outcome === 'failed') this.#failed += 1;
    if (ended.outcome === 'postponed') this.#postponed += 1;
    this.#news += ended.news ?? 0;
    this.#edits += ended.edits ?? 0;
  }

  /** Counts a poll that was due, and has not begun. */
  postpone(): void {
    this.#postponed += 1;
  }

  /** Writes the line; where no poll was due there is none. */
  log(shard: string | null, duration: number): void {
    if (this.#polled === 0 && this.#postponed === 0) return;
    log('shard.ticked', {
      shard,
      polled: this.#polled,
      unchanged: this.#unchanged,
      news: this.#news,
      edits: this.#edits,
      failed: this.#failed,
      postponed: this.#postponed,
      duration,
    });
  }
}

function isQuiet({ outcome, news = 0, edits = 0 }: PollOutcome): boolean {
  return outcome === 'unchanged' || (outcome === 'read' && news === 0 && edits === 0);
}
