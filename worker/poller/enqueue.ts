import { waitFor } from '../io/deadline.ts';
import { log } from '../io/log.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import { within } from '../io/deadline.ts';
import type { Dependencies } from './dependencies.ts';

/** Most bytes of offers in one call to an Outbox, which takes each call in one transaction. */
export const CHUNK_BYTES = 1024 * 1024;

const encoder = new TextEncoder();

/** Hands offers to one Outbox; `null`: it did not take them, or not in time. */
export async function enqueue(
  deps: Dependencies,
  destination: string,
  offers: readonly Offer[],
  signal: AbortSignal,
): Promise<readonly Accepted[] | null> {
  try {
    // Longer than an Outbox waits for anything, and short enough for the rest to go on.
    return await waitFor(deps.deadline / 3, () => within(signal, deps.enqueue(destination, offers)));
  } catch {
    log('outbox.refused', { destination, offers: offers.length });
    return null;
  }
}

/**
 * Splits offers into calls. They are rendered no sooner than they are sent: ten thousand never lie in memory at once.
 */
export function* chunks(offers: Iterable<Offer>): Generator<readonly Offer[]> {
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
