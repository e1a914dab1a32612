import { env } from 'cloudflare:test';
import { messageId } from '../../worker/message.ts';
import type { Accepted, Offer } from '../../worker/model.ts';
import { Poller } from '../../worker/poller/poller.ts';
import { Actor, type Call, stubOf } from './actor.ts';
import { type Destination, openDestination } from './destination.ts';
import type { Feed } from './feed.ts';
import { type Blog, openBlogs } from './blog.ts';
import { Chance } from './chance.ts';
import { Store } from './store.ts';
import { DAY, SECOND } from './time.ts';
import { pollerWorld } from './world.ts';

/** Everything that one seed is about: the objects, the world around them, and what was seen of them. */
export class Run {
  readonly chance: Chance;
  now = Date.parse('2040-01-01T00:00:00Z');
  /** Nothing breaks any more. */
  calm = false;
  readonly config = new Store();
  readonly seen = new Store();
  readonly poller: Actor<Poller>;
  readonly destinations: readonly Destination[];
  readonly blogs: readonly Blog[];
  readonly feeds: readonly Feed[];
  /** A feed that is paused for good in the end, though another of its blog goes on; `null`: none. */
  readonly retired: Feed | null;
  /** The comments' numbers by the ids that their messages have. */
  readonly numbers = new Map<string, number>();
  readonly violations = new Set<string>();
  readonly logged: string[] = [];
  /** What happened, for a person. */
  readonly trace: string[] = [];
  /** The instants of the ticks that are under way. */
  readonly ticks: number[] = [];
  /** Calls to Outboxes so far. */
  #calls = 0;
  /** How often an alarm went off. */
  rings = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.poller = new Actor('poller', stubOf(env.POLLER.getByName('faults')), (state) => {
      const poller = new Poller(state, env);
      poller.world = pollerWorld(this);
      return poller;
    });
    this.poller.onCrash = () => {
      this.ticks.length = 0;
      this.feeds.forEach((feed) => feed.ended('crash'));
    };
    this.destinations = ['alpha', 'beta'].map((name) => openDestination(this, name));
    this.blogs = openBlogs(this.chance, this.now);
    this.feeds = this.blogs.flatMap(({ feeds }) => feeds);
    const { feeds = [] } = this.blogs[0] ?? {};
    this.retired = feeds.length > 1 && this.chance.odds(0.5) ? this.chance.pick(feeds) : null;
    for (const feed of this.feeds) this.config.write(`feed:${feed.name}`, this.configOf(feed), this.now);
    for (const { name, config } of this.destinations) {
      if (this.chance.odds(0.9)) this.config.write(`destination:${name}`, config, this.now);
    }
    this.now += this.chance.pick([10 * SECOND, DAY]);
  }

  get actors(): readonly Actor[] {
    return [this.poller, ...this.destinations.map(({ actor }) => actor)];
  }

  destination(name: string): Destination {
    const found = this.destinations.find((destination) => destination.name === name);
    if (found === undefined) throw new RangeError('No such destination');
    return found;
  }

  configOf({ url, to, every, backfill }: Feed): string {
    return JSON.stringify({ url, to, backfill, ...(every === null ? {} : { every }) });
  }

  /** The feeds that are read in the end. */
  get living(): readonly Feed[] {
    return this.feeds.filter((feed) => feed !== this.retired);
  }

  /** Hands offers to an Outbox, as a call to another object does. */
  enqueue(to: string, offers: readonly Offer[]): Call<readonly Accepted[]> {
    const { actor, accepted, latestEdit, overtaken } = this.destination(to);
    const order = ++this.#calls;
    this.#checkOrder(offers);
    const sent = structuredClone(offers);
    return actor.call(`enqueue ${sent.map(describe).join('; ')}`, async (outbox) => {
      for (const offer of sent) {
        const { number } = commentOf(offer);
        if (number !== null) this.numbers.set(await messageId(offer.key, null, to), number);
      }
      const answers = await outbox.enqueue(sent);
      for (const offer of sent) {
        const { feed, hold, happening } = offer;
        const comment = commentOf(offer);
        accepted.push({ at: this.now, key: offer.key, feed, hold, type: happening.type, ...comment });
        if (happening.type !== 'comment.updated' || comment.number === null) continue;
        if (order < (latestEdit.get(comment.number) ?? 0)) overtaken.add(comment.number);
        else latestEdit.set(comment.number, order);
      }
      return answers;
    });
  }

  /** Within a poll, by time; a time after the tick's is not believed. */
  #checkOrder(offers: readonly Offer[]): void {
    const created = offers.filter(({ happening }) => happening.type === 'comment.created');
    const now = Math.min(...this.ticks);
    const times = created.map(({ happening }) => Date.parse(happening.timestamp)).filter((time) => time <= now);
    if (times.some((time, at) => time < (times[at - 1] ?? 0))) this.violations.add('offers out of order');
  }

  /** Notes what happens. */
  note(what: string): void {
    this.trace.push(`${new Date(this.now).toISOString()} ${what}`);
  }

  /** Throws, once in a while, as a storage can: also between a commit and its alarm, which the next wake makes up for. */
  stumble(destination: Destination): void {
    if (this.calm || !this.chance.odds(0.003)) return;
    destination.mayAlarmBeLost = true;
    throw new Error('boom: the storage failed');
  }

  /** What KV answers is as of then. */
  get kvTime(): number {
    const isFresh = this.calm || this.chance.odds(0.5);
    return isFresh ? this.now : this.now - this.chance.below(120 * SECOND);
  }

  /** Reads the Worker's log. */
  log(line: string): void {
    this.logged.push(line);
    this.note(line);
    const { event, feed: name, outcome } = JSON.parse(line);
    const feed = this.feeds.find((one) => one.name === name);
    if (feed === undefined) return;
    if (event === 'feed.polled') feed.ended(outcome);
    if (event !== 'feed.watching') return;
    if (feed.watchedSince !== null) this.violations.add(`${feed.name}: a second baseline`);
    feed.watchedSince ??= this.now;
  }
}

function describe(offer: Offer): string {
  return `${offer.happening.type} ${commentOf(offer).text ?? offer.key} ${offer.hold ?? ''}`;
}

/** What an offer says of which comment. */
function commentOf({ happening }: Offer): { readonly number: number | null; readonly text: string | null } {
  if (!('comment' in happening.data)) return { number: null, text: null };
  const { text } = happening.data.comment;
  return { number: Number(/\d+/.exec(text)?.[0]), text };
}
