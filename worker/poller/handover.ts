import { waitFor } from '../io/deadline.ts';
import { log } from '../io/log.ts';
import type { Accepted, Failure, Offer, Result } from '../model.ts';
import { type FeedStore, readOffer, type Refused } from './feed-store.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** Most bytes of offers in one call to an Outbox, which takes each call in one transaction. */
const CHUNK_BYTES = 1024 * 1024;

/** Most that is kept for an Outbox that refuses, in characters: an object has 128 MB, and SQLite 10 GB for all. */
const OWED_LENGTH = 5 * 1024 * 1024;

/** Notices kept for one that refuses: after weeks nobody wants to read more. */
const OWED_NOTICES = 50;

/** An Outbox has refused for so long that no more can be kept for it. */
export type OwedFailure = Failure<'outbox'>;

/** `others`: keys of offers of which an Outbox holds another content. `refused`: what is owed once it is committed. */
export type Handed = { readonly others: ReadonlySet<string>; readonly refused: readonly Refused[] };

/** Where offers go, and how long that may take. */
export type To = {
  readonly world: World;
  readonly destinations: readonly string[];
  readonly now: number;
  readonly signal: AbortSignal;
};

const encoder = new TextEncoder();

/** Hands offers to Outboxes: what is owed first, then what is new; what one refuses keeps nothing from the others. */
export class Handover {
  readonly #store: FeedStore;
  /** When an Outbox refused last: it is asked once a tick. */
  readonly #refusedAt = new Map<string, number>();
  readonly #paying = new Map<string, Promise<boolean>>();

  constructor(store: FeedStore) {
    this.#store = store;
  }

  /** Hands every offer to every destination, in order; fails where an Outbox refuses and nothing more can be kept for it. */
  async offer(to: To, offers: Iterable<Offer>): Promise<Result<Handed, OwedFailure>> {
    const others = new Set<string>();
    const refused: Refused[] = [];
    const lengths = new Map<string, number>();
    const refusing = new Set<string>();
    for (const destination of to.destinations) if (!(await this.#pay(to, destination))) refusing.add(destination);
    for (const chunk of chunks(offers)) {
      await Promise.all(
        to.destinations.map(async (destination) => {
          // The rest would overtake what it has refused.
          const answers = refusing.has(destination) ? null : await this.#enqueue(to, destination, chunk);
          if (answers !== null) return noteOthers(others, chunk, answers);
          refusing.add(destination);
          const owed = chunk.map((offer) => refusedOf(destination, offer));
          lengths.set(
            destination,
            owed.reduce((sum, { offer }) => sum + offer.length, lengths.get(destination) ?? 0),
          );
          refused.push(...owed);
        }),
      );
      to.signal.throwIfAborted();
      const full = [...lengths].find(([name, length]) => this.#store.debt(name).length + length > OWED_LENGTH);
      if (full !== undefined) return tooMuch(full[0]);
    }
    return { ok: true, value: { others, refused: this.#withinNotices(refused) } };
  }

  /** What destinations are owed if none has been asked yet to take a notice. */
  owe(destinations: readonly string[], notice: Offer): readonly Refused[] {
    return this.#withinNotices(destinations.map((destination) => refusedOf(destination, notice)));
  }

  /** Offers to destinations what they are owed. */
  async pay(to: To): Promise<void> {
    await Promise.all(to.destinations.map((destination) => this.#pay(to, destination)));
  }

  /** Offers again what Outboxes have refused. */
  payAll(to: Omit<To, 'destinations'>): Promise<void> {
    return this.pay({ ...to, destinations: this.#store.debtors() });
  }

  /** Offers to a destination what it is owed; `false`: it still refuses. At most one does so at a time, or edits would cross. */
  async #pay(to: To, destination: string): Promise<boolean> {
    const paying = this.#paying.get(destination) ?? this.#payOnce(to, destination);
    this.#paying.set(destination, paying);
    try {
      return await paying;
    } finally {
      this.#paying.delete(destination);
    }
  }

  async #payOnce(to: To, destination: string): Promise<boolean> {
    for (;;) {
      if (this.#refusedAt.get(destination) === to.now) return false;
      const owed = this.#store.owed(destination, CHUNK_BYTES);
      if (owed.length === 0) return true;
      const offers = owed.map(({ offer }) => readOffer(offer));
      const answers = await this.#enqueue(to, destination, offers);
      if (answers === null) return false;
      const edits = editsOf(offers, answers);
      if (edits.length > 0 && (await this.#enqueue(to, destination, edits)) === null) return false;
      this.#store.paid(owed.map(({ seq }) => seq));
    }
  }

  async #enqueue(to: To, destination: string, offers: readonly Offer[]): Promise<readonly Accepted[] | null> {
    const answers = await enqueue(to.world, destination, offers, to.signal);
    if (answers === null) this.#refusedAt.set(destination, to.now);
    return answers;
  }

  #withinNotices(refused: readonly Refused[]): readonly Refused[] {
    const counts = new Map<string, number>();
    return refused.filter(({ destination, isNotice }) => {
      if (!isNotice) return true;
      const count = (counts.get(destination) ?? this.#store.debt(destination).notices) + 1;
      counts.set(destination, count);
      return count <= OWED_NOTICES;
    });
  }
}

/** Hands offers to one Outbox; `null`: it did not take them, or not in time. */
export async function enqueue(
  world: World,
  destination: string,
  offers: readonly Offer[],
  signal: AbortSignal,
): Promise<readonly Accepted[] | null> {
  try {
    // Longer than an Outbox waits for anything, and short enough for the rest to go on.
    return await waitFor(world.deadline / 3, () => within(signal, world.enqueue(destination, offers)));
  } catch {
    log('outbox.refused', { destination, offers: offers.length });
    return null;
  }
}

function noteOthers(others: Set<string>, offers: readonly Offer[], answers: readonly Accepted[]): void {
  offers.forEach(({ key, content }, at) => {
    const held = answers[at]?.content ?? content;
    if (held !== null && held !== content) others.add(key);
  });
}

/**
 * Of comments that an Outbox had taken after all, before it refused: those of which it holds another content. Their feeds
 * hold them for known as they were offered, and would not find that edit.
 */
function editsOf(offers: readonly Offer[], answers: readonly Accepted[]): readonly Offer[] {
  const last = new Map(offers.map(({ key }, at) => [key, at]));
  return offers.flatMap((offer, at) => {
    const { happening, content, key } = offer;
    const held = answers[at]?.content ?? content;
    if (happening.type !== 'comment.created' || held === content || last.get(key) !== at) return [];
    // Also where the comment itself is held: it was edited since.
    return { ...offer, hold: null, happening: { ...happening, type: 'comment.updated' } };
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

/** Rendered no sooner than they are sent: ten thousand comments never lie in memory at once. */
function* chunks(offers: Iterable<Offer>): Generator<readonly Offer[]> {
  let chunk: Offer[] = [];
  let bytes = 0;
  for (const offer of offers) {
    const size = encoder.encode(JSON.stringify(offer)).byteLength;
    if (bytes + size > CHUNK_BYTES && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(offer);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
