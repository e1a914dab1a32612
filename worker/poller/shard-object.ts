import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { MovesRpc, Released } from '../rpc/moves.ts';
import type { TickStart } from '../rpc/poller.ts';
import { Claims } from './growth/claims.ts';
import { KeyedLimiter } from './concurrency.ts';
import { Database } from './store/database.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import { LateTickWatch } from './late-tick-watch.ts';
import { migrate } from './store/migrations.ts';
import { Notes } from './store/notes.ts';
import { MovedFeeds } from './growth/moved-feeds.ts';
import { ShardCount } from './growth/shard-count.ts';

/** One shard among the others: how many there are, feeds that come and go as they become more, and if the cron runs. */
export class ShardObject extends DurableObject<Env> implements MovesRpc {
  /** Everything outside the object; replaced by tests. */
  deps: Dependencies;
  protected readonly limiter = new KeyedLimiter();
  protected readonly notes: Notes;
  protected readonly watch: LateTickWatch;
  protected readonly claims: Claims;
  protected readonly count: ShardCount;
  protected readonly database: Database;
  readonly #moved: MovedFeeds;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.deps = dependenciesOf(env, state.id.name);
    migrate(state.storage);
    this.notes = new Notes(state.storage.kv);
    this.database = new Database(state, this.notes);
    this.watch = new LateTickWatch(this.notes);
    this.count = new ShardCount(this.notes);
    this.#moved = new MovedFeeds(this.database);
    this.claims = new Claims(this.notes, this.#moved);
  }

  async isLate(now: number): Promise<boolean> {
    return this.watch.isLate(now);
  }

  async startTick(now: number): Promise<TickStart> {
    return { isHourDue: this.watch.isHourDue(now), shards: this.count.value };
  }

  async noteHour(now: number): Promise<void> {
    this.watch.noteHour(now);
  }

  async shards(): Promise<number> {
    return this.count.value;
  }

  async growShards(to: number): Promise<number> {
    return this.count.raise(to);
  }

  async release(name: string, part: number): Promise<Released> {
    // The shard that had it before this one may have it still.
    const isHere = this.#moved.has(name) || (await this.claims.claim(this.deps, name));
    if (!isHere || this.limiter.has(name)) return { outcome: 'busy' };
    return this.#moved.release(name, part);
  }

  async letGo(name: string): Promise<void> {
    this.#moved.letGo(name);
  }

  async leaving(shard: number, shards: number): Promise<readonly string[]> {
    return this.#moved.leaving(shard, shards);
  }

  /** Takes the feed over where the shard that had it before has it still; throws where that cannot be, or it has gone on. */
  protected async claim(name: string): Promise<void> {
    if (!(await this.claims.claim(this.deps, name))) throw new Error('another shard has the feed');
  }

  /** True if the feed belongs to this shard, by the number of shards that the last tick told. */
  protected isOurs(name: string): boolean {
    return this.deps.isOurs(name, this.count.value);
  }
}
