import { DurableObject } from 'cloudflare:workers';
import type { Env, PollerFace } from '../env.ts';

/** One shard of the feeds. */
export class Poller extends DurableObject<Env> implements PollerFace {
  async tick(_now: number, _names: readonly string[] | null): Promise<void> {}
}
