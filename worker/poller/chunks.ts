import type { Offer } from '../rpc/offer.ts';

/** Most bytes of offers in one call to an Outbox, which takes each call in one transaction. */
export const CHUNK_BYTES = 1024 * 1024;

/** Offers of one feed, in order, that go in one call. */
export type Chunk = {
  readonly offers: readonly Offer[];
  readonly bytes: number;
  /** Commits what has to be remembered before they go. Left out: nothing has. */
  readonly begin?: (() => void) | undefined;
  /** It may wait for those of other feeds. */
  readonly isPatient?: boolean | undefined;
};

const encoder = new TextEncoder();

/**
 * Splits offers into calls. They are rendered no sooner than they are sent: ten thousand never lie in memory at once.
 */
export function* chunks(offers: Iterable<Offer>): Generator<Chunk> {
  let chunk: Offer[] = [];
  let bytes = 0;
  for (const offer of offers) {
    const size = encoder.encode(JSON.stringify(offer)).byteLength;
    if (bytes + size > CHUNK_BYTES && chunk.length > 0) {
      yield { offers: chunk, bytes };
      chunk = [];
      bytes = 0;
    }
    chunk.push(offer);
    bytes += size;
  }
  if (chunk.length > 0) yield { offers: chunk, bytes };
}
