import { appendFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { isDue } from '../../worker/rules/schedule.ts';
import type { Failing, FailingFile } from './failing-file.ts';
import { type LogContext, type LogFacts, logText, parseLogLine } from './log-text.ts';
import { say } from './say.ts';
import { INTERVAL } from './ticker.ts';
import { whyUnreachable } from './unreachable.ts';

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Reason for a failed poll after which the feed is asked as often as before (`backsOff` of poller/poll-failure.ts). */
const NO_BACKOFF = 'empty';

/** Outcomes of a poll that has read the feed. */
const READ = new Set(['watching', 'read', 'unchanged']);

/** A line of the log comes no later than this after the run of the cron that wrote it, ms. */
const LATEST = 1_000;

/** Longest time that is looked ahead: a feed that is gone is asked daily, ms. */
const LONGEST = 2 * 24 * 60 * 60_000;

/** A run whose log is told in the terminal. */
export type LoggedRun = {
  readonly feed: { readonly name: string; readonly url: string };
  /** True if the feed is a site whose posts are followed. */
  readonly isSite: boolean;
  /** The destination's URL; `null`: the inbox, which prints what arrives. */
  readonly to: string | null;
  /** True if the cron's clock is the machine's own. */
  readonly isRealTime: boolean;
  /** The file for what the runtime complains of. */
  readonly complaints: string;
  readonly failing: FailingFile;
  /** Called when the feed's first poll has gone well. */
  readonly watched: () => void;
  readonly progress: Progress;
};

/** Progress of a run: `delivered` counts the messages that the destination has taken. */
export type Progress = { delivered: number };

/** Prints in words what the Worker logs, in order, with the facts that its lines do not have. */
export class RunLog {
  readonly #run: LoggedRun;
  #at = Date.now();
  #failing: Failing | null;
  /** True if a poll was heard of, or it was said that none was due. */
  #isPolled = false;
  /** The tick of which it was said last that there is nothing new, ms. */
  #quietAt: number | null = null;
  #printed: Promise<void> = Promise.resolve();

  constructor(run: LoggedRun) {
    this.#run = run;
    this.#failing = run.failing.read();
  }

  /** Notes that the cron runs at `at`, ms. */
  tick(at: number): void {
    this.#at = at;
  }

  /** Notes that the cron's run has ended. Where the first one polled nothing, says until when that goes on. */
  ticked(): void {
    if (this.#isPolled) return;
    setTimeout(() => {
      if (!this.#isPolled) say(styleText('yellow', this.#notDue()));
      this.#isPolled = true;
    }, LATEST);
  }

  /** Takes a line of the Worker's log, or one of the runtime: of those the Worker's own lines say all that matters. */
  add(line: string): void {
    const facts = parseLogLine(line);
    if (facts === null) {
      appendFileSync(this.#run.complaints, `${line}\n`);
      return;
    }
    // Noted at once: Ctrl-C may come before it is printed.
    if (facts.event === 'feed.watching' && this.#otherFeed(facts) === null) this.#run.watched();
    if (facts.event === 'message.sent' && facts['outcome'] === 'delivered') {
      this.#run.progress.delivered += Number(facts['messages']);
    }
    this.#noteFailing(facts);
    // One sentence for the shards of a tick that have nothing new.
    if (facts.event === 'shard.ticked' && Number(facts['unchanged']) > 0) {
      if (this.#quietAt === this.#at) return;
      this.#quietAt = this.#at;
    }
    this.#printed = this.#print(facts, this.#contextOf(facts), this.#printed);
  }

  async #print(facts: LogFacts, context: Omit<LogContext, 'cause'>, before: Promise<void>): Promise<void> {
    await before;
    const text = logText(facts, { ...context, cause: await this.#causeOf(facts) });
    if (text !== null) say(text);
  }

  /** Name of the feed that a line is about, where that was added on the pages; `null`: it is the run's own, or none. */
  #otherFeed({ event, feed }: LogFacts): string | null {
    const isAbout = event.startsWith('feed.') && typeof feed === 'string' && feed !== this.#run.feed.name;
    return isAbout ? feed : null;
  }

  #noteFailing({ event, ...facts }: LogFacts): void {
    if (this.#otherFeed({ event, ...facts }) !== null) return;
    const isPoll = event === 'feed.polled' || event === 'shard.ticked';
    this.#isPolled ||= isPoll;
    if (event === 'feed.polled' && facts['outcome'] === 'failed' && facts['reason'] !== NO_BACKOFF) {
      this.#failing = { since: this.#failing?.since ?? this.#at, gone: facts['reason'] === 'gone' };
    } else if (isPoll && (READ.has(String(facts['outcome'])) || Number(facts['unchanged']) > 0)) {
      this.#failing = null;
    }
    if (isPoll) this.#run.failing.write(this.#failing);
  }

  #notDue(): string {
    return this.#failing === null
      ? 'The feed was polled not long ago: it is polled again within half an hour, or when its server allows it.'
      : `The feed failed when it was polled last. It is tried again ${this.#retryAt()}. (--fresh begins anew, at once.)`;
  }

  #contextOf(facts: LogFacts): Omit<LogContext, 'cause'> {
    const { to, isRealTime, isSite, complaints, progress } = this.#run;
    const feed = this.#otherFeed(facts);
    return {
      to: otherDestination(facts) ?? (to === null ? null : new URL(to).host),
      feed,
      at: isRealTime ? TIME.format(this.#at) : '',
      retry: isRealTime && feed === null ? this.#retryAt() : 'soon',
      delivered: progress.delivered,
      complaints,
      isSite: isSite && feed === null,
    };
  }

  #retryAt(): string {
    const now = this.#at;
    const failing = this.#failing;
    const at = failing === null ? nextTick(now) : nextPoll({ name: this.#run.feed.name, ...failing, now });
    const isToday = new Date(at).toDateString() === new Date(now).toDateString();
    return isToday ? `at ${TIME.format(at)}` : `on ${DAY_AND_TIME.format(at)}`;
  }

  async #causeOf(facts: LogFacts): Promise<string | null> {
    const { feed, to } = this.#run;
    const { event, reason } = facts;
    if (this.#otherFeed(facts) !== null || otherDestination(facts) !== null) return null;
    if (event === 'feed.polled' && reason === 'network') return whyUnreachable(feed.url);
    return event === 'message.sent' && reason === 'network error' && to !== null ? whyUnreachable(to) : null;
  }
}

/** Name of the destination that a line is about, where that was added on the pages; `null`: it is the run's own, or none. */
function otherDestination({ destination }: LogFacts): string | null {
  return typeof destination === 'string' && destination !== 'default' ? destination : null;
}

/** Says that a poll goes on, where it takes longer than `after` ms; gives what stops that. */
export function sayIfSlow(host: string, after: number): () => void {
  const timer = setTimeout(() => {
    say(styleText('dim', `Polling ${host} … it has up to 20 seconds to answer.`));
  }, after);
  return () => clearTimeout(timer);
}

/** Failing feed, with its name and the current tick, ms. */
type FailingFeed = Failing & { readonly name: string; readonly now: number };

/** The tick at which a feed that fails is polled again, ms: the Worker's own schedule, asked for each tick to come. */
export function nextPoll({ name, since, now, gone }: FailingFeed): number {
  const timing = { every: null, maxAge: 0, lastNews: null, failingSince: since, gone, notBefore: null };
  const first = nextTick(now);
  for (let at = first, before = now; at < now + LONGEST; before = at, at += INTERVAL) {
    if (isDue(name, timing, before, at)) return at;
  }
  return first;
}

/** The full five minutes that come next, as the cron has them, ms. */
function nextTick(now: number): number {
  return (Math.floor(now / INTERVAL) + 1) * INTERVAL;
}
