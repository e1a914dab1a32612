import { env, runInDurableObject } from 'cloudflare:test';
import { vi } from 'vitest';
import { metadataOf } from '../../../worker/config/metadata.ts';
import type { SendResult } from '../../../worker/exchange.ts';
import type { Env } from '../../../worker/env.ts';
import { Outbox } from '../../../worker/outbox/outbox.ts';
import { dependenciesOf as outboxDependenciesOf } from '../../../worker/outbox/dependencies.ts';
import { dependenciesOf } from '../../../worker/poller/dependencies.ts';
import { Poller } from '../../../worker/poller/poller.ts';
import { tick } from '../../../worker/tick.ts';
import { SimulatedClock } from './clock.ts';
import { type Bill, Counter } from './counter.ts';
import { type SimulatedFeed, START } from './feeds.ts';
import { CALL, POST, Servers } from './servers.ts';

/** Facts that the runtime tells of a run of an alarm that is not repeated. */
const FIRST_RUN = { isRetry: false, retryCount: 0, scheduledTime: 0 };

const DESTINATION = 'one';
const TICK = 5 * 60_000;
const TICKS_A_DAY = 288;

/** Ticks in which all have caught up after days without: the quietest feeds are polled every half hour. */
const CATCH_UP = 8;

/** A message that arrived. */
export type Arrival = { readonly at: number; readonly type: string; readonly feed: string | null };

/**
 * Real Pollers and a real Outbox over days of ticks, by a simulated clock, each object thrown out of memory after every call,
 * and their bill. What the platform does side by side goes one after another here, each object's time counted for itself.
 */
export class Simulation {
  /** Messages as they arrived. */
  readonly arrivals: Arrival[] = [];
  readonly servers: Servers;
  readonly #clock = new SimulatedClock();
  readonly #counter = new Counter();
  readonly #label = crypto.randomUUID();
  readonly #feeds: readonly SimulatedFeed[];
  #now = START;
  #turn: Promise<unknown> = Promise.resolve();
  #external = 0;
  #internal = 0;

  constructor(feeds: readonly SimulatedFeed[]) {
    this.#feeds = feeds;
    this.servers = new Servers(feeds, this.#clock);
  }

  /** Configures the feeds, lets them be watched and fall quiet, and then counts so many days from `START` on. */
  async live(days: number): Promise<Bill> {
    for (const { name, kind } of this.#feeds) {
      const value = { url: `https://${name}.example/f`, to: DESTINATION, paused: kind.paused ?? false };
      const text = JSON.stringify(value);
      // As `npm run push` does.
      await env.CONFIG.put(`feed:${name}`, text, { metadata: await metadataOf(text, START) });
    }
    await env.CONFIG.put(
      `destination:${DESTINATION}`,
      JSON.stringify({ url: 'https://hook.example/', pace: '9999/s' }),
    );
    const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => {
      this.#counter.bill.logLines += 1;
      this.#counter.bill.logBytes += line.length + 1;
    });
    this.#clock.start(this.#now);
    try {
      this.#now = START - 2 * TICKS_A_DAY * TICK - 3 * TICK;
      await this.#ticks(3);
      this.#now = START - CATCH_UP * TICK;
      await this.#ticks(CATCH_UP);
      this.#counter.reset();
      this.servers.reset();
      this.arrivals.length = 0;
      await this.#ticks(days * TICKS_A_DAY);
    } finally {
      this.#clock.end();
      spy.mockRestore();
    }
    return { ...this.#counter.bill, fetches: this.servers.polls.length, delivered: this.arrivals.length };
  }

  async #ticks(count: number): Promise<void> {
    for (const end = this.#now + count * TICK; this.#now < end; this.#now += TICK) {
      this.#counter.bill.ticks += 1;
      this.#internal = 0;
      await tick(this.#env(), this.#now);
      await this.#ring(this.#now + TICK - 1);
    }
  }

  /** Lets the alarms go off that are due until then. */
  async #ring(until: number): Promise<void> {
    for (;;) {
      const due = this.#counter.alarms.get(DESTINATION);
      if (due === undefined || due > until) return;
      this.#counter.alarms.delete(DESTINATION);
      this.#clock.set(Math.max(due, this.#now));
      await this.#run(() => this.#inOutbox((outbox) => outbox.alarm(FIRST_RUN)));
    }
  }

