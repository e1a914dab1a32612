import { styleText } from 'node:util';
import * as v from 'valibot';

const Facts = v.looseObject({ event: v.string() });

/** One line of the Worker's log, parsed. */
export type LogFacts = v.InferOutput<typeof Facts>;

/** Facts that the log line itself does not have. */
export type LogContext = {
  /** The destination's host, or the name of one added on the pages; `null`: it is the inbox, which prints what arrives. */
  readonly to: string | null;
  /** Name of a feed that was added on the pages; `null`: it is the run's own, or no feed's line. */
  readonly feed: string | null;
  /** Time of the cron's run, for people; `''`: its clock is not theirs. */
  readonly at: string;
  /** Time at which a feed that failed is polled again, for people. */
  readonly retry: string;
  /** Cause that a server cannot be reached, as a sentence's end; `null`: no more is known. */
  readonly cause: string | null;
  /** Messages delivered to the destination in this run, with this one. */
  readonly delivered: number;
  /** The file that holds what the runtime itself complained of. */
  readonly complaints: string;
  /** True if the feed is a site whose posts are followed. */
  readonly isSite: boolean;
};

/** Reasons for a failed poll (`feed.polled`, outcome `failed`), as a sentence's end. */
const POLL_PROBLEMS: Readonly<Record<string, string>> = {
  blocked: 'it is, or redirects to, an address that Earshot does not ask',
  network: 'its server could not be reached',
  redirects: 'it redirects more than 5 times',
  cut: 'its answer broke off before its end, or is over 8 MiB',
  empty: 'its answer was empty',
  html: 'its answer is a web page, and no comment feed is named there (of a site, --follow 14d watches each post’s own)',
  login: 'its answer is a page that asks for a password',
  wall: 'a check that browsers alone pass has answered in its place; whoever runs the site can let the feed’s address through',
  json: 'its answer is JSON, but no feed',
  'not-a-feed': 'its answer is neither a feed nor a web page',
  malformed: 'its answer is a feed that breaks off, or breaks, before its first entry is whole',
  posts: 'it holds posts, and no comments (--follow 14d watches each post’s own)',
  lost: 'it is another site’s by now',
};

/** The same of a site whose posts are followed, where that differs. */
const SITE_PROBLEMS: Readonly<Record<string, string>> = {
  html: 'its answer is a web page, and no feed of posts is named there',
  posts: 'it holds comments, and no posts: without --follow it is watched as it is',
};

/** Hints for the statuses that people can do something about. */
const STATUS_HINTS: Readonly<Record<string, string>> = {
  401: 'It asks for a login.',
  403: 'It may ask for a login, or keep programs out.',
  404: 'There is nothing at this address: is it spelled right?',
  429: 'It asks to be read less often, and perhaps says when: then not before.',
};

/** Reasons for a poll that was put off (`feed.polled`, outcome `postponed`), as a sentence's end. */
const DELAYS: Readonly<Record<string, string>> = {
  kv: 'KV did not answer',
  outbox: 'a destination does not take over what the feed says',
  limit: 'it took more requests than one run has',
  deadline: 'reading it took longer than 30 seconds',
  document: 'what is remembered of it could not be read',
  error: 'something in Earshot broke',
  server: 'its server has asked to be left alone for longer',
};

/** The line, if it is one of the Worker's log; `null`: the runtime itself says something. */
export function parseLogLine(line: string): LogFacts | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Facts), line);
  return parsed.success ? parsed.output : null;
}

/** A line of the Worker's log in plain words; `null`: not worth a line in the terminal. */
export function logText(facts: LogFacts, context: LogContext): string | null {
  const words = wordsOf(facts, context);
  return words === null || context.feed === null ? words : `${context.feed}: ${words}`;
}

