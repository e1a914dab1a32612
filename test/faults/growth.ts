import type { MovesRpc } from '../../worker/rpc/moves.ts';
import type { Former } from '../../worker/poller/dependencies.ts';
import { FIRST_SHARDS } from '../../worker/shards.ts';
import type { Actor } from './actor.ts';
import { Chance } from './chance.ts';
import type { Run } from './run.ts';

/** Things that happen in a run, in the middle of which it grows. */
const LENGTH = 120;

/** Shards among a run's, by the number of doublings: whose feeds move is in the first, then in two that come to be. */
const WAY = [0, 2, 3];

/** Growth of the number of shards in a run: which feeds move, and when. Its chance is its own: other seeds stay what they are. */
export class Growth {
  /** Number of doublings so far. */
  stage = 0;
  readonly isGrowing: boolean;
  readonly #moving: ReadonlySet<string>;
  readonly #at: readonly number[];

  constructor(seed: number) {
    const chance = new Chance(seed + 1_000_003);
    this.isGrowing = chance.odds(0.5);
    this.#moving = new Set(chance.pick([['all'], ['even'], ['all', 'even']]));
    // Also both at once, and the second one never.
    const first = chance.below(LENGTH);
    this.#at = [first, chance.odds(0.3) ? first : first + chance.below(LENGTH)];
  }

  /** Number of shards, as ticks are told. */
  get shards(): number {
    return FIRST_SHARDS * 2 ** this.stage;
  }

  /** It grows, if it is time to. `done`: things that have happened. */
  growIfDue(done: number): void {
    while (this.isGrowing && (this.#at[this.stage] ?? Infinity) <= done) this.stage += 1;
  }

  /** Gives the feed's shard after so many doublings. */
  shardOf(feed: string, stage: number): number {
    if (feed === 'lone') return 1;
    // A followed site goes the way of this feed, with all of its posts.
    const moves = this.isGrowing && this.#moving.has(feed.startsWith('site') ? 'all' : feed);
    if (feed.startsWith('site') && !moves) return 1;
    return moves ? (WAY[stage] ?? 0) : 0;
  }
}

/** Gives the number of doublings by which there are so many shards. */
export function stageOf(shards: number): number {
  return Math.log2(shards / FIRST_SHARDS);
}

const boom = (): never => {
  throw new Error('boom: the shard did not answer');
};

/** The shard before, called when the scheduler says; a call fails, and its answer is lost, as any other. */
export function formerOf(run: Run, actor: Actor): Former | null {
  const at = WAY.findIndex((own) => own > 0 && run.pollers[own] === actor);
  const shards = FIRST_SHARDS * 2 ** at;
  const before = (): Run['pollers'][number] => {
    const found = run.pollers[WAY[at - 1] ?? 0];
    if (found === undefined) throw new RangeError('No such shard');
    return found;
  };
  if (at < 1) return null;
  const object: MovesRpc = {
    release: (name, part) =>
      actor.ask(
        `release ${name} ${part}`,
        () => before().call(`release ${name}`, (poller) => poller.release(name, part), actor.name),
        boom,
      ),
    letGo: (name) =>
      actor.ask(
        `let go ${name}`,
        () => before().call(`let go ${name}`, (poller) => poller.letGo(name), actor.name),
        boom,
      ),
    leaving: async () => {
      const names = await actor.ask(
        'leaving',
        () => before().call('leaving', (poller) => poller.leaving(0, 1), actor.name),
        boom,
      );
      return names.filter((name) => run.isOurs(actor, name, shards));
    },
  };
  return { own: at, shard: at - 1, shards, object };
}
