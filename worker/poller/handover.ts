import type { Failure, Result } from '../model.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import { log } from '../io/log.ts';
import { CHUNK_BYTES, type Chunk, chunks } from './chunks.ts';
import { OutboxCalls, type OthersRead } from './outbox-calls.ts';
import type { DocumentStore, Refused } from './store/document-store.ts';
import { readOffer } from './store/owed-offer.ts';
import type { Dependencies } from './dependencies.ts';

/** Most characters kept for an Outbox that refuses: an object has 128 MB, and SQLite 10 GB for all. */
const OWED_LENGTH = 5 * 1024 * 1024;

/** Most notices kept for one that refuses: after weeks nobody wants to read more. */
const OWED_NOTICES = 50;

/** Failure where an Outbox has refused for so long that no more can be kept for it. */
export type OwedFailure = Failure<'outbox'>;

/**
 * Result of a handover. `others`: keys of which an Outbox holds another content; `refused`: owed once it is committed.
 */
export type Handed = { readonly others: ReadonlySet<string>; readonly refused: readonly Refused[] };

/** The destinations of offers, and the limit on the time that this may take. */
export type Recipients = {
  readonly deps: Dependencies;
  readonly destinations: readonly string[];
  readonly now: number;
  readonly signal: AbortSignal;
  /** Manner in which its chunks go; left out: at once. */
  readonly manner?: Pick<Chunk, 'begin' | 'isPatient'>;
};

/** Hands offers to Outboxes: what is owed first, then what is new; what one refuses keeps nothing from the others. */
export class Handover {
  readonly #documents: DocumentStore;
  readonly #calls: OutboxCalls;
  /** Instant at which each Outbox refused last: it is asked once a tick. */
  readonly #refusedAt = new Map<string, number>();
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(documents: DocumentStore, othersRead?: OthersRead) {
    this.#documents = documents;
    this.#calls = new OutboxCalls(othersRead);
  }

