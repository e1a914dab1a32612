import { withDeadline } from '../io/deadline.ts';
import { isSlot } from '../rules/schedule.ts';
import type { Dependencies } from './dependencies.ts';
import type { CachedViews, FeedView } from './feed-view.ts';
import { isolated } from './isolate.ts';
import { refreshConfigs } from './refresh-configs.ts';
import { knownValues } from './known-values.ts';
import { isReadAnyway, type Schedule } from './schedule.ts';
import type { FeedStore } from './store/feed-store.ts';
import type { Notes } from './store/notes.ts';

/** Longest time after which a feed's value in CONFIG is read again, ms. */
const CONFIG_INTERVAL = 15 * 60_000;

/** Key of the instant at which CONFIG was last read for all feeds, ms: a row, four times an hour. */
const LOOKED = 'config.looked';

/** Reads a shard's values in CONFIG, no more often than there is a reason to. */
export class ConfigReader {
  readonly #notes: Notes;
  readonly #feeds: FeedStore;
  readonly #schedule: Schedule;
  readonly #views: CachedViews;

  constructor(notes: Notes, feeds: FeedStore, schedule: Schedule, views: CachedViews) {
    this.#notes = notes;
    this.#feeds = feeds;
    this.#schedule = schedule;
    this.#views = views;
  }

  /** Instant at which all were read last, as far as it is noted, ms. */
  get lastRead(): number | null {
    return this.#notes.number(LOOKED);
  }

  /**
   * Reads CONFIG again where it is time to, and gives the feeds as it says now. `digests`: of values, by the feeds' names, as
   * KV's list shows them: one that is known is not read, and another one at once.
   */
  async read(
    deps: Dependencies,
    views: readonly FeedView[],
    digests: ReadonlyMap<string, string>,
    now: number,
  ): Promise<readonly FeedView[]> {
    const looked = this.lastRead;
    const isTime = looked === null || isSlot(CONFIG_INTERVAL, looked, now);
    const known = await knownValues(views, digests, now);
    const names = views.flatMap((view) => {
      const { name } = view.row;
      if (known.has(name)) return [];
      return isTime || digests.has(name) || !view.feed?.ok || this.#schedule.isDue(view, now) ? [name] : [];
    });
    // Where KV hangs, the values that were read last are used.
    const changed = await isolated(null, () =>
      withDeadline(deps.deadline / 3, (signal) => refreshConfigs(deps, this.#feeds, names, now, signal)),
    );
    // A shard whose feeds are all read in each tick anyway, or not for the time that it is, need not note it.
    const isWorthNoting = views.some(
      (view) => !digests.has(view.row.name) && (looked === null || !isReadAnyway(view, now)),
    );
    if (isTime && changed !== null && isWorthNoting) this.#notes.put(LOOKED, now);
    return views.map((view) =>
      changed?.get(view.row.name) === true ? this.#views.viewOf(this.#feeds.row(view.row.name), deps.secrets) : view,
    );
  }
}
