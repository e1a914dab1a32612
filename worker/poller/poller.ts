import { DurableObject } from 'cloudflare:workers';
import type { Env, PollerFace } from '../env.ts';
import { withDeadline } from '../io/deadline.ts';
import { isTurn } from '../rules/due.ts';
import { Causes } from './causes.ts';
import { refreshConfigs } from './configs.ts';
import { FeedStore } from './feed-store.ts';
import { guarded } from './guarded.ts';
import { Handover } from './handover.ts';
import { type Invalid, tellInvalid, unreadable } from './invalid.ts';
import { Memory } from './memory.ts';
import { Pulse } from './pulse.ts';
import { callRoster, forgetGone } from './roster.ts';
import { Round } from './round.ts';
import { isReadAnyway, Schedule } from './schedule.ts';
import { SeenWriter } from './seen.ts';
import { Tally } from './tally.ts';
import { Lock, Turns } from './turns.ts';
import { type View, viewOf } from './view.ts';
import { type World, worldOf } from './world.ts';

/** What CONFIG says of a feed is looked at again at least this often. */
const CONFIG_INTERVAL = 15 * 60_000;

/** Key of the instant at which CONFIG was last looked at for all feeds, ms: a row, four times an hour. */
const LOOKED = 'config.looked';

/** One shard of the feeds: its memory of them, and who polls them. */
export class Poller extends DurableObject<Env> implements PollerFace {
  /** What it touches outside itself; tests put other parts in. */
  world: World;
  readonly #memory: Memory;
  readonly #store: FeedStore;
  readonly #handover: Handover;
  readonly #causes: Causes;
  readonly #pulse: Pulse;
  readonly #seen: SeenWriter;
  readonly #schedule = new Schedule();
  readonly #turns = new Turns();
  readonly #long = new Lock();
  #lastTick: number | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.world = worldOf(env);
    this.#memory = new Memory(state.storage);
    this.#store = new FeedStore(state.storage);
    this.#handover = new Handover(this.#store);
    this.#causes = new Causes(state.storage.sql);
    this.#pulse = new Pulse(state.storage.kv);
    this.#seen = new SeenWriter(this.#memory, this.#store);
  }

  async isLate(now: number): Promise<boolean> {
    return this.#pulse.isLate(now);
  }

  async isHourDue(now: number): Promise<boolean> {
    return this.#pulse.isHourDue(now);
  }

  async noteHour(now: number): Promise<void> {
    this.#pulse.noteHour(now);
  }

  async tick(now: number, names: readonly string[] | null, share = 1): Promise<void> {
    const started = Date.now();
    const { world } = this;
    const previous = this.#lastTick;
    this.#pulse.beat(now);
    this.#lastTick = now;
    const tally = new Tally();
    const views = await this.#readConfigs(
      callRoster(this.#memory, names, now).map((row) => viewOf(row, world.secrets)),
      now,
    );
    const shard = {
      world,
      memory: this.#memory,
      store: this.#store,
      handover: this.#handover,
      schedule: this.#schedule,
      turns: this.#turns,
      long: this.#long,
      seen: this.#seen,
    };
    await guarded(null, () => withDeadline(world.deadline, (signal) => this.#handover.payAll({ world, now, signal })));
    await new Round(shard, tally, now, share).serve(views);
    await guarded(null, () => tellInvalid(world, this.#causes, this.#invalid(views), previous, now));
    await guarded(null, () => forgetGone(world, this.#memory, this.#store, now));
    tally.log(this.ctx.id.name ?? null, Date.now() - started);
  }

  /** Reads CONFIG again where it is time to, and gives the feeds as it says now. */
  async #readConfigs(views: readonly View[], now: number): Promise<readonly View[]> {
    const { kv } = this.ctx.storage;
    const looked = kv.get(LOOKED);
    const isTime = typeof looked !== 'number' || isTurn(CONFIG_INTERVAL, looked, now);
    const asked = views.filter((view) => isTime || !view.feed?.ok || this.#schedule.isDue(view, now));
    // Where CONFIG hangs, what was read last has to do.
    const changed = await guarded(null, () =>
      withDeadline(this.world.deadline / 3, (signal) =>
        refreshConfigs(
          this.world,
          this.#memory,
          asked.map(({ row }) => row.name),
          now,
          signal,
        ),
      ),
    );
    // A shard whose feeds are all read in each tick anyway need not note it.
    const isWorthNoting = looked === undefined || !views.every((view) => isReadAnyway(view, now));
    if (isTime && changed !== null && isWorthNoting) kv.put(LOOKED, now);
    return views.map((view) =>
      changed?.has(view.row.name) ? viewOf(this.#memory.row(view.row.name), this.world.secrets) : view,
    );
  }

  /** All that is wrong with the shard's feeds, so that they are not polled. */
  #invalid(views: readonly View[]): readonly Invalid[] {
    const misconfigured = views.flatMap(({ row, feed }): readonly Invalid[] =>
      feed?.ok === false ? [{ failure: feed, before: row.invalid }] : [],
    );
    const forgotten = this.#memory.unreadable().map((name): Invalid => ({ failure: unreadable(name), before: null }));
    return [...misconfigured, ...forgotten];
  }
}
