import { DurableObject } from 'cloudflare:workers';
import type { Env, PollerRpc } from '../env.ts';
import { withDeadline } from '../io/deadline.ts';
import { isSlot } from '../rules/schedule.ts';
import { ConfigProblems } from './config-problems.ts';
import { refreshConfigs } from './refresh-configs.ts';
import { DocumentStore } from './store/document-store.ts';
import { isolated } from './isolate.ts';
import { Handover } from './handover.ts';
import { type Invalid, reportInvalid, unreadable } from './report-invalid.ts';
import { FeedStore } from './store/feed-store.ts';
import { LateTickWatch } from './late-tick-watch.ts';
import { syncFeeds, forgetGone } from './membership.ts';
import { Round } from './round.ts';
import { isReadAnyway, Schedule } from './schedule.ts';
import { SeenWriter } from './store/seen-writer.ts';
import { TickSummary } from './tick-summary.ts';
import { Lock, KeyedLimiter } from './concurrency.ts';
import { type FeedView, viewOf } from './feed-view.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';

/** What CONFIG says of a feed is looked at again at least this often. */
const CONFIG_INTERVAL = 15 * 60_000;

/** Key of the instant at which CONFIG was last looked at for all feeds, ms: a row, four times an hour. */
const LOOKED = 'config.looked';

/** One shard of the feeds: its memory of them, and who polls them. */
export class Poller extends DurableObject<Env> implements PollerRpc {
  /** What it touches outside itself; tests put other parts in. */
  deps: Dependencies;
  readonly #feeds: FeedStore;
  readonly #documents: DocumentStore;
  readonly #handover: Handover;
  readonly #causes: ConfigProblems;
  readonly #pulse: LateTickWatch;
  readonly #seen: SeenWriter;
  readonly #schedule = new Schedule();
  readonly #limiter = new KeyedLimiter();
  readonly #long = new Lock();
  #lastTick: number | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.deps = dependenciesOf(env);
    this.#feeds = new FeedStore(state.storage);
    this.#documents = new DocumentStore(state.storage);
    this.#handover = new Handover(this.#documents);
    this.#causes = new ConfigProblems(state.storage.sql);
    this.#pulse = new LateTickWatch(state.storage.kv);
    this.#seen = new SeenWriter(this.#feeds, this.#documents);
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
    const { deps } = this;
    const previous = this.#lastTick;
    this.#pulse.noteTick(now);
    this.#lastTick = now;
    const summary = new TickSummary();
    const views = await this.#readConfigs(
      syncFeeds(this.#feeds, names, now).map((row) => viewOf(row, deps.secrets)),
      now,
    );
    const shard = {
      deps,
      feeds: this.#feeds,
      documents: this.#documents,
      handover: this.#handover,
      schedule: this.#schedule,
      limiter: this.#limiter,
      long: this.#long,
      seen: this.#seen,
    };
    await isolated(null, () => withDeadline(deps.deadline, (signal) => this.#handover.payAll({ deps, now, signal })));
    await new Round(shard, summary, now, share).serve(views);
    await isolated(null, () => reportInvalid(deps, this.#causes, this.#invalid(views), previous, now));
    await isolated(null, () => forgetGone(deps, this.#feeds, this.#documents, now));
    summary.log(this.ctx.id.name ?? null, Date.now() - started);
  }

  /** Reads CONFIG again where it is time to, and gives the feeds as it says now. */
  async #readConfigs(views: readonly FeedView[], now: number): Promise<readonly FeedView[]> {
    const { kv } = this.ctx.storage;
    const looked = kv.get(LOOKED);
    const isTime = typeof looked !== 'number' || isSlot(CONFIG_INTERVAL, looked, now);
    const asked = views.filter((view) => isTime || !view.feed?.ok || this.#schedule.isDue(view, now));
    // Where CONFIG hangs, what was read last has to do.
    const changed = await isolated(null, () =>
      withDeadline(this.deps.deadline / 3, (signal) =>
        refreshConfigs(
          this.deps,
          this.#feeds,
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
      changed?.has(view.row.name) ? viewOf(this.#feeds.row(view.row.name), this.deps.secrets) : view,
    );
  }

  /** All that is wrong with the shard's feeds, so that they are not polled. */
  #invalid(views: readonly FeedView[]): readonly Invalid[] {
    const misconfigured = views.flatMap(({ row, feed }): readonly Invalid[] =>
      feed?.ok === false ? [{ failure: feed, before: row.invalid }] : [],
    );
    const forgotten = this.#feeds.unreadable().map((name): Invalid => ({ failure: unreadable(name), before: null }));
    return [...misconfigured, ...forgotten];
  }
}
