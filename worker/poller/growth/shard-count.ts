import { FIRST_SHARDS } from '../../shards.ts';
import type { Notes } from '../store/notes.ts';

/** Key of the number of shards: in shard 0 the number itself, in others what their ticks were told last. */
const COUNT = 'shards';

/** Number of shards, as one of them has it. It never falls. */
export class ShardCount {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  get value(): number {
    return this.#notes.number(COUNT) ?? FIRST_SHARDS;
  }

  /** Notes that there are at least so many, and gives the number: a row for each growth, in each shard. */
  raise(shards: number): number {
    const { value } = this;
    if (shards <= value) return value;
    this.#notes.put(COUNT, shards);
    return shards;
  }
}