function wordsOf(facts: LogFacts, context: LogContext): string | null {
  const to = context.to ?? 'the inbox';
  switch (facts.event) {
    case 'feed.watching':
      return watching(Number(facts['comments']), Number(facts['delivered']), context);
    case 'feed.found':
      return `That is a page; the ${context.isSite ? 'feed of posts' : 'comment feed'} found there is ${text(facts['url']) || 'at an address that is not shown'}`;
    case 'feed.polled':
      return polled(facts, context);
    case 'shard.ticked':
      return Number(facts['unchanged']) > 0 ? styleText('dim', `${polledAt(context)}: nothing new.`) : null;
    case 'message.sent':
      return sent(facts, to, context);
    case 'message.dead':
      return warning(`One message is given up, since ${to} does not take it; the others go on.`);
    case 'outbox.blocked':
      return warning(`Nothing can be sent to ${to}: ${text(facts['reason'])}. Everything waits.`);
    case 'config.invalid':
      return warning(`What was asked for is not valid: ${text(facts['field'])} ${text(facts['reason'])}.`);
    case 'poller.failed':
    case 'outbox.failed':
    case 'tick.shard-failed':
    case 'tick.wake-failed':
    case 'http.failed':
      return warning(
        `Something in Earshot broke, and the next poll tries again. If it goes on, please report it, with what ${context.complaints} says.`,
      );
    default:
      return null;
  }
}

function watching(comments: number, delivered: number, { isSite, feed }: LogContext): string {
  const left = comments - delivered;
  if (comments === 0) return `The ${isSite ? 'site' : 'feed'} has no comments yet: the first one will be sent.`;
  if (left === 0) return `${count(comments, 'comment')} there already: to be sent, as asked for.`;
  const rest =
    left === 1 ? 'One comment that is there already is not sent' : `${left} comments there already are not sent`;
  if (isSite || (feed !== null && delivered === 0)) return `${rest}; new ones are.`;
  return delivered === 0 ? `${rest}; new ones are. (For the newest three, add --backfill 3 --fresh.)` : `${rest}.`;
}

function polled(facts: LogFacts, context: LogContext): string | null {
  const news = Number(facts['news'] ?? 0);
  const edits = Number(facts['edits'] ?? 0);
  const reason = text(facts['reason']);
  switch (facts['outcome']) {
    case 'watching':
      return null;
    case 'failed':
      return warning(`${failure(facts, reason, context)} It is tried again ${context.retry}.`);
    case 'postponed':
      return warning(
        `The poll could not be finished: ${DELAYS[reason] ?? reason}. It is tried again ${context.retry}.`,
      );
    default:
      return `${polledAt(context)}: ${count(news, 'new comment')}${edits === 0 ? '' : `, ${edits} edited`}.`;
  }
}

function failure(facts: LogFacts, reason: string, { cause, isSite }: LogContext): string {
  const status = text(facts['status']);
  if (status === '410') return 'The feed is gone for good, says its server (410).';
  if (reason === 'status') return `The feed’s server answered ${status}. ${STATUS_HINTS[status] ?? ''}`.trimEnd();
  const seconds = Math.round(Number(facts['duration']) / 1_000);
  const why =
    reason === 'timeout'
      ? `its server did not answer within ${count(seconds, 'second')}`
      : ((isSite ? SITE_PROBLEMS[reason] : null) ?? POLL_PROBLEMS[reason]);
  return `The feed could not be read: ${cause ?? why ?? reason}.`;
}

function sent(facts: LogFacts, to: string, context: LogContext): string | null {
  const reason = context.cause ?? text(facts['reason']);
  switch (facts['outcome']) {
    case 'delivered':
      return context.to === null ? null : deliveryText(Number(facts['messages']), to, context.delivered);
    case 'failure':
      return warning(`${to} does not take a message (${reason}). ${waits(facts)}`);
    case 'broken':
      return warning(`${to} refuses (${reason}): look at the URL. ${waits(facts)}`);
    case 'slow-down':
      return warning(`${to} asks to be sent less (${reason}). The rest waits for as long as it asks.`);
    case 'refused':
      return warning(`${to} will never take one message (${reason}), which is given up; the others go on.`);
    case 'cut off':
      return warning('A message was cut off when the last run ended; it is sent again, under the same id.');
    default:
      return null;
  }
}

function deliveryText(messages: number, to: string, total: number): string {
  const part = messages === 1 ? '1 message' : `${messages} comments in one message`;
  return styleText('green', `✓ Delivered to ${to}: ${part}${total === messages ? '' : `, ${total} in this run`}.`);
}

function waits(facts: LogFacts): string {
  return `Everything waits, in order. Attempt ${text(facts['attempt'])} has failed; the next ones come after seconds, then minutes, then hourly.`;
}

function polledAt({ at }: LogContext): string {
  return at === '' ? 'Polled' : `Polled at ${at}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function warning(words: string): string {
  return styleText('yellow', words);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
