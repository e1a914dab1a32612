import { waitFor } from '../io/deadline.ts';
import type { Failure, Offer, Result } from '../model.ts';
import { within } from './within.ts';
import type { World } from './world.ts';

/** Most bytes of offers in one call to an Outbox, which takes each call in one transaction. */
const CHUNK_BYTES = 1024 * 1024;

/** An Outbox did not take all that it was offered. What was taken may be offered again: the ids are the same. */
export type OutboxFailure = Failure<'outbox'>;

/** The keys of offers of which an Outbox holds another content than was offered. */
export type OtherContents = ReadonlySet<string>;

const encoder = new TextEncoder();

/**
 * Hands every offer to every destination, in order. All must accept; one that does not, or not in time, keeps nothing from
 * the others.
 */
export async function enqueue(
  world: World,
  destinations: readonly string[],
  offers: Iterable<Offer>,
  signal: AbortSignal,
): Promise<Result<OtherContents, OutboxFailure>> {
  const others = new Set<string>();
  const failed = new Set<string>();
  for (const chunk of chunks(offers)) {
    await Promise.all(
      destinations.map(async (destination) => {
        // Its line would have a hole if it got the rest.
        if (failed.has(destination)) return;
        try {
          // Longer than an Outbox waits for KV, and short enough for the rest to go on.
          const answers = await waitFor(world.deadline / 2, () => within(signal, world.enqueue(destination, chunk)));
          chunk.forEach((offer, at) => {
            const held = answers[at]?.content ?? offer.content;
            if (held !== null && held !== offer.content) others.add(offer.key);
          });
        } catch {
          failed.add(destination);
        }
      }),
    );
    signal.throwIfAborted();
  }
  if (failed.size === 0) return { ok: true, value: others };
  return {
    ok: false,
    reason: 'outbox',
    detail: `Not taken over by ${[...failed].join(', ')}; the next poll tries again.`,
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
