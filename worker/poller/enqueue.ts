import { withDeadline, within } from '../io/deadline.ts';
import { log } from '../io/log.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import type { Dependencies } from './dependencies.ts';

/** Most bytes of offers in one call to an Outbox, which takes each call in one transaction. */
export const CHUNK_BYTES = 1024 * 1024;

/** Offers of one feed, in order, that go in one call. */
export type Chunk = { readonly offers: readonly Offer[]; readonly bytes: number };

const encoder = new TextEncoder();

/** Calls an Outbox, for longer than it waits for anything, and short enough for the rest to go on. */
export function callOutbox(
  deps: Dependencies,
  destination: string,
  offers: readonly Offer[],
): Promise<readonly Accepted[] | 'refused' | 'hung'> {
  return withDeadline(deps.deadline / 3, async (signal) => {
    try {
      return await within(signal, deps.enqueue(destination, offers));
    } catch {
      return signal.aborted ? 'hung' : 'refused';
    }
  });
}

/** Hands offers to one Outbox; `null`: it did not take them, or not in time. */
export async function enqueue(
  deps: Dependencies,
  destination: string,
  offers: readonly Offer[],
  signal: AbortSignal,
): Promise<readonly Accepted[] | null> {
  const answer = await within(signal, callOutbox(deps, destination, offers)).catch(() => 'hung' as const);
  if (typeof answer !== 'string') return answer;
  log('outbox.refused', { destination, offers: offers.length });
  return null;
}

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
