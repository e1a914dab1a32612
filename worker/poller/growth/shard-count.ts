import { FIRST_SHARDS } from '../../shards.ts';

/** Key of the number of shards: in shard 0 the number itself, in others what their ticks were told last. */
const COUNT = 'shards';

/** Number of shards, as one of them has it. It never falls. */
export class ShardCount {
  readonly #kv: SyncKvStorage;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  get value(): number {
    const stored = this.#kv.get(COUNT);
    return typeof stored === 'number' ? stored : FIRST_SHARDS;
  }

  /** Notes that there are at least so many, and gives the number: a row for each growth, in each shard. */
  raise(shards: number): number {
    const { value } = this;
    if (shards <= value) return value;
    this.#kv.put(COUNT, shards);
    return shards;
  }
}
