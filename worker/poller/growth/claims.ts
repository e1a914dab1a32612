import { withDeadline, within } from '../../io/deadline.ts';
import { log } from '../../io/log.ts';
import type { MovesRpc, Released } from '../../rpc/moves.ts';
import type { Dependencies, Former } from '../dependencies.ts';
import type { Notes } from '../store/notes.ts';
import type { MovedFeeds } from './moved-feeds.ts';

/** Feeds that are asked for at once. */
const AT_ONCE = 6;

/** Key that says that all that the former shard had for this one has come. */
const COMPLETE = 'shards.complete';

/** Feeds that a shard takes over from the one that had them before. One that it has a row of it has taken over. */
export class Claims {
  readonly #notes: Notes;
  readonly #moved: MovedFeeds;

  constructor(notes: Notes, moved: MovedFeeds) {
    this.#notes = notes;
    this.#moved = moved;
  }

  /**
   * Takes over what it has not of these feeds, and of all that the former shard still has for it: those that are gone from
   * CONFIG as well. Gives the names that are its own now; the others wait for the next tick, for to begin them from SEEN
   * would be to lose what was remembered since.
   */
  async claimAll(deps: Dependencies, names: readonly string[] | null): Promise<readonly string[] | null> {
    const { former } = deps;
    if (former === null) return names?.filter((name) => !this.#moved.has(name)) ?? null;
    const leaving = await this.#leaving(deps, former);
    const wanted = [...new Set([...leaving, ...(names ?? []).filter((name) => !this.#moved.isKnown(name))])];
    const waiting = new Set<string>();
    const next = wanted.values();
    const work = async (): Promise<void> => {
      for (const name of next) if (!(await this.#take(deps, former, name))) waiting.add(name);
    };
    // They share one iterator: each goes on with the next name.
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (waiting.size > 0) log('shard.waits', { shard: former.own, feeds: waiting.size });
    return names?.filter((name) => !waiting.has(name) && !this.#moved.has(name)) ?? null;
  }

  /** Takes one feed over, unless it has it; `false`: it cannot be had now, or is another shard's by now. */
  async claim({ former, ...deps }: Dependencies, name: string): Promise<boolean> {
    if (this.#moved.has(name)) return false;
    return former === null || this.#moved.isKnown(name) || this.#take({ ...deps, former }, former, name);
  }

  async #leaving(deps: Dependencies, { object, own, shards }: Former): Promise<readonly string[]> {
    // A row, once: there is nothing to be asked in later ticks.
    if (this.#notes.get(COMPLETE) === true) return [];
    try {
      const names = await withDeadline(deps.deadline / 3, (signal) => within(signal, object.leaving(own, shards)));
      if (names.length === 0) this.#notes.put(COMPLETE, true);
      return names;
    } catch {
      return [];
    }
  }

  async #take(deps: Dependencies, { object }: Former, name: string): Promise<boolean> {
    try {
      return await withDeadline(deps.deadline / 3, async (signal) => {
        if (this.#moved.isKnown(name) || this.#moved.has(name)) {
          await within(signal, object.letGo(name));
          return true;
        }
        const rows = await this.#rowsOf(object, name, signal);
        if (rows === null) return false;
        if (rows === '') return true;
        this.#moved.adopt(name, rows);
        // Cut off here, the former shard goes on naming it among those that leave.
        await within(signal, object.letGo(name));
        return true;
      });
    } catch {
      return this.#moved.isKnown(name);
    }
  }

  /** Gives all parts of a feed's rows; empty: it has none; `null`: not now. */
  async #rowsOf(object: MovesRpc, name: string, signal: AbortSignal): Promise<string | null> {
    let rows = '';
    for (let part = 1; ; part++) {
      const released: Released = await within(signal, object.release(name, part));
      // Another call of ours may have fetched them meanwhile: then the next tick finds them here.
      if (released.outcome !== 'given') return released.outcome === 'nothing' && part === 1 ? '' : null;
      rows += released.rows;
      if (released.isLast) return rows;
    }
  }
}
