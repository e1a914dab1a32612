import type { Destination } from './destination.ts';
import type { Feed } from './feed.ts';
import type { Run } from './run.ts';
import type { Row } from '../support/outbox-row.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** By destination, the numbers of comments that Pollers owe it. */
export type Owed = ReadonlyMap<string, ReadonlySet<number>>;

/** Checks what was due to be told to one destination: comments at any time, notices in the end. */
export class DueCheck {
  readonly #run: Run;
  readonly #destination: Destination;

  constructor(run: Run, destination: Destination) {
    this.#run = run;
    this.#destination = destination;
  }

  /** At any time: what a poll that ended well has read stands in the log, or is owed. */
  *lost(rows: readonly Row[], owed: Owed): Generator<string> {
    const { name } = this.#destination;
    const here = new Set([...rows.map(({ id }) => this.#run.numbers.get(id)), ...(owed.get(name) ?? [])]);
    for (const { name: feed, reader } of this.#run.feeds) {
      for (const number of reader.due.get(name) ?? []) {
        // What went before this Outbox took the feed over was never to be sent.
        if (!reader.missedAtFirst.has(number) && !here.has(number)) yield `comment ${number} of ${feed} is lost`;
      }
    }
  }

  /** In the end: each notice that was due has come, none that was not, and what is owed overtakes nothing. */
  *broken(rows: readonly Row[]): Generator<string> {
    for (const feed of this.#run.feeds) {
      // Of one that nobody polls any more nothing comes.
      if (feed !== this.#run.retired) yield* this.#missed(feed, rows);
      yield* this.#told(feed);
      yield* this.#condition(feed);
      yield* this.#order(feed);
    }
  }

  /** Checks that what rolled off page 1 unseen is read on older pages, or a gap is told. */
  *#missed(feed: Feed, rows: readonly Row[]): Generator<string> {
    const { name, reader, versions } = feed;
    const isOurs = versions.every(
      ({ to, place }) => to.includes(this.#destination.name) && place === versions[0]?.place,
    );
    const isTold = this.#destination.accepted.some(({ type, feed: of }) => type === 'feed.gap' && of === name);
    if (!feed.isPaged || !isOurs || isTold || feed.order === 'any') return;
    const here = new Set(rows.map(({ id }) => this.#run.numbers.get(id)));
    for (const { number, published, appeared } of feed.shown()) {
      const isNew = published === appeared && published > Math.max(reader.heldBefore, reader.missedBefore);
      if (isNew && !here.has(number)) yield `comment ${number} of ${name} was missed`;
    }
  }

  *#told({ name, reader, order }: Feed): Generator<string> {
    const { accepted } = this.#destination;
    const gaps = accepted.filter(({ type, feed }) => type === 'feed.gap' && feed === name);
    // Three comments in any order do not show that they are in none.
    if (gaps.length > 0 && !reader.mayHaveGap && order !== 'any') yield `a gap in ${name} that there is not`;
    for (const { type, to, at, since } of reader.notices) {
      if (!to.includes(this.#destination.name)) continue;
      const isTold = accepted.some((one) => one.type === type && one.feed === name && (one.since ?? 0) <= at + HOUR);
      if (!isTold) yield `${type} of ${name} since ${new Date(since).toISOString()} was not told`;
    }
  }

  /** Checks that who is told that a feed fails is told of its recovery, and nobody else is; and not before a day. */
  *#condition(feed: Feed): Generator<string> {
    const { name, reader } = feed;
    const { accepted } = this.#destination;
    const of = (type: string) => accepted.filter((one) => one.type === type && one.feed === name);
    const failing = of('feed.failing');
    const recovered = of('feed.recovered');
    for (const { since, at } of failing) {
      // One that held comments, and holds none in the end, still fails; one that was forgotten is another feed.
      const mayLast = feed === this.#run.retired || feed.visible().length === 0 || reader.forgotten > 0;
      if (!mayLast && !recovered.some((one) => one.since === since)) yield `${name} recovered, and that was not told`;
      if (at - (since ?? 0) < DAY - 10 * MINUTE && !reader.wasGone)
        yield `${name} was told to fail after less than a day`;
    }
    for (const { since } of recovered) {
      if (!failing.some((one) => one.since === since)) yield `${name} was told to recover from what nobody was told of`;
    }
  }

  /** Checks that what a poll has read is accepted before what a later one shows first. */
  *#order({ name, reader }: Feed): Generator<string> {
    const numbers = new Set<number>();
    let last = 0;
    let latest = 0;
    for (const { number, type, feed, hold } of this.#destination.accepted) {
      if (number === null || type !== 'comment.created' || hold !== null || numbers.has(number)) continue;
      numbers.add(number);
      if (feed !== name) continue;
      const readIn = reader.readIn.get(number) ?? Infinity;
      if (readIn < last) yield `comment ${latest} of ${name} was accepted before ${number}, which was read before`;
      const givenIn = reader.givenIn.get(number) ?? 0;
      if (givenIn > last) [last, latest] = [givenIn, number];
    }
  }
}
