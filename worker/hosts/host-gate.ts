import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { HostGateRpc } from '../rpc/hosts.ts';
import { askTurn, closeTurns, turnsOf } from './turns.ts';

/** Key of the one row that is stored: who waits, and who had the last turn. */
const TURNS = 'turns';

/**
 * Turns of one host that is asked by all shards together: one feed's a tick. It keeps nothing in memory alone, since between
 * two ticks it is evicted; an ask reads one row and writes it, and no alarm ever wakes it.
 */
export class HostGate extends DurableObject<Env> implements HostGateRpc {
  async ask(feed: string | null, lastPolled: number | null, now: number): Promise<boolean> {
    const { kv } = this.ctx.storage;
    const { granted, after } = askTurn(turnsOf(kv.get(TURNS)), feed, lastPolled, now);
    // A look that is refused takes no place.
    if (granted || feed !== null) kv.put(TURNS, after);
    return granted;
  }

  async close(until: number): Promise<void> {
    const { kv } = this.ctx.storage;
    const before = turnsOf(kv.get(TURNS));
    const after = closeTurns(before, until);
    if (after.closed !== before.closed) kv.put(TURNS, after);
  }
}
