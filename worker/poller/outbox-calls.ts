import { withDeadline, within } from '../io/deadline.ts';
import { log } from '../io/log.ts';
import type { Accepted, Offer } from '../rpc/offer.ts';
import { CHUNK_BYTES, type Chunk } from './chunks.ts';
import type { Dependencies } from './dependencies.ts';

/** Part of a poll's deadline for which a chunk waits at most for those of feeds that are being read: some 300 ms. */
const PATIENCE = 0.01;

type Waiting = Chunk & {
  readonly signal: AbortSignal;
  readonly settle: (answers: readonly Accepted[] | null) => void;
};

/** Chunks that wait for a call, and what begins it. */
type Queue = { readonly chunks: Waiting[]; readonly hurry: PromiseWithResolvers<void> };

/** Gives the moment from which no feed is being read, whose chunks may soon be ready; `null`: none is. */
export type OthersRead = () => Promise<void> | null;

/**
 * Calls to Outboxes, one at a time to each. Chunks of other feeds that are ready then, or soon, go in the same call: that is
 * one transaction of the Outbox, and one of the Poller, for all of them. None of them counts as accepted before that call has ended.
 */
export class OutboxCalls {
  /** Chunks that wait while a call is under way, by destination. */
  readonly #waiting = new Map<string, Queue>();
  readonly #othersRead: OthersRead;

  constructor(othersRead: OthersRead = () => null) {
    this.#othersRead = othersRead;
  }

  /** Hands a chunk to one Outbox; `null`: it did not take it, or not in time. */
  async enqueue(
    deps: Dependencies,
    destination: string,
    chunk: Chunk,
    signal: AbortSignal,
  ): Promise<readonly Accepted[] | null> {
    const { promise, resolve: settle } = Promise.withResolvers<readonly Accepted[] | null>();
    this.#add(deps, destination, { ...chunk, signal, settle });
    // A poll whose time is over waits no more: what is not on its way by then does not go.
    const answers = await within(signal, promise).catch(() => null);
    if (answers === null) log('outbox.refused', { destination, offers: chunk.offers.length });
    return answers;
  }

  #add(deps: Dependencies, destination: string, chunk: Waiting): void {
    const queue = this.#waiting.get(destination);
    if (queue === undefined) return this.#begin(deps, destination, chunk);
    queue.chunks.push(chunk);
    // Whoever cannot wait may be what the others wait for.
    if (chunk.isPatient !== true) queue.hurry.resolve();
  }

  #begin(deps: Dependencies, destination: string, chunk: Waiting): void {
    const queue = { chunks: [chunk], hurry: Promise.withResolvers<void>() };
    this.#waiting.set(destination, queue);
    const others = chunk.isPatient === true ? this.#othersRead() : null;
    const soon = others === null ? null : Promise.race([others, queue.hurry.promise]);
    void this.#run(deps, destination, queue.chunks, soon);
  }

  async #run(deps: Dependencies, destination: string, queue: Waiting[], soon: Promise<void> | null): Promise<void> {
    if (soon !== null) await withDeadline(deps.deadline * PATIENCE, (signal) => within(signal, soon)).catch(() => {});
    while (queue.length > 0) {
      // Without an await in between that is one transaction for all of them, and the call waits for it.
      const batch = nextBatch(queue).filter(isBegun);
      if (batch.length === 0) continue;
      const isHung = await handOver(deps, destination, batch);
      // They have waited as long, for the same Outbox.
      if (isHung) for (const { settle } of queue.splice(0)) settle(null);
    }
    this.#waiting.delete(destination);
  }
}

/** Takes the chunks of the next call off the queue, but for those that nobody waits for any more. */
function nextBatch(queue: Waiting[]): readonly Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    if (batch.length > 0 && bytes + next.bytes > CHUNK_BYTES) break;
    queue.shift();
    if (next.signal.aborted) continue;
    batch.push(next);
    bytes += next.bytes;
  }
  return batch;
}

/** Commits what has to be remembered before a chunk goes; `false`: that fails, and it does not go. */
function isBegun({ begin, settle }: Waiting): boolean {
  try {
    begin?.();
    return true;
  } catch {
    settle(null);
    return false;
  }
}

/**
 * Hands chunks over in one call; where it is refused, each in its own: one that no Outbox can take keeps back no other.
 * Gives `true` where the Outbox hangs.
 */
async function handOver(deps: Dependencies, destination: string, batch: readonly Waiting[]): Promise<boolean> {
  const offers = batch.flatMap((chunk) => chunk.offers);
  const answer = await callOutbox(deps, destination, offers);
  if (answer === 'refused' && batch.length > 1) {
    for (const chunk of batch)
      if (!chunk.signal.aborted && (await handOver(deps, destination, [chunk]))) return giveUp(batch, 'hung');
    return false;
  }
  if (typeof answer === 'string') return giveUp(batch, answer);
  let at = 0;
  for (const { offers: own, settle } of batch) {
    settle(answer.slice(at, at + own.length));
    at += own.length;
  }
  return false;
}

function giveUp(batch: readonly Waiting[], why: 'hung' | 'refused'): boolean {
  // Of those that are settled already this changes nothing.
  for (const { settle } of batch) settle(null);
  return why === 'hung';
}

/** Calls an Outbox, for longer than it waits for anything, and short enough for the rest to go on. */
function callOutbox(
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
