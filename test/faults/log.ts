import { unwantedTypes } from '../../worker/rules/wanted.ts';
import type { Row } from '../support/outbox.ts';
import type { Destination } from './destination.ts';
import type { Attempt } from './receiver.ts';
import type { Run } from './run.ts';
import { MINUTE, SECOND } from './time.ts';

/** KV answers with what it held two minutes ago at most, and an Outbox may have asked ten seconds ago. */
const STALE = 2 * MINUTE + 10 * SECOND;

/** What is unwanted was of a type that a value of CONFIG left out which could be read then. */
export function* wronglyUnwanted(run: Run, { name }: Destination, rows: readonly Row[]): Generator<string> {
  for (const { id, type, state, settled } of rows) {
    if (state !== 'unwanted' || settled === null) continue;
    const values = run.config.between(`destination:${name}`, settled - STALE, settled);
    if (!values.some((value) => leavesOut(value, type))) yield `${id} (${type}) is unwanted, and was wanted`;
  }
}

function leavesOut(value: string | null, type: string): boolean {
  if (value === null || !value.startsWith('{"type"')) return false;
  return unwantedTypes(JSON.parse(value).events ?? null).some((one) => one === type);
}

/** Who hears that another destination takes messages again has heard that it did not. */
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
    if (of !== undefined && !of.to.includes(name)) yield `${type} of ${feed} is none of its business`;
    if (type.startsWith('destination.') && JSON.parse(body).data.destination.name === name)
      yield `${type} about itself`;
  }
}

/** The attempts at a message; at a chat's, all that were made. */
export function attemptsAt({ receiver: { attempts, isChat } }: Destination, id: string): readonly Attempt[] {
  return isChat ? attempts : attempts.filter((one) => one.id === id);
}

/** Whether nobody will ever take a message, or the comment of which it is an edit and behind which it waits. */
function isPoisoned(destination: Destination, rows: readonly Row[], { id, comment }: Row): boolean {
  const { poison } = destination.receiver;
  const behind = rows.find((row) => row.id === comment && row.state === 'waiting');
  const attempts = [id, behind?.id ?? id].flatMap((one) => attemptsAt(destination, one));
  return poison !== null && attempts.some(({ number }) => number === poison.number);
}

/**
 * Whether a message may wait in the end: nobody will ever take it, or it is not wanted and that of another keeps the
 * destination failing, so that its turn does not come.
 */
export function mayWait(destination: Destination, rows: readonly Row[], row: Row): boolean {
  if (isPoisoned(destination, rows, row)) return true;
  const isFailing = rows.some((one) => one.state === 'waiting' && isPoisoned(destination, rows, one));
  return isFailing && leavesOut(destination.config, row.type);
}
