import { appendFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { type LogContext, type LogFacts, logText, parseLogLine } from './log-text.ts';
import { nextPoll, nextTick } from './next-poll.ts';
import { say } from './say.ts';
import { whyUnreachable } from './unreachable.ts';

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Reason for a failed poll after which the feed is asked as often as before (`backsOff` of poller/problem.ts). */
const NO_BACKOFF = 'empty';

/** A run whose log is told in the terminal. */
export type LoggedRun = {
  readonly feed: { readonly name: string; readonly url: string };
  /** The destination's URL; `null`: the inbox, which prints what arrives. */
  readonly to: string | null;
  /** True if the cron's clock is the machine's own. */
  readonly isRealTime: boolean;
  /** The file for what the runtime complains of. */
  readonly complaints: string;
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
  #failingSince: number | null = null;
  #printed: Promise<void> = Promise.resolve();

  constructor(run: LoggedRun) {
    this.#run = run;
  }

  /** Notes that the cron runs at `at`, ms. */
  tick(at: number): void {
    this.#at = at;
  }

  /** Takes a line of the Worker's log, or one of the runtime: of those the Worker's own lines say all that matters. */
  add(line: string): void {
    const facts = parseLogLine(line);
    if (facts === null) {
      appendFileSync(this.#run.complaints, `${line}\n`);
      return;
    }
    // Noted at once: Ctrl-C may come before it is printed.
    if (facts.event === 'feed.watching') this.#run.watched();
    if (facts.event === 'message.sent' && facts['outcome'] === 'delivered') {
      this.#run.progress.delivered += Number(facts['messages']);
    }
    this.#noteFailing(facts);
    this.#printed = this.#print(facts, this.#contextOf(facts), this.#printed);
  }

  async #print(facts: LogFacts, context: Omit<LogContext, 'cause'>, before: Promise<void>): Promise<void> {
    await before;
    const text = logText(facts, { ...context, cause: await this.#causeOf(facts) });
    if (text !== null) say(text);
  }

  #noteFailing(facts: LogFacts): void {
    const { event } = facts;
    if (event === 'feed.polled' && facts['outcome'] === 'failed' && facts['reason'] !== NO_BACKOFF) {
      this.#failingSince ??= this.#at;
    } else if (event === 'feed.watching' || (event === 'feed.polled' && facts['outcome'] !== 'postponed')) {
      this.#failingSince = null;
    } else if (event === 'shard.ticked' && Number(facts['unchanged']) > 0) {
      this.#failingSince = null;
    }
  }

  #contextOf(facts: LogFacts): Omit<LogContext, 'cause'> {
    const { to, isRealTime, complaints, progress } = this.#run;
    return {
      to: to === null ? null : new URL(to).host,
      at: isRealTime ? TIME.format(this.#at) : '',
      retry: isRealTime ? `at ${this.#retryAt(facts['reason'] === 'gone')}` : 'soon',
      delivered: progress.delivered,
      complaints,
    };
  }

  #retryAt(gone: boolean): string {
    const now = this.#at;
    const since = this.#failingSince;
    const at = since === null ? nextTick(now) : nextPoll({ name: this.#run.feed.name, since, now, gone });
    const isToday = new Date(at).toDateString() === new Date(now).toDateString();
    return (isToday ? TIME : DAY_AND_TIME).format(at);
  }

  async #causeOf(facts: LogFacts): Promise<string | null> {
    const isNetwork = facts.event === 'feed.polled' && facts['reason'] === 'network';
    return isNetwork ? whyUnreachable(this.#run.feed.url) : null;
  }
}

/** Says that a poll goes on, where it takes longer than `after` ms; gives what stops that. */
export function sayIfSlow(host: string, after: number): () => void {
  const timer = setTimeout(() => {
    say(styleText('dim', `Polling ${host} … it has 20 seconds to answer.`));
  }, after);
  return () => clearTimeout(timer);
}
