import { DurableObject } from 'cloudflare:workers';
import type { ConfigFailure } from '../config.ts';
import type { Env, PollerFace } from '../env.ts';
import { withDeadline } from '../io/deadline.ts';
import { put } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { Feed } from '../model.ts';
import { isTurn, spread, TICK } from '../rules/due.ts';
import { refreshConfigs } from './configs.ts';
import { writeDocument } from './document.ts';
import { isOverdue, tellOverdue } from './failing.ts';
import { FeedStore } from './feed-store.ts';
import { Handover } from './handover.ts';
import { tellInvalid, unreadable } from './invalid.ts';
import type { Job, Outcome } from './job.ts';
import type { Head } from './head.ts';
import { isOpen, isOwed, Memory, type Row } from './memory.ts';
import { poll } from './poll.ts';
import { Pulse } from './pulse.ts';
import { callRoster, forgetGone } from './roster.ts';
import { Schedule } from './schedule.ts';
import { Turns } from './turns.ts';
import { type View, viewOf } from './view.ts';
import { within } from './within.ts';
import { type World, worldOf } from './world.ts';

/** What CONFIG says of a feed is looked at again at least this often. */
const CONFIG_INTERVAL = 15 * 60_000;

/** Fetches in one run on the Free plan. https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const FETCHES = 50;

const DAY = 24 * 60 * 60_000;

/** One shard of the feeds: its memory of them, and who polls them. */
export class Poller extends DurableObject<Env> implements PollerFace {
  /** What it touches outside itself; tests put other parts in. */
  world: World;
  readonly #memory: Memory;
  readonly #store: FeedStore;
  readonly #handover: Handover;
  readonly #pulse: Pulse;
  readonly #schedule = new Schedule();
  readonly #turns = new Turns();
  #lastTick: number | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.world = worldOf(env);
    this.#memory = new Memory(state.storage);
    this.#store = new FeedStore(state.storage);
    this.#handover = new Handover(this.#store);
    this.#pulse = new Pulse(state.storage.kv);
  }

  async isLate(now: number): Promise<boolean> {
    return this.#pulse.isLate(now);
  }

  async tick(now: number, names: readonly string[] | null): Promise<void> {
    this.#pulse.beat(now);
    const views = callRoster(this.#memory, names, now).map((row) => viewOf(row, this.world.secrets));
    const all = isTurn(CONFIG_INTERVAL, this.#lastTick, now);
    this.#lastTick = now;
    const asked = views.filter((view) => all || !view.feed?.ok || this.#schedule.isDue(view, now));
    const changed = await this.#readConfigs(asked.map(({ row }) => row.name));
    const { world } = this;
    await this.#guarded(null, () =>
      withDeadline(world.deadline, (signal) => this.#handover.payAll({ world, now, signal })),
    );
    await Promise.all(
      inTurn(views, now).map((view) => this.#serve(changed.has(view.row.name) ? this.#look(view.row.name) : view, now)),
    );
    await this.#guarded(null, () => forgetGone(this.world, this.#memory, now));
  }

  /** Reads CONFIG again, and gives the names of the feeds of which it says something else now. */
  async #readConfigs(names: readonly string[]): Promise<ReadonlySet<string>> {
    // Where CONFIG hangs, what was read last has to do.
    const refreshed = await this.#guarded(null, () =>
      withDeadline(this.world.deadline / 3, (signal) => refreshConfigs(this.world, this.#memory, names, signal)),
    );
    return refreshed ?? new Set();
  }

  /** Polls the feed if it is due, or if CONFIG says something else of it (`changed`), and pays what SEEN is owed. */
  async #serve(view: View, now: number): Promise<void> {
    const { row, feed } = view;
    if (feed?.ok === false) await this.#tellInvalid(row.name, feed, now);
    const due = this.#schedule.isDue(view, now);
    if (!due) this.#schedule.decide(row.name, now);
    const isLate = view.head !== null && isOverdue(view.head, now);
    if (!due && !isOwed(row, now) && !isLate) return;
    await this.#turns.take(row.name, () =>
      withDeadline(this.world.deadline, (signal) => this.#attend(row.name, now, signal)),
    );
  }

  async #attend(name: string, now: number, signal: AbortSignal): Promise<void> {
    // Another tick may have polled it while this one waited.
    const still = this.#look(name);
    if (still.feed?.ok && still.head !== null && isOverdue(still.head, now))
      await this.#tellOverdue(still.feed.value, still.head, now);
    if (still.feed?.ok && this.#schedule.isDue(still, now))
      await this.#poll(still.feed.value, still.row.config, now, signal);
    const after = this.#look(name);
    // How much of the document SEEN may show depends on a configuration that can be read.
    if (after.feed?.ok && isOwed(after.row, now)) await this.#putSeen(after.row, after.feed.value, now, signal);
  }

  /** `config`: CONFIG's value that says `feed`. */
  async #poll(feed: Feed, config: string | null, now: number, signal: AbortSignal): Promise<void> {
    // For the log alone; nothing is decided by it.
    const started = Date.now();
    const ended = await this.#ended(feed, now, signal);
    // What was postponed is due at the next tick, which may find another object: this one is long evicted by then.
    const postponed = ended.outcome === 'postponed';
    // Another tick may have read another value meanwhile, of which a poll is still owed.
    if (postponed || this.#memory.row(feed.name).config === config) this.#memory.setPostponed(feed.name, postponed);
    if (!postponed) this.#schedule.decide(feed.name, now);
    if (ended.reason === 'document') await this.#tellInvalid(feed.name, unreadable(feed.name), now);
    else if (!postponed && this.#memory.row(feed.name).invalid !== null) this.#memory.setInvalid(feed.name, null);
    log('feed.polled', { feed: feed.name, ...ended, duration: Date.now() - started });
  }

  async #ended(feed: Feed, now: number, signal: AbortSignal): Promise<Outcome> {
    const { world } = this;
    try {
      return await withDeadline((world.deadline * 2) / 3, (web) => poll(this.#job(feed, now, signal, web)));
    } catch {
      return { outcome: 'postponed', reason: signal.aborted ? 'deadline' : 'error' };
    }
  }

  #job(feed: Feed, now: number, signal: AbortSignal, web: AbortSignal): Job {
    const row = this.#memory.row(feed.name);
    return {
      world: this.world,
      store: this.#store,
      handover: this.#handover,
      feed,
      isOpen: isOpen(row, feed),
      now,
      day: Math.floor((now - spread(feed.name, DAY / TICK) * TICK) / DAY),
      writtenAt: row.changedAt,
      signal,
      web,
    };
  }

  async #tellOverdue(feed: Feed, head: Head, now: number): Promise<void> {
    await this.#guarded(feed.name, () =>
      withDeadline(this.world.deadline, (signal) => tellOverdue(this.#job(feed, now, signal, signal), head)),
    );
  }

  async #putSeen(row: Row, feed: Feed, now: number, signal: AbortSignal): Promise<void> {
    const { name } = row;
    const document = this.#store.document(name);
    if (!document.ok || document.value === null) return;
    const { head, known } = document.value;
    // A URL that a person keeps in a secret is no business of KV's, nor is one that it led to.
    const shown = isOpen(row, feed) ? head : { ...head, found: null, moved: null };
    const text = writeDocument({ head: shown, known });
    const done = await this.#guarded(name, () => within(signal, put(this.world.seen, name, text)));
    if (done?.ok) this.#memory.setPut(name, now);
    else log('seen.unwritten', { feed: name });
  }

  async #tellInvalid(name: string, failure: ConfigFailure, now: number): Promise<void> {
    log('config.invalid', { key: failure.key, field: failure.field, reason: failure.detail });
    await this.#guarded(name, () =>
      withDeadline(this.world.deadline, (signal) =>
        tellInvalid(this.world, this.#memory, this.#handover, name, failure, now, signal),
      ),
    );
  }

  #look(name: string): View {
    return viewOf(this.#memory.row(name), this.world.secrets);
  }

  /** Does it; what it throws stops nothing else. */
  async #guarded<T>(feed: string | null, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch {
      log('poller.stumbled', { feed });
      return null;
    }
  }
}

/** Who is first changes from tick to tick: what the platform's limit leaves over in one is served first in the next. */
function inTurn(views: readonly View[], now: number): readonly View[] {
  const first = (Math.floor(now / TICK) * FETCHES) % Math.max(views.length, 1);
  return [...views.slice(first), ...views.slice(0, first)];
}
