import { styleText } from 'node:util';
import * as v from 'valibot';

const Facts = v.looseObject({ event: v.string() });

/** Why a poll failed (`feed.polled`, outcome `failed`), as a sentence's end. */
const TROUBLES: Readonly<Record<string, string>> = {
  blocked: 'its address is one that Earshot does not ask',
  timeout: 'its server did not answer in time',
  network: 'its server could not be reached',
  redirects: 'it redirects too often',
  cut: 'the answer broke off in the middle',
  empty: 'the answer was empty',
  html: 'the answer is a web page, not a feed',
  login: 'the answer is a page that asks for a password',
  json: 'the answer is JSON, but no feed',
  'not-a-feed': 'the answer is no feed',
  malformed: 'the answer is a feed of which nothing can be read',
  'too-many': 'it holds more comments than Earshot takes',
};

/**
 * A line of the Worker's log in plain words; `null`: not worth saying. What is no log line is given as it is. `to` is
 * what the destination is called; `null`: it is the inbox, which speaks for itself.
 */
export function inWords(line: string, to: string | null): string | null {
  const facts = factsOf(line);
  if (facts === null) return line.trim() === '' ? null : styleText('red', line);
  switch (facts.event) {
    case 'feed.watching':
      return watching(Number(facts['comments']), Number(facts['delivered']));
    case 'feed.polled':
      return polled(facts);
    case 'shard.ticked':
      return Number(facts['unchanged']) > 0 ? styleText('dim', 'Polled: nothing new.') : null;
    case 'message.sent':
      return sent(facts, to);
    case 'message.condemned':
      return bad(`${to ?? 'The inbox'} refuses one message, which is given up; the others go on.`);
    case 'outbox.parked':
      return bad(`Nothing can be sent to ${to ?? 'the inbox'}: ${text(facts['reason'])}. Everything waits.`);
    case 'feed.found':
      return `That is a page; the comment feed found there is ${text(facts['url'])}`;
    case 'config.invalid':
      return bad(`What was asked does not fit: ${text(facts['field'])} ${text(facts['reason'])}.`);
    case 'poller.stumbled':
    case 'outbox.stumbled':
    case 'tick.shard-failed':
    case 'tick.wake-failed':
    case 'http.failed':
      return bad(`Something in Earshot broke (${facts.event}); the next tick tries again.`);
    default:
      return null;
  }
}

/** Whether the line says that a feed is watched from now on: its comments of the past are dealt with, once for all. */
export function beginsToWatch(line: string): boolean {
  return factsOf(line)?.event === 'feed.watching';
}

function factsOf(line: string): v.InferOutput<typeof Facts> | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Facts), line);
  return parsed.success ? parsed.output : null;
}

function watching(comments: number, delivered: number): string {
  const seen = comments - delivered;
  if (comments === 0) return 'The feed has no comments yet: the first one will be told.';
  if (seen === 0) return `${count(comments, 'comment')} there already, all delivered as asked.`;
  const hint = delivered === 0 ? '; try --backfill 3 --fresh to have the newest three delivered' : '';
  return `${count(seen, 'comment')} taken as seen${hint}.`;
}

function polled(facts: Readonly<Record<string, unknown>>): string | null {
  const news = Number(facts['news'] ?? 0);
  const edits = Number(facts['edits'] ?? 0);
  const reason = text(facts['reason']);
  switch (facts['outcome']) {
    case 'watching':
      return null;
    case 'failed':
      if (facts['status'] === 410) return bad('The feed is gone for good, says its server (410).');
      if (reason === 'status') return bad(`The feed answered ${text(facts['status'])}. It is tried again later.`);
      return bad(`The feed could not be read: ${TROUBLES[reason] ?? reason}. It is tried again later.`);
    case 'postponed':
      return bad(`The poll could not be finished (${reason}); the next tick tries again.`);
    default:
      return `Polled: ${count(news, 'new comment')}${edits === 0 ? '' : `, ${edits} edited`}.`;
  }
}

function sent(facts: Readonly<Record<string, unknown>>, to: string | null): string | null {
  const who = to ?? 'The inbox';
  const reason = text(facts['reason']);
  switch (facts['outcome']) {
    case 'delivered':
      return to === null ? null : styleText('green', `Delivered to ${to}.`);
    case 'failure':
      return bad(`${who} did not take a message (${reason}). Everything waits, and is tried again soon.`);
    case 'broken':
      return bad(`${who} refuses (${reason}). Everything waits, and is tried again; look at the URL.`);
    case 'slow-down':
      return bad(`${who} asks to be sent less (${reason}). The rest waits.`);
    case 'refused':
      return bad(`${who} will never take one message (${reason}); the others go on.`);
    case 'cut off':
      return bad('A message was cut off when the last run ended; it is sent again, under the same id.');
    default:
      return null;
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function bad(words: string): string {
  return styleText('yellow', words);
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
