import { env } from 'cloudflare:test';
import { HostGate } from '../../worker/hosts/host-gate.ts';
import { Poller } from '../../worker/poller/poller.ts';
import { Actor, stubOf } from './actor.ts';
import { configOf, type Destination, openDestination } from './destination.ts';
import type { Feed } from './feed.ts';
import { type Blog, type BlogComment, openBlogs } from './blog.ts';
import { Site } from './site.ts';
import { Chance } from './chance.ts';
import { Store } from './store.ts';
import { Growth, stageOf } from './growth.ts';
import { Habits, openAddresses } from './habits.ts';
import { DAY, SECOND } from './time.ts';
import { type Admin, openAdmin } from './admin.ts';
import { pollerDeps } from './poller-deps.ts';

/** A secret of the Worker's, which never shows. */
export const SIGNING_KEY = 'signing-secret-'.repeat(4);

/** One seed of so many has a site whose posts are followed; of those that have found a mistake before there were any, none. */
const SITE_EVERY = 4;
const SITE_SEED = 2_000_003;

/** Everything that one seed is about: the objects, the world around them, and what was seen of them. */
export class Run {
  readonly chance: Chance;
  now = Date.parse('2040-01-01T00:00:00Z');
  /** Nothing breaks any more. */
  isHealed = false;
  /** Instant since which that is so. */
  healedAt = Infinity;
  readonly config = new Store();
  readonly seen = new Store();
  /** Growth of the number of shards. */
  readonly growth: Growth;
  /** Habits of the web in this run. */
  readonly habits: Habits;
  /** Shards in which a server was asked that hangs, since time last went by. */
  readonly hanging = new Set<Actor>();
  /** The shards. */
  readonly pollers: readonly Actor<Poller>[];
  readonly destinations: readonly Destination[];
  /** Of the blogs’ hosts, by name and port. */
  readonly gates: ReadonlyMap<string, Actor<HostGate>>;
  readonly blogs: readonly Blog[];
  readonly feeds: readonly Feed[];
  /** A site whose posts are followed; `null`: there is none. */
  readonly site: Site | null;
  /** The admin API, where the site is renamed. */
  readonly admin: Actor<Admin> | null;
  /** A feed that is paused for good in the end, though another of its blog goes on; `null`: none. */
  readonly retired: Feed | null;
  /** The comments' numbers by the ids that their messages have. */
  readonly numbers = new Map<string, number>();
  readonly violations = new Set<string>();
  readonly logged: { readonly at: number; readonly line: string }[] = [];
  /** Trace of what happened, for a person. */
  readonly trace: string[] = [];
  /** The instants of the ticks that are under way, by shard. */
  readonly ticks = new Map<Actor, number[]>();
  /** The shard that polled each feed last. */
  readonly polledBy = new Map<Feed, Actor>();
  sitePolledBy: Actor | null = null;
  /** Calls of Pollers to Outboxes so far. */
  calls = 0;
  /** Number of alarms so far. */
  rings = 0;

  /** People's values are written by our tools: with digests. */
  readonly isPushed: boolean;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.growth = new Growth(seed);
    const names = ['poller', 'other poller', ...(this.growth.isGrowing ? ['grown poller', 'last poller'] : [])];
    this.pollers = names.map((name) => this.#openPoller(name));
    this.isPushed = seed % 2 === 1;
    this.destinations = ['alpha', 'beta'].map((name) => openDestination(this, name));
    ({ blogs: this.blogs, feeds: this.feeds } = openBlogs(this.chance, this.now));
    // Of a chance of its own: with or without one, all else is the same.
    this.habits = new Habits(seed, seed % SITE_EVERY === 0);
    this.admin = this.habits.has('renames') ? openAdmin(this) : null;
    const called = this.admin === null ? 'site' : `site-${seed}`;
    this.site = seed % SITE_EVERY === 0 ? new Site(new Chance(seed + SITE_SEED), this.now, called) : null;
    if (this.site !== null && this.habits.has('bursts')) this.site.pageMode = 'fine';
    const hosts = [...this.blogs, ...(this.site === null ? [] : [this.site])].map(({ host }) => host);
    this.gates = new Map([...hosts, ...openAddresses(this)].map((host) => [`${host}:443`, openGate(host)]));
    const twins = this.feeds.filter(({ blog }) => blog === this.blogs[0]);
    this.retired = twins.length > 1 && this.chance.odds(0.5) ? this.chance.pick(twins) : null;
    for (const { name, config } of this.feeds) {
      if (this.chance.odds(0.9)) this.config.write(`feed:${name}`, config, this.now);
    }
    if (this.site !== null) this.config.write(`feed:${this.site.name}`, this.site.config, this.now);
    for (const destination of this.destinations) {
      if (this.chance.odds(0.9)) this.config.write(`destination:${destination.name}`, configOf(destination), this.now);
    }
    this.now += this.chance.pick([10 * SECOND, DAY]);
  }

