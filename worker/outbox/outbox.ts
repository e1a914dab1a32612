import { DurableObject } from 'cloudflare:workers';
import type { Env, OutboxFace } from '../env.ts';
import type { Accepted, Offer } from '../model.ts';

/** One destination's queue. */
export class Outbox extends DurableObject<Env> implements OutboxFace {
  async enqueue(offers: readonly Offer[]): Promise<readonly Accepted[]> {
    return offers.map(({ content }) => ({ content }));
  }
  async wake(): Promise<void> {}
}