  #env(): Env {
    const poller = (name: string) => ({
      tick: (...given: Parameters<Poller['tick']>) => this.#inPoller(name, (object) => object.tick(...given)),
      startTick: (now: number) => this.#inPoller(name, (object) => object.startTick(now)),
      noteHour: (now: number) => this.#inPoller(name, (object) => object.noteHour(now)),
    });
    const outbox = () => ({ wake: () => this.#alone(() => this.#inOutbox((object) => object.wake())) });
    return { ...this.#kvs(), POLLER: { getByName: poller }, OUTBOX: { getByName: outbox } } as unknown as Env;
  }

  #kvs(): Pick<Env, 'CONFIG' | 'SEEN'> {
    const called = (): void => void (this.#internal += 1);
    return { CONFIG: this.#counter.kv(env.CONFIG, called), SEEN: this.#counter.kv(env.SEEN, called) };
  }

  /** Does what the cron's run asks of one object, after what it asked of others; each finds the clock as the run began. */
  #alone<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#clock.set(this.#now);
      const result = await this.#run(act);
      await this.#ring(this.#now);
      return result;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** One run of an object, and what it asked of others. */
  async #run<T>(act: () => Promise<T>): Promise<T> {
    const before = this.#internal + 1;
    const posted = this.arrivals.length;
    this.#external = 0;
    this.#internal = 0;
    const fetched = this.servers.polls.length;
    const result = await act();
    const { bill } = this.#counter;
    this.#external = this.servers.polls.length - fetched + this.arrivals.length - posted;
    bill.mostExternal = Math.max(bill.mostExternal, this.#external);
    bill.mostInternal = Math.max(bill.mostInternal, this.#internal, before);
    this.#internal = before;
    return result;
  }

  #inPoller<T>(name: string, act: (poller: Poller) => Promise<T>): Promise<T> {
    return this.#alone(() =>
      this.#timed(env.POLLER.getByName(`${this.#label}-${name}`), (state) => {
        const poller = new Poller(this.#counter.count(state, name), env);
        poller.deps = {
          ...dependenciesOf({ ...env, ...this.#kvs() }),
          fetchFeed: (request) => this.servers.answer(request),
          enqueue: (_destination, offers) =>
            this.#clock.work(() => {
              this.#internal += 1;
              return this.#inOutbox((outbox) => outbox.enqueue(offers));
            }),
        };
        return act(poller);
      }),
    );
  }

  #inOutbox<T>(act: (outbox: Outbox) => Promise<T>): Promise<T> {
    const stub = env.OUTBOX.getByName(`${this.#label}-${DESTINATION}`);
    // What the namespace's type says of its methods is of no use to the test's tools.
    return this.#timed(stub, (state) => {
      const outbox = new Outbox(this.#counter.count(state, DESTINATION), env);
      outbox.context.change({ name: DESTINATION });
      outbox.context.deps = {
        ...outboxDependenciesOf({ ...env, ...this.#kvs() }),
        secret: (name) => (name === 'SIGNING_KEY' ? 'k'.repeat(40) : undefined),
        post: (request) => this.#post('body' in request ? request.body : '{}'),
      };
      return act(outbox);
    });
  }

  async #timed<T>(stub: DurableObjectStub, act: (state: DurableObjectState) => Promise<T>): Promise<T> {
    const { bill } = this.#counter;
    bill.objectRequests += 1;
    return runInDurableObject(stub, async (_instance, state) => {
      const began = Date.now();
      const result = await act(state);
      this.#counter.settle();
      bill.duration += Date.now() - began + CALL;
      return result;
    });
  }

  async #post(body: string): Promise<SendResult> {
    await this.#clock.sleep(POST);
    const { type, data } = JSON.parse(body);
    this.arrivals.push({ at: Date.now(), type, feed: data.feed?.name ?? null });
    return { kind: 'answered', status: 204, retryAfter: null, body: '' };
  }
}
