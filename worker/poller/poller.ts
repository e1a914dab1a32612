import { DurableObject } from 'cloudflare:workers';
import { type ConfigFailure, readFeed } from '../config.ts';
import type { Env, PollerFace } from '../env.ts';
import { put } from '../io/kv.ts';
import { log } from '../io/log.ts';
import type { Feed, Result } from '../model.ts';
import { isTurn } from '../rules/due.ts';
import { refreshConfigs } from './configs.ts';
import { type Head, readHead, writeDocument } from './document.ts';
import type { Outcome } from './job.ts';
import { Memory } from './memory.ts';
import { poll } from './poll.ts';
import { callRoster, forgetGone } from './roster.ts';
import { Schedule } from './schedule.ts';
import { Turns } from './turns.ts';
import { within } from './within.ts';
import { type World, worldOf } from './world.ts';

/** What CONFIG says of a feed is looked at again at least this often. */
const CONFIG_INTERVAL = 15 * 60_000;

/** Puts into SEEN are coalesced to one a feed in so long: the Free plan has a thousand a day. */
const PUT_INTERVAL = 15 * 60_000;

/** One shard of the feeds: its memory of them, and who polls them. */
export class Poller extends DurableObject<Env> implements PollerFace {
  /** What it touches outside itself; tests put other parts in. */
  world: World;
  readonly #memory: Memory;
  readonly #schedule = new Schedule();
  readonly #turns = new Turns();
  #lastTick: number | null = null;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.world = worldOf(env);
    this.#memory = new Memory(state.storage);
  }

  async tick(now: number, names: readonly string[] | null): Promise<void> {
    const roster = callRoster(this.#memory, names, now);
    const all = isTurn(CONFIG_INTERVAL, this.#lastTick, now);
    this.#lastTick = now;
    const asked = roster.filter((name) => all || this.#isConfigWanted(name, now));
    // Where CONFIG hangs, what was read last has to do.
    const changed = await this.#guarded({}, () =>
      refreshConfigs(this.world, this.#memory, asked, AbortSignal.timeout(this.world.deadline / 3)),
    );
    await Promise.all(roster.map((name) => this.#serve(name, now, changed?.has(name) === true)));
    await this.#guarded({}, () => forgetGone(this.world, this.#memory, now, AbortSignal.timeout(this.world.deadline)));
  }

  /** Before a poll, and where there is nothing yet that could be polled. */
  #isConfigWanted(name: string, now: number): boolean {
    const feed = this.#feedOf(name);
    return !feed?.ok || this.#isDue(feed.value, now);
  }

  /** Polls the feed if it is due, or if CONFIG says something else of it (`changed`), and pays what SEEN is owed. */
  async #serve(name: string, now: number, changed: boolean): Promise<void> {
    const read = this.#feedOf(name);
    if (read?.ok === false) log('config.invalid', { key: read.key, field: read.field, reason: read.detail });
    const feed = read?.ok ? read.value : null;
    const due = feed !== null && ((changed && !feed.paused) || this.#isDue(feed, now));
    if (!due) this.#schedule.decide(name, now);
    if (!due && !this.#isOwed(name, now)) return;
    await this.#turns.take(name, async () => {
      const signal = AbortSignal.timeout(this.world.deadline);
      // Another tick may have polled it while this one waited.
      if (due && (changed || this.#isDue(feed, now))) await this.#poll(feed, now, signal);
      if (this.#isOwed(name, now)) await this.#guarded({ feed: name }, () => this.#putSeen(name, now, signal));
    });
  }

  async #poll(feed: Feed, now: number, signal: AbortSignal): Promise<void> {
    // For the log alone; nothing is decided by it.
    const started = Date.now();
    const ended = await this.#ended(feed, now, signal);
    // What was postponed is still due at the next tick.
    if (ended.outcome !== 'postponed') this.#schedule.decide(feed.name, now);
    log('feed.polled', { feed: feed.name, ...ended, ms: Date.now() - started });
  }

  async #ended(feed: Feed, now: number, signal: AbortSignal): Promise<Outcome> {
    try {
      return await poll({ world: this.world, memory: this.#memory, feed, now, signal });
    } catch {
      return { outcome: 'postponed', reason: signal.aborted ? 'deadline' : 'error' };
    }
  }

  async #putSeen(name: string, now: number, signal: AbortSignal): Promise<void> {
    const document = this.#memory.document(name);
    if (!document.ok || document.value === null) return;
    const done = await within(signal, put(this.world.seen, name, writeDocument(document.value)));
    if (done.ok) this.#memory.setPut(name, now);
    else log('seen.unwritten', { feed: name });
  }

  #isOwed(name: string, now: number): boolean {
    const row = this.#memory.row(name);
    return row !== null && row.owed && (row.putAt === null || now - row.putAt >= PUT_INTERVAL);
  }

  #isDue(feed: Feed, now: number): boolean {
    return this.#schedule.isDue(feed, this.#headOf(feed.name), now);
  }

  #headOf(name: string): Head | null {
    const text = this.#memory.row(name)?.head ?? null;
    const head = text === null ? null : readHead(text);
    return head?.ok ? head.value : null;
  }

  /** The feed as CONFIG was read last; `null`: nothing was read yet. */
  #feedOf(name: string): Result<Feed, ConfigFailure> | null {
    const value = this.#memory.row(name)?.config ?? null;
    return value === null ? null : readFeed(name, value, this.world.secrets);
  }

  /** Does it; what it throws stops nothing else. */
  async #guarded<T>(facts: Readonly<Record<string, string>>, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch {
      log('poller.error', facts);
      return null;
    }
  }
}