  /**
   * Hands every offer to every destination, in order; fails where an Outbox refuses and nothing more can be kept for
   * it.
   */
  async offer(to: Recipients, offers: Iterable<Offer>): Promise<Result<Handed, OwedFailure>> {
    const others = new Set<string>();
    const refused: Refused[] = [];
    const refusing = new Set<string>();
    /** A destination that refuses, and for which no more can be kept: the others get it nevertheless. */
    let full: string | null = null;
    for (const destination of to.destinations)
      if (!(await this.#offerOwedTo(to, destination))) refusing.add(destination);
    for (const chunk of chunks(offers)) {
      await Promise.all(
        to.destinations.map(async (destination) => {
          // The rest would overtake what it has refused.
          const answers = refusing.has(destination)
            ? null
            : await this.#enqueue(to, destination, { ...chunk, ...to.manner });
          if (answers !== null) return noteOthers(others, chunk.offers, answers);
          refusing.add(destination);
          if (full === null) refused.push(...chunk.offers.map((offer) => refusedOf(destination, offer)));
        }),
      );
      to.signal.throwIfAborted();
      full ??= this.#fullOf(refused);
      if (full !== null) refused.length = 0;
      if (full !== null && to.destinations.every((destination) => refusing.has(destination))) break;
    }
    if (full !== null) return tooMuch(full);
    return { ok: true, value: { others, refused: this.#withinNotices(refused) } };
  }

  /** Gives a notice for each destination as an offer to keep, without offering it first. */
  owe(destinations: readonly string[], notice: Offer): readonly Refused[] {
    return this.#withinNotices(destinations.map((destination) => refusedOf(destination, notice)));
  }

  /** Offers to destinations what they are owed. */
  async offerOwed(to: Recipients): Promise<void> {
    await Promise.all(to.destinations.map((destination) => this.#offerOwedTo(to, destination)));
  }

  /** Offers to every destination what it is owed. */
  offerAllOwed(to: Omit<Recipients, 'destinations'>): Promise<void> {
    return this.offerOwed({ ...to, destinations: this.#documents.owedDestinations() });
  }

  /**
   * Offers to a destination what it is owed; `false`: it still refuses. At most one does so at a time, or edits would
   * cross.
   */
  async #offerOwedTo(to: Recipients, destination: string): Promise<boolean> {
    const running = this.#running.get(destination) ?? this.#offerOwedOnce(to, destination);
    this.#running.set(destination, running);
    try {
      return await running;
    } finally {
      // Who waited for one that is over must not end the next one, or two would run at once.
      if (this.#running.get(destination) === running) this.#running.delete(destination);
    }
  }

  async #offerOwedOnce(to: Recipients, destination: string): Promise<boolean> {
    for (;;) {
      if (this.#refusedAt.get(destination) === to.now) return false;
      const owed = this.#documents.owed(destination, CHUNK_BYTES);
      if (owed.length === 0) return true;
      const offers = owed.flatMap(({ offer }) => readOffer(offer) ?? []);
      if (offers.length < owed.length) log('owed.unreadable', { destination, offers: owed.length - offers.length });
      const answers = await this.#enqueue(to, destination, { offers, bytes: CHUNK_BYTES });
      if (answers === null) return false;
      const edits = editsOf(offers, answers);
      if (edits.length > 0 && (await this.#enqueue(to, destination, { offers: edits, bytes: CHUNK_BYTES })) === null)
        return false;
      this.#documents.forgetOwed(owed);
    }
  }

  async #enqueue(to: Recipients, destination: string, chunk: Chunk): Promise<readonly Accepted[] | null> {
    const answers = await this.#calls.enqueue(to.deps, destination, chunk, to.signal);
    // That this feed's own time is over says nothing of the destination.
    if (answers === null && !to.signal.aborted) this.#refusedAt.set(destination, to.now);
    return answers;
  }

  #fullOf(refused: readonly Refused[]): string | null {
    const lengths = new Map<string, number>();
    for (const { destination, offer } of refused) {
      const length = (lengths.get(destination) ?? this.#documents.owedSize(destination).length) + offer.length;
      if (length > OWED_LENGTH) return destination;
      lengths.set(destination, length);
    }
    return null;
  }

  #withinNotices(refused: readonly Refused[]): readonly Refused[] {
    const counts = new Map<string, number>();
    return refused.filter(({ destination, isNotice }) => {
      if (!isNotice) return true;
      const count = (counts.get(destination) ?? this.#documents.owedSize(destination).notices) + 1;
      counts.set(destination, count);
      return count <= OWED_NOTICES;
    });
  }
}

function noteOthers(others: Set<string>, offers: readonly Offer[], answers: readonly Accepted[]): void {
  offers.forEach(({ key, content }, at) => {
    const held = answers[at]?.content ?? content;
    if (held !== null && held !== content) others.add(key);
  });
}

/**
 * Gives edits of the comments that an Outbox had accepted after all, and of which it holds another content. Their feeds
 * remember them as they were offered, and would not find that edit.
 */
function editsOf(offers: readonly Offer[], answers: readonly Accepted[]): readonly Offer[] {
  // What another feed is owed of the same comment is answered for that feed.
  const last = new Map(offers.map(({ feed, key }, at) => [`${feed} ${key}`, at]));
  return offers.flatMap((offer, at) => {
    const { event, content, feed, key } = offer;
    const held = answers[at]?.content ?? content;
    if (event.type !== 'comment.created' || held === content || last.get(`${feed} ${key}`) !== at) return [];
    // Also where the comment itself is held as baseline: it was edited since.
    const hold = offer.hold === 'filtered' ? offer.hold : null;
    return { ...offer, hold, event: { ...event, type: 'comment.updated' } };
  });
}

function refusedOf(destination: string, offer: Offer): Refused {
  return { destination, offer: JSON.stringify(offer), isNotice: offer.content === null };
}

function tooMuch(destination: string): OwedFailure {
  return {
    ok: false,
    reason: 'outbox',
    detail: `Destination ${destination} takes nothing over, and too much waits for it already; the feed waits, too.`,
  };
}
