import * as v from 'valibot';
import { waitFor } from '../io/deadline.ts';
import type { FeedRequest } from '../io/fetch-feed.ts';
import { log } from '../io/log.ts';
import { nearestTick, retryAfterInstant } from '../rules/schedule.ts';
import { isReddit } from '../systems/reddit.ts';
import type { Dependencies } from './dependencies.ts';
import { hostOf } from './host.ts';
import type { Notes } from './store/notes.ts';

/** Longest wait for a gate's answer, ms: it calls nobody. */
const PATIENCE = 2000;

const DAY = 24 * 60 * 60_000;

/** Time for which a host's 429 is remembered, ms: it is noted again once a day at most. */
const REMEMBERED = 8 * DAY;

/** Most hosts that a shard remembers. */
const HOSTS = 500;

/** Key of the hosts that have answered 429, with the instants of that: one row. */
const LIMITED = 'hosts.limited';

const Stored = v.array(v.tuple([v.string(), v.number()]));

/** One gate for all of Reddit's names: since June 2026 it allows an address without a login one request a minute. */
const REDDIT = 'reddit.com';

type Answer = Awaited<ReturnType<Dependencies['fetchFeed']>>;

/** Hosts that allow few requests, so that all shards' feeds of one take turns: Reddit, and those that answered this shard 429. */
export class LimitedHosts {
  readonly #notes: Notes;
  #limited: Map<string, number> | null = null;
  /** Tick in which a feed of this shard asked last, the first in line for all, or anybody in vain, by gate. */
  readonly #asked = new Map<string, number>();
  /** Tick in which this shard had the last turn, by gate. */
  readonly #had = new Map<string, number>();

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** Gives the gate at which turns for a URL are asked for; `null`: its host is asked freely. */
  gateOf(url: string, now: number): string | null {
    const host = hostOf(url);
    if (isReddit(host)) return REDDIT;
    const at = this.#hosts().get(host);
    return at === undefined || now - at >= REMEMBERED ? null : host;
  }

  /**
   * Asks for the tick's turn, as `HostGateRpc.ask` has it; `null` for a `feed`: a look of a person's. A gate that does not
   * answer cannot keep anybody from it: then this shard takes one turn in that tick.
   */
  async takeTurn(
    { gateOf }: Pick<Dependencies, 'gateOf'>,
    gate: string,
    feed: string | null,
    lastPolled: number | null,
    now: number,
  ): Promise<boolean> {
    const tick = nearestTick(now);
    if (this.#asked.get(gate) === tick) return false;
    if (feed !== null) this.#asked.set(gate, tick);
    const granted = await waitFor(PATIENCE, () => gateOf(gate).ask(feed, lastPolled, now)).catch(() => null);
    if (granted === false) return false;
    if (granted === null) {
      log('host.unanswered', { feed });
      this.#asked.set(gate, tick);
      if (this.#had.get(gate) === tick) return false;
    }
    this.#had.set(gate, tick);
    return true;
  }

  /** Learns from an answer: a host that says 429, as the feed's own and where a redirect led, and how long it wants to be left alone. */
  async note(deps: Pick<Dependencies, 'gateOf'>, request: Pick<FeedRequest, 'url'>, answer: Answer, now: number) {
    if (!answer.ok && answer.status === 429)
      for (const host of askedOf(request, answer).map(hostOf)) if (!isReddit(host)) this.#remember(host, now);
    await this.noteWait(deps, request, answer, now);
  }

  /** Tells the gates of hosts that are asked in turn until when they want to be left alone; here nothing is written. */
  async noteWait(
    { gateOf }: Pick<Dependencies, 'gateOf'>,
    request: Pick<FeedRequest, 'url'>,
    answer: Answer,
    now: number,
  ): Promise<void> {
    if (answer.ok || (answer.status !== 429 && answer.status !== 503)) return;
    const until = retryAfterInstant(answer.retryAfter, now);
    if (until === null) return;
    const gates = new Set(askedOf(request, answer).flatMap((url) => this.gateOf(url, now) ?? []));
    // Untold, it refuses the next one as well, who tells it again.
    await Promise.all([...gates].map((gate) => waitFor(PATIENCE, () => gateOf(gate).close(until)).catch(() => {})));
  }

  #remember(host: string, now: number): void {
    const hosts = this.#hosts();
    const before = hosts.get(host);
    if (before !== undefined && now - before < DAY) return;
    hosts.delete(host);
    hosts.set(host, now);
    // The oldest come first.
    const kept = [...hosts].filter(([, at]) => now - at < REMEMBERED).slice(-HOSTS);
    this.#limited = new Map(kept);
    this.#notes.put(LIMITED, kept);
  }

  /** Takes the hosts from the notes, once in this object's lifetime: a shard without such hosts has none. */
  #hosts(): Map<string, number> {
    if (this.#limited === null) {
      const read = v.safeParse(Stored, this.#notes.get(LIMITED));
      this.#limited = new Map(read.success ? read.output : []);
    }
    return this.#limited;
  }
}

/** Gives where was asked, and where a redirect led that was refused. */
function askedOf(
  { url }: Pick<FeedRequest, 'url'>,
  { origin }: Extract<Answer, { readonly ok: false }>,
): readonly string[] {
  return origin === undefined ? [url] : [url, origin];
}
