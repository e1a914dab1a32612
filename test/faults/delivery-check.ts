import type { BlogComment } from './blog.ts';
import type { Destination } from './destination.ts';
import type { Attempt } from './receiver.ts';
import type { Run } from './run.ts';
import { commentTextOf, type Row } from '../support/outbox-row.ts';
import {
  attemptsAt,
  endsOfNothing,
  isEdit,
  mayWait,
  misplaced,
  repeats,
  roundupFailures,
  wronglyUnwanted,
} from './log.ts';
import { isImported } from './wanted.ts';
import { DAY } from './time.ts';

/** A message may be set aside once it has failed so often (rules/circuit-step.ts). */
const DEAD_AFTER = 4;

/** Checks what became of all that there was to tell one destination. */
export class DeliveryCheck {
  readonly #run: Run;
  readonly #destination: Destination;
  readonly #rows: readonly Row[];
  readonly #first: readonly Attempt[];

  constructor(run: Run, destination: Destination, rows: readonly Row[]) {
    this.#run = run;
    this.#destination = destination;
    this.#rows = rows;
    this.#first = destination.receiver.first;
  }

  *broken(): Generator<string> {
    yield* misplaced(this.#run, this.#destination);
    if (this.#destination.receiver.isChat) yield* repeats(this.#run, this.#destination, this.#rows);
    else yield* this.#ids();
    yield* this.#order();
    yield* this.#states();
    yield* wronglyUnwanted(this.#run, this.#destination, this.#rows);
    yield* endsOfNothing(this.#destination);
    for (const said of this.#run.comments) yield* this.#edits(said);
  }

  /** A message has one id, whatever happens, and an id one message. */
  *#ids(): Generator<string> {
    const bodies = new Map<string, string>();
    const ids = new Map<string, Set<string>>();
    const taken = new Map<string, number>();
    const edits = new Map<number, Set<string>>();
    const site = this.#run.site?.names ?? [];
    for (const { id, type, feed, number, body: sent, taken: isTaken } of this.#destination.receiver.attempts) {
      // What waits when a site is renamed goes under its new name.
      const body = site.reduce((text, name) => text.replaceAll(`"${name}"`, '"site"'), sent);
      if ((bodies.get(id) ?? body) !== body) yield `${id} has two contents`;
      bodies.set(id, body);
      if (isTaken) taken.set(id, (taken.get(id) ?? 0) + 1);
      if (type === 'comment.updated' && number !== null) edits.set(number, (edits.get(number) ?? new Set()).add(id));
      const subject = type === 'comment.created' ? `comment ${number}` : `${type} ${feed}`;
      if (type !== 'comment.created' && type !== 'feed.watching') continue;
      const told = (ids.get(subject) ?? new Set()).add(id);
      ids.set(subject, told);
      // A feed that was gone for a month is watched anew, and one whose URL changed before its watch had begun.
      const urls = this.#watchesOf(feed);
      if (told.size > (type === 'feed.watching' ? urls : 1)) yield `${subject} was told under two ids`;
    }
    for (const [number, told] of edits) {
      const said = this.#run.comments.find((one) => one.number === number);
      if (told.size > (said?.edits ?? 0) && !this.#destination.overtaken.has(number))
        yield `comment ${number} was edited ${said?.edits} times, and told ${told.size}`;
    }
    for (const { id, uncertain, replayed } of this.#rows) {
      if ((taken.get(id) ?? 0) > 1 && uncertain === 0 && replayed === null) yield `${id} was taken twice, unmarked`;
    }
  }

  /** Number of times that a feed may have begun to be watched. */
  #watchesOf(feed: string | null): number {
    const { site, feeds } = this.#run;
    // A baseline that was begun under one name, and is completed under another, is told as of that one, too.
    if (site?.isCalled(feed) === true) return Math.min(site.names.length, 2) + site.forgotten;
    const { versions = [], reader } = feeds.find(({ name }) => name === feed) ?? {};
    return new Set(versions.map(({ place }) => place.url)).size + (reader?.forgotten ?? 0);
  }

  /** First deliveries are in the order in which they were accepted, feed by feed. */
  *#order(): Generator<string> {
    const place = new Map<number, number>();
    for (const [at, attempt] of this.#first.entries()) {
      const { type, numbers } = attempt;
      if (isEdit(this.#run, this.#rows, attempt)) continue;
      for (const number of type === 'comment.created' || type === 'chat' ? numbers : [])
        if (!place.has(number)) place.set(number, at);
    }
    const line = this.#rows.flatMap(({ id, feed, state }) => {
      if (state === 'known' || state === 'baseline') return [];
      const number = this.#run.numbers.get(id);
      const at = number === undefined ? undefined : place.get(number);
      return number === undefined || at === undefined ? [] : [{ number, feed, at }];
    });
    for (const [index, later] of line.entries()) {
      for (const earlier of line.slice(0, index)) {
        if (earlier.feed === later.feed && earlier.at > later.at && !this.#isSetAside(earlier.number, later.at))
          yield `comment ${later.number} came before ${earlier.number}`;
      }
    }
  }

  /**
   * True if another may have been taken before it: it was dead for a while, or was itself at fault as far as could be
   * told, or had been tried, in vain, to find out whether another one was, or had stood, unshown, in a chat's roundup.
   */
  #isSetAside(number: number, before: number): boolean {
    const root = this.#rootOf(number);
    const until = this.#first[before]?.at ?? 0;
    if (root === undefined || root.replayed !== null || this.#isRefused(root.id)) return true;
    const isInDoubt = root.uncertain === 1 && this.#destination.receiver.isChat;
    return isInDoubt || this.#failures(root.id, until) >= DEAD_AFTER || this.#wasPassedOver(root.id, until);
  }

  /** True if it had been tried, in vain, to find out whether another was at fault: then the next one was. */
  #wasPassedOver(tried: string, until: number): boolean {
    return this.#failures(tried, until) > 0 && this.#rows.some(({ id }) => this.#failures(id, until) >= DEAD_AFTER);
  }

  /** Everything stands in the log as what it is. */
  *#states(): Generator<string> {
    const delivered = new Set(this.#first.map(({ id }) => id));
    const { receiver, accepted } = this.#destination;
    for (const id of receiver.isChat ? [] : delivered)
      if (!this.#rows.some((row) => row.id === id)) yield `${id} is not in the log`;
    const numbers = new Set<number>();
    for (const row of this.#rows) {
      const { id, state, feed } = row;
      const number = this.#run.numbers.get(id) ?? null;
      if (this.#isHeldAnew(row)) continue;
      if (number !== null && state !== 'known' && numbers.has(number)) yield `comment ${number} is there twice`;
      if (number !== null && state !== 'known') numbers.add(number);
      if (state === 'delivered' && !receiver.isChat && !delivered.has(id))
        yield `${id} (comment ${number}) was not delivered`;
      if (state === 'waiting' && !mayWait(this.#run, this.#destination, this.#rows, row))
        yield `${id} (comment ${number}) still waits`;
      if (state === 'dead' && !this.#mayBeDead(row)) yield `${id} (comment ${number}) is dead: ${row.reason}`;
      if (state !== 'baseline' || number === null) continue;
      const watch = this.#run.feeds.find(({ name }) => name === feed)?.reader;
      const said = this.#run.comments.find((one) => one.number === number);
      // The first that is not held back counts: an edit makes it the comment of the feed that it was edited in.
      const told = accepted.find((one) => one.number === number && one.hold === null);
      const isOld =
        (said?.published ?? 0) <= (watch?.heldBefore ?? 0) ||
        watch?.misplaced.has(number) ||
        said?.isRedated ||
        (this.#run.site?.isCalled(feed) === true && this.#run.site.mayBeHeld(number));
      const isHeld = isOld || isImported(accepted, feed, number, said?.published ?? Infinity);
      if (told?.type === 'comment.created' || !isHeld) yield `comment ${number} was held by mistake`;
    }
  }

  /** True of what is held once more, on a post that was given up under one name of its site and is followed under another. */
  #isHeldAnew({ state, feed }: Row): boolean {
    const { site } = this.#run;
    return (
      site !== null && site.names.length > 1 && !site.isFollowedLong && state === 'baseline' && site.isCalled(feed)
    );
  }

  #mayBeDead({ id, reason, accepted }: Row): boolean {
    if (reason?.includes('waited 30 days')) return this.#run.now - accepted > 30 * DAY;
    return this.#isRefused(id) || this.#failures(id, Infinity) > DEAD_AFTER;
  }

  /**
   * Checks that a comment's present text has been told, or stands in the log as unwanted: where its owner has read it,
   * and where any feed has offered it as the last edit.
   */
  *#edits({ number, text, gone }: BlogComment): Generator<string> {
    const { accepted, receiver, name } = this.#destination;
    if (receiver.isChat || gone) return;
    const root = this.#rootOf(number);
    const { feeds, retired } = this.#run;
    const owner = feeds.find((feed) => feed.name === (root?.owner ?? root?.feed));
    const edits = accepted.filter((one) => one.type === 'comment.updated' && one.hold === null);
    const isOffered = edits.findLast((one) => one.number === number)?.text === text;
    // A feed that is polled no more may have been in doubt of what it read last.
    const { read, uncompared } = owner?.reader ?? {};
    const isRead = owner !== retired && read?.get(number) === text && uncompared?.get(number) !== text;
    if (root === undefined || !(isRead || isOffered)) return;
    if (!isOffered && !owner?.versions.every(({ to }) => to.includes(name))) return;
    const isUnwanted = (row: Row): boolean =>
      (row.state === 'unwanted' ||
        row.state === 'baseline' ||
        (row.state === 'waiting' && mayWait(this.#run, this.#destination, this.#rows, row))) &&
      row.comment === root.id &&
      (row.body === null || commentTextOf(row.body) === text);
    if (this.#rows.some(isUnwanted)) return;
    const ids = this.#rows.filter(({ body }) => body?.includes(`remark ${number},`)).map(({ id }) => id);
    if (ids.some((id) => this.#isRefused(id) || this.#failures(id, Infinity) >= DEAD_AFTER)) return;
    if (this.#rows.some(({ state, body }) => state === 'dead' && commentTextOf(body) === text)) return;
    const texts = this.#first
      .filter((one) => one.number === number && one.type !== 'feed.watching')
      .map((one) => one.text);
    const told = texts.at(-1) ?? commentTextOf(root.body);
    if (texts.includes(text) && this.#wasPassedOver(root.id, Infinity)) return;
    if (told !== null && told !== text) yield `comment ${number} says “${text}”, and was told as “${told}”`;
  }

  #rootOf(number: number): Row | undefined {
    return this.#rows.find(({ id }) => this.#run.numbers.get(id) === number);
  }

  #failures(id: string, until: number): number {
    // Who was cut off may have been on the way, which nobody but the Outbox knows.
    const cutOff = this.#run.logged.filter(({ line }) => line.includes('"cut off"') && line.includes(`"${id}"`)).length;
    const failed = attemptsAt(this.#run, this.#destination, id).filter((one) => one.mode !== 'fine' && one.at <= until);
    return cutOff + Math.max(failed.length, roundupFailures(this.#run, this.#rows, id, until));
  }

  #isRefused(id: string): boolean {
    const refusals: readonly unknown[] = this.#destination.receiver.isChat ? [400, 413, 422] : [413];
    return attemptsAt(this.#run, this.#destination, id).some(({ mode }) => refusals.includes(mode));
  }
}
