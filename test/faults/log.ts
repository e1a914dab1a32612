import { commentTextOf, type Row } from '../support/outbox-row.ts';
import { configOf, type Destination } from './destination.ts';
import type { Attempt } from './receiver.ts';
import type { Run } from './run.ts';
import { MINUTE, SECOND } from './time.ts';
import { isWanted } from './wanted.ts';

/** KV answers with what it held two minutes ago at most, and an Outbox may have asked ten seconds ago. */
const STALE = 2 * MINUTE + 10 * SECOND;

/** Checks that what is unwanted was of a type that CONFIG left out at the time. */
export function* wronglyUnwanted(run: Run, { name }: Destination, rows: readonly Row[]): Generator<string> {
  for (const { id, type, state, settled } of rows) {
    if (state !== 'unwanted' || settled === null) continue;
    const values = run.config.between(`destination:${name}`, settled - STALE, settled);
    if (!values.some((value) => leavesOut(value, type))) yield `${id} (${type}) is unwanted, and was wanted`;
  }
}

function leavesOut(value: string | null, type: string): boolean {
  if (value === null || !value.startsWith('{"type"')) return false;
  return !isWanted(type, JSON.parse(value).events ?? null);
}

/** A chat says no id: it is shown a comment as often as its log says that there is something to say of it. */
export function* repeats(run: Run, { receiver }: Destination, rows: readonly Row[]): Generator<string> {
  const shown = new Map<number, number>();
  for (const { taken, numbers } of receiver.attempts)
    for (const number of taken ? numbers : []) shown.set(number, (shown.get(number) ?? 0) + 1);
  for (const [number, times] of shown) {
    const its = rows.filter((row) => run.numbers.get(row.comment ?? row.id) === number);
    const isOnce = its.every(({ uncertain, replayed }) => uncertain === 0 && replayed === null);
    if (isOnce && times > its.length) yield `comment ${number} was shown ${times} times for ${its.length} messages`;
  }
}

/** True if a chat was shown an edit: its comment may have stood in a roundup, which does not show all. */
export function isEdit(run: Run, rows: readonly Row[], { type, number, text }: Attempt): boolean {
  if (type !== 'chat' || number === null) return false;
  const its = rows.filter(({ id, comment }) => run.numbers.get(comment ?? id) === number);
  const says = ({ body }: Row): boolean => body === null || commentTextOf(body) === text;
  return its.some((row) => row.comment !== null && says(row)) && !its.some((row) => row.comment === null && says(row));
}

/** Checks that who hears of a destination's recovery has heard of its failing. */
export function* endsOfNothing({ accepted }: Destination): Generator<string> {
  const heard = new Set<string>();
  for (const { key, type } of accepted) {
    const what = key.slice(type.length);
    if (type === 'destination.failing') heard.add(what);
    if (type === 'destination.recovered' && !heard.has(what)) yield `${key}, which never failed`;
  }
}

/** Messages that went where they were not meant to. */
export function* misplaced(run: Run, { receiver, name }: Destination): Generator<string> {
  for (const { id, type, feed, body } of receiver.attempts) {
    if (id === 'astray') yield 'a request for another URL, or with another webhook-id than its body has';
    const of = run.feeds.find((one) => one.name === feed);
    if (of?.versions.every(({ to }) => !to.includes(name))) yield `${type} of ${feed} is none of its business`;
    if (type.startsWith('destination.') && JSON.parse(body).data.destination.name === name)
      yield `${type} about itself`;
  }
}

/** The attempts at a message; at a chat's, those that show its comment, or all where it is about none. */
export function attemptsAt(run: Run, { receiver: { attempts, isChat } }: Destination, id: string): readonly Attempt[] {
  if (!isChat) return attempts.filter((one) => one.id === id);
  const number = run.numbers.get(id);
  return number === undefined ? attempts : attempts.filter(({ numbers }) => numbers.includes(number));
}

/** Counts failed roundups by then that the message was part of: a roundup's id names its first message and its last row. */
export function roundupFailures({ logged }: Run, rows: readonly Row[], id: string, until: number): number {
  const own = rows.find((row) => row.id === id);
  if (own === undefined) return 0;
  return logged.filter(({ at, line }) => {
    if (at > until || !/"outcome":"(?:failure|broken|slow-down)"/.test(line)) return false;
    const [, first, last] = /"message":"(msg_[^"]{24})-(\d+)"/.exec(line) ?? [];
    const from = rows.find((row) => row.id === first);
    return from !== undefined && from.feed === own.feed && own.seq >= from.seq && own.seq <= Number(last);
  }).length;
}

/** True if nobody will ever take a message, or the comment of which it is an edit and behind which it waits. */
function isPoisoned(run: Run, destination: Destination, rows: readonly Row[], { id, comment }: Row): boolean {
  const { poison } = destination.receiver;
  const behind = rows.find((row) => row.id === comment && row.state === 'waiting');
  const attempts = [id, behind?.id ?? id].flatMap((one) => attemptsAt(run, destination, one));
  return poison !== null && attempts.some(({ numbers }) => numbers.includes(poison.number));
}

/**
 * True if a message may wait in the end: nobody will ever take it, or it is not wanted and that of another keeps the
 * destination failing, so that its turn does not come.
 */
export function mayWait(run: Run, destination: Destination, rows: readonly Row[], row: Row): boolean {
  if (isPoisoned(run, destination, rows, row)) return true;
  const isFailing = rows.some((one) => one.state === 'waiting' && isPoisoned(run, destination, rows, one));
  return isFailing && leavesOut(configOf(destination), row.type);
}
