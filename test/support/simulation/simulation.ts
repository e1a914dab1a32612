import { env, runInDurableObject } from 'cloudflare:test';
import { vi } from 'vitest';
import type { Body, FeedRequest, Unmodified } from '../../../worker/io/fetch-feed.ts';
import type { Result } from '../../../worker/model.ts';
import { Outbox } from '../../../worker/outbox/outbox.ts';
import { dependenciesOf as outboxDependenciesOf } from '../../../worker/outbox/dependencies.ts';
import { Poller } from '../../../worker/poller/poller.ts';
import { dependenciesOf } from '../../../worker/poller/dependencies.ts';
import { tick } from '../../../worker/tick.ts';
import type { Env } from '../../../worker/env.ts';
import { type Bill, Counter } from './counter.ts';

const DESTINATION = 'one';
const TICK = 5 * 60_000;
const TICKS_A_DAY = 288;
const START = Date.parse('2030-03-01T00:00:00Z');

/** A day's feeds: how many comments each gets, and whether its body is another one at every request. */
export type Kind = { readonly feeds: number; readonly news: number; readonly isChanging: boolean };

/** Real Pollers and a real Outbox over a day of ticks, each object thrown out of memory after every tick, and their bill. */
export class Day {
  readonly #kind: Kind;
  readonly #label = crypto.randomUUID();
  readonly #counter = new Counter();
  #now = START;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** Configures the feeds and lets them be watched and fall quiet, and then counts a day. */
  async live(): Promise<Bill> {
    await Promise.all(
      this.#names().map((name) =>
        env.CONFIG.put(`feed:${name}`, JSON.stringify({ url: `https://${name}.example/f`, to: DESTINATION })),
      ),
    );
    await env.CONFIG.put(
      `destination:${DESTINATION}`,
      JSON.stringify({ url: 'https://hook.example/', pace: '9999/s' }),
    );
    const spy = vi
      .spyOn(console, 'log')
      .mockImplementation((line: string) => void (this.#counter.bill.logBytes += line.length + 1));
    for (let count = 0; count < 3; count++) await this.#tick();
    this.#now += 2 * TICKS_A_DAY * TICK;
    // The quietest are polled every half hour: all of them have caught up then.
    for (let count = 0; count < 8; count++) await this.#tick();
    await this.#drain();
    for (const name of Object.keys(this.#counter.bill)) Reflect.set(this.#counter.bill, name, 0);
    for (let count = 0; count < TICKS_A_DAY; count++) await this.#tick();
    spy.mockRestore();
    return this.#counter.bill;
  }

  /** Lets the Outbox send all that waits. */
  async #drain(): Promise<void> {
    for (let before = -1; before !== this.#counter.bill.delivered;) {
      before = this.#counter.bill.delivered;
      this.#now += 1000;
      await this.#inOutbox((outbox) => outbox.alarm());
    }
    this.#now = Math.ceil(this.#now / TICK) * TICK;
  }

  #names(): readonly string[] {
    return Array.from({ length: this.#kind.feeds }, (_, number) => `feed-${number}`);
  }

  async #tick(): Promise<void> {
    await tick(this.#env(), this.#now);
    await this.#inOutbox((outbox) => outbox.alarm());
    this.#now += TICK;
  }

  #env(): Env {
    const poller = (name: string) => ({
      tick: (...given: Parameters<Poller['tick']>) => this.#inPoller(name, (object) => object.tick(...given)),
      isHourDue: (now: number) => this.#inPoller(name, (object) => object.isHourDue(now)),
      noteHour: (now: number) => this.#inPoller(name, (object) => object.noteHour(now)),
    });
    const outbox = () => ({ wake: () => this.#inOutbox((object) => object.wake()) });
    return { ...this.#kvs(), POLLER: { getByName: poller }, OUTBOX: { getByName: outbox } } as unknown as Env;
  }

  #kvs(): Pick<Env, 'CONFIG' | 'SEEN'> {
    return { CONFIG: this.#counter.kv(env.CONFIG), SEEN: this.#counter.kv(env.SEEN) };
  }

  async #inPoller<T>(name: string, act: (poller: Poller) => Promise<T>): Promise<T> {
    this.#counter.bill.objectRequests += 1;
    return runInDurableObject(env.POLLER.getByName(`${this.#label}-${name}`), async (_instance, state) => {
      const poller = new Poller(this.#counter.count(state), env);
      poller.deps = {
        ...dependenciesOf({ ...env, ...this.#kvs() }),
        fetchFeed: (request) => this.#answer(request),
        enqueue: (_destination, offers) => this.#inOutbox((outbox) => outbox.enqueue(offers)),
      };
      const result = await act(poller);
      this.#counter.settle();
      return result;
    });
  }

  async #inOutbox<T>(act: (outbox: Outbox) => Promise<T>): Promise<T> {
    this.#counter.bill.objectRequests += 1;
    const stub = env.OUTBOX.getByName(`${this.#label}-${DESTINATION}`);
    // What the namespace's type says of its methods is of no use to the test's tools.
    return runInDurableObject(stub as unknown as DurableObjectStub, async (_instance, state) => {
      const outbox = new Outbox(this.#counter.count(state), env);
      outbox.context.change({ name: DESTINATION });
      outbox.context.deps = {
        ...outboxDependenciesOf({ ...env, ...this.#kvs() }),
        now: () => this.#now,
        secret: (name) => (name === 'SIGNING_KEY' ? 'k'.repeat(40) : undefined),
        post: async () => {
          this.#counter.bill.delivered += 1;
          return { kind: 'answered', status: 204, retryAfter: null, body: '' };
        },
      };
      const result = await act(outbox);
      this.#counter.settle();
      return result;
    });
  }

  async #answer(request: FeedRequest): Promise<Result<Unmodified | Body, never>> {
    this.#counter.bill.fetches += 1;
    const number = Number(/\d+/.exec(new URL(request.url).host)?.[0]);
    const said = saidBy(this.#kind.news, number, this.#now);
    const etag = `"${said}${this.#kind.isChanging ? `-${this.#now}` : ''}"`;
    const validators = await request.validatorsOf(request.url);
    if (validators?.etag === etag) return unmodified(request.url);
    const updated = this.#kind.isChanging ? new Date(this.#now).toISOString() : '2030-01-01T00:00:00Z';
    return {
      ok: true,
      value: {
        kind: 'body',
        status: 200,
        bytes: new TextEncoder().encode(quietFeed(this.#kind.news, number, said, updated)),
        cut: null,
        contentType: 'application/atom+xml',
        link: null,
        url: request.url,
        movedTo: null,
        validators: { etag, lastModified: null },
        maxAge: null,
      },
    };
  }
}

function unmodified(url: string): Result<Unmodified, never> {
  return { ok: true, value: { kind: 'unmodified', status: 304, url, movedTo: null, maxAge: null } };
}

/** The number of the newest comment of feed `feed` at `now`, where `news` come in a day, evenly, at hours of its own. */
function saidBy(news: number, feed: number, now: number): number {
  const ticks = Math.floor((now - START) / TICK) + ((feed * 37) % TICKS_A_DAY);
  return 10 + (news === 0 ? 0 : Math.floor((ticks * news) / TICKS_A_DAY));
}

/** Writes the newest ten comments of such a feed, of which `said` is the newest. */
function quietFeed(news: number, feed: number, said: number, updated: string): string {
  const host = `feed-${feed}.example`;
  const entries = Array.from({ length: 10 }, (_, back) => {
    const number = said - back;
    const ticks = news === 0 ? -number : ((number - 10) * TICKS_A_DAY) / news - ((feed * 37) % TICKS_A_DAY);
    const time = new Date(START + Math.ceil(ticks) * TICK + 1000).toISOString();
    const names = `<id>tag:${host},2030:c${number}</id><author><name>V${number}</name></author><published>${time}</published>`;
    return `<entry>${names}<link href="https://${host}/p#c${number}"/><content type="text">Thought ${number}</content></entry>`;
  });
  return `<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Feed ${feed}</title><updated>${updated}</updated>${entries.join('')}</feed>`;
}
