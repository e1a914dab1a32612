import { styleText } from 'node:util';
import * as v from 'valibot';

const Facts = v.looseObject({ event: v.string() });

/** Why a poll failed (`feed.polled`, outcome `failed`), as a sentence's end. */
const TROUBLES: Readonly<Record<string, string>> = {
  blocked: 'its address is one that Earshot does not ask',
  timeout: 'its server did not answer in time',
  network: 'its server could not be reached',
  redirects: 'it redirects too often',
  gone: 'its server says that it is gone for good',
  cut: 'the answer broke off in the middle',
  empty: 'the answer was empty',
  html: 'the answer is a web page, not a feed',
  login: 'the answer is a page that asks for a password',
  json: 'the answer is JSON, but no feed',
  'not-a-feed': 'the answer is no feed',
  malformed: 'the answer is a feed of which nothing can be read',
  'too-many': 'it holds more comments than Earshot takes',
};

/** A line of the Worker's log in plain words; `null`: not worth a person's time. What is no log line is given as it is. */
export function inWords(line: string): string | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Facts), line);
  if (!parsed.success) return line.trim() === '' ? null : styleText('red', line);
  const facts = parsed.output;
  switch (facts.event) {
    case 'feed.watching':
      return watching(Number(facts['comments']), Number(facts['delivered']));
    case 'feed.polled':
      return polled(facts);
    case 'message.sent':
      return sent(facts);
    case 'message.condemned':
      return bad(`${text(facts['destination'])} refuses one message, which is given up; the others go on.`);
    case 'config.invalid':
      return bad(`What was asked does not fit: ${text(facts['key'])} ${text(facts['field'])} ${text(facts['reason'])}`);
    case 'poller.error':
    case 'tick.shard-failed':
    case 'tick.wake-failed':
    case 'http.failed':
      return bad(`Something in Earshot broke (${facts.event}); the next tick tries again.`);
    default:
      return null;
  }
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
      if (reason === 'status') return bad(`The feed answered ${text(facts['status'])}. It is tried again.`);
      return bad(`The feed could not be read: ${TROUBLES[reason] ?? reason}. It is tried again.`);
    case 'postponed':
      return bad(`The poll could not be finished (${reason}); the next tick tries again.`);
    default:
      if (news === 0 && edits === 0) return styleText('dim', 'Polled: nothing new.');
      return `Polled: ${count(news, 'new comment')}${edits === 0 ? '' : `, ${edits} edited`}.`;
  }
}

function sent(facts: Readonly<Record<string, unknown>>): string | null {
  const to = text(facts['destination']);
  const reason = text(facts['reason']);
  switch (facts['outcome']) {
    case 'delivered':
      return styleText('green', `Delivered to ${to}.`);
    case 'failure':
      return bad(`${to} did not take a message (${reason}). Everything waits, and is tried again soon.`);
    case 'broken':
      return bad(`${to} refuses (${reason}). Everything waits; look at its URL.`);
    case 'slow-down':
      return bad(`${to} asks to be sent less (${reason}). The rest waits.`);
    case 'refused':
      return bad(`${to} will never take one message (${reason}); the others go on.`);
    case 'cut off':
      return bad(`A message to ${to} was cut off and may arrive twice.`);
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