  get actors(): readonly Actor[] {
    const admin = this.admin === null ? [] : [this.admin];
    return [...this.pollers, ...this.destinations.map(({ actor }) => actor), ...this.gates.values(), ...admin];
  }

  destination(name: string): Destination {
    const found = this.destinations.find((destination) => destination.name === name);
    if (found === undefined) throw new RangeError('No such destination');
    return found;
  }

  /** All names that CONFIG may have. */
  get subscriptions(): readonly Pick<Feed, 'name'>[] {
    const names = this.site === null ? [] : [this.site.name, this.site.otherName];
    return [...this.feeds, ...names.map((name) => ({ name }))];
  }

  /** All comments that there ever were. */
  get comments(): readonly BlogComment[] {
    return [...this.blogs.flatMap((blog) => blog.comments), ...(this.site?.comments ?? [])];
  }

  /** The shards that there are by now: no run of the cron calls another one. */
  get calledPollers(): readonly Actor<Poller>[] {
    return this.pollers.slice(0, 2 + this.growth.stage);
  }

  /** The feeds that are read in the end. */
  get living(): readonly Feed[] {
    return this.feeds.filter((feed) => feed !== this.retired);
  }

  /** The shard that a feed is in. */
  pollerOf({ name }: Pick<Feed, 'name'>): Actor<Poller> {
    return this.#shardOf(name, this.growth.stage);
  }

  /** True if the feed belongs to that shard where there are so many. */
  isOurs(actor: Actor, name: string, shards: number): boolean {
    return this.#shardOf(name, stageOf(shards)) === actor;
  }

  #shardOf(name: string, stage: number): Actor<Poller> {
    const poller = this.pollers[this.growth.shardOf(name, stage)];
    if (poller === undefined) throw new RangeError('No such shard');
    return poller;
  }

  #openPoller(name: string): Actor<Poller> {
    const actor: Actor<Poller> = new Actor(name, stubOf(env.POLLER.getByName(name)), (state) => {
      const poller = new Poller(state, env);
      poller.deps = pollerDeps(this, actor);
      return poller;
    });
    actor.onCrash = () => {
      this.ticks.delete(actor);
      for (const feed of this.feeds) if (this.polledBy.get(feed) === actor) feed.ended('crash', this.now);
      if (this.site !== null && this.sitePolledBy === actor) this.site.ended('crash', this.now);
    };
    actor.fails = () => !this.isHealed && this.chance.odds(0.01);
    return actor;
  }

  /** Notes what happens. */
  note(what: string): void {
    this.trace.push(`${new Date(this.now).toISOString()} ${what}`);
  }

  /** Throws, once in a while, as a storage can: also between a commit and its alarm, which the next wake makes up for. */
  stumble(destination: Destination): void {
    if (this.isHealed || !this.chance.odds(0.003)) return;
    destination.mayAlarmBeLost = true;
    destination.receiver.quiet = null;
    throw new Error('boom: the storage failed');
  }

  /** Instant as of which KV answers. */
  get kvTime(): number {
    const isFresh = this.isHealed || this.chance.odds(0.5);
    return isFresh ? this.now : this.now - this.chance.below(120 * SECOND);
  }

  /** Reads the Worker's log. */
  log(line: string): void {
    this.logged.push({ at: this.now, line });
    this.note(line);
    const { event, feed: name } = JSON.parse(line);
    const reader = this.site?.isCalled(name) === true ? this.site : this.feeds.find((one) => one.name === name)?.reader;
    if (reader === undefined || reader === null) return;
    // Of the name that a site had before, that means nothing.
    if (event === 'feed.forgotten' && (reader !== this.site || name === this.site.name)) reader.forget();
    if (event !== 'feed.watching') return;
    if (reader.isWatching) this.violations.add(`${name}: a second baseline`);
    reader.isWatching = true;
  }
}

function openGate(host: string): Actor<HostGate> {
  return new Actor(`gate of ${host}`, stubOf(env.HOSTS.getByName(host)), (state) => new HostGate(state, env));
}
