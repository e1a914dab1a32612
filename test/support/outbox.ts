import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { http } from '../destination/opened.ts';
import type { HttpRequest, SendResult } from '../../worker/exchange.ts';
import type { KvEntry } from '../../worker/io/kv.ts';
import type { Event } from '../../worker/model.ts';
import type { Accepted, Offer } from '../../worker/rpc/offer.ts';
import { platforms } from '../../worker/destination/registry.ts';
import type { Outbox } from '../../worker/outbox/outbox.ts';
import type { Dependencies } from '../../worker/outbox/dependencies.ts';
import type { Row } from './outbox-row.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Start of the clock: in the future, so that no alarm goes off by itself. */
const START = Date.parse('2040-01-01T00:00:00Z');

export const OK: SendResult = { kind: 'answered', status: 200, retryAfter: null, body: 'ok' };

/** An answer with that status. */
export function answered(status: number, retryAfter: string | null = null): SendResult {
  return { kind: 'answered', status, retryAfter, body: '' };
}

/** The event of a comment. */
function comment(key: string, text = 'hello', type: 'comment.created' | 'comment.updated' = 'comment.created') {
  return {
    type,
    timestamp: '2030-01-01T00:00:00Z',
    data: {
      feed: { name: 'blog', title: null, homePage: null },
      post: null,
      comment: {
        id: key,
        url: null,
        title: null,
        author: { name: 'Ann', url: null, avatar: null },
        published: null,
        updated: null,
        language: null,
        text,
        html: text,
        truncated: false,
        inReplyTo: null,
        moderation: null,
        original: null,
      },
    },
  } satisfies Event;
}

/** An offer of a comment that came. */
export function created(key: string, feed = 'blog', content = 'c1', hold: Offer['hold'] = null): Offer {
  return { key, feed, content, hold, event: comment(key, content) };
}

/** An offer of an edit. */
export function updated(key: string, content: string, feed = 'blog', hold: Offer['hold'] = null): Offer {
  return { key, feed, content, hold, event: comment(key, content, 'comment.updated') };
}

/** An entry of KV as it is read; `null`: there is no such key. */
export function entry(value: string | null, at: number | null = null): KvEntry | null {
  return value === null ? null : { value, at };
}

/** The keys of as many comments. */
export function keys(count: number, prefix = ''): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);
}

/** A request: its `webhook-id`, its comment's key, and when it was sent. */
export type Post = Pick<HttpRequest, 'method' | 'url' | 'body'> & {
  readonly id: string;
  readonly key: string;
  readonly at: number;
};

/** One Outbox on a clock of its own, with a receiver that answers by script. */
export class OutboxHarness {
  now = START;
  /** Requests that were sent, in order. */
  readonly posts: Post[] = [];
  /** Gives the answer to a post; may throw, or never end. */
  answer: (post: Post) => SendResult | Promise<SendResult> = () => OK;
  /** CONFIG's value. */
  config: string | null;
  /** Instant at which the API wrote it, as its metadata says; `null`: it was written otherwise. */
  configAt: number | null = null;
  /** Offers to other Outboxes. */
  readonly offered: { readonly to: string; readonly event: Event }[] = [];
  readonly stub: DurableObjectStub<Outbox>;
  readonly name: string;
  readonly #over: Partial<Dependencies>;

  constructor(name: string, config: Record<string, unknown> | null = {}, over: Partial<Dependencies> = {}) {
    this.name = name;
    this.config = config === null ? null : JSON.stringify({ url: 'https://hook.example/', pace: '3600/s', ...config });
    this.stub = env.OUTBOX.getByName(name) as unknown as DurableObjectStub<Outbox>;
    this.#over = over;
  }

  /** Opens one of that name, with those fields of its destination (`null`: not in CONFIG). */
  static async open(
    name: string,
    config?: Record<string, unknown> | null,
    over?: Partial<Dependencies>,
  ): Promise<OutboxHarness> {
    const harness = new OutboxHarness(name, config, over);
    await harness.begin();
    return harness;
  }

  /** Gives the object its dependencies. */
  async begin(): Promise<void> {
    const deps: Dependencies = {
      now: () => this.now,
      random: () => 0.5,
      secret: (name) => (name === 'SIGNING_KEY' ? 'k'.repeat(40) : undefined),
      platforms,
      destination: async () => ({ ok: true, value: entry(this.config, this.configAt) }),
      destinations: async () => ({ ok: true, value: new Map([[this.name, this.config]]) }),
      mark: async () => ({ ok: true, value: null }),
      post: async (request) => {
        const { method, url, headers, body } = http(request);
        const { data } = JSON.parse(body);
        const post = { id: headers['webhook-id'] ?? '', key: data?.comment?.id ?? '', at: this.now, method, url, body };
        this.posts.push(post);
        return this.answer(post);
      },
      offer: async (to, offers) => {
        for (const { event } of offers) this.offered.push({ to, event });
        return { ok: true, value: null };
      },
      ...this.#over,
    };
    await this.inside((outbox) => {
      outbox.context.deps = deps;
    });
  }

  /** The object is thrown out of memory and comes back. */
  async restart(): Promise<void> {
    await evictDurableObject(this.stub);
    await this.begin();
  }

  inside<T>(act: (outbox: Outbox, state: DurableObjectState) => T | Promise<T>): Promise<T> {
    return runInDurableObject(this.stub, act);
  }

  enqueue(...offers: readonly Offer[]): Promise<readonly Accepted[]> {
    return this.inside((outbox) => outbox.enqueue(offers));
  }

  /** Time until the alarm, ms after `now`; `null`: none is set. */
  async alarmIn(): Promise<number | null> {
    const at = await this.inside((_outbox, { storage }) => storage.getAlarm());
    return at === null ? null : at - this.now;
  }

  /** Runs the alarm at the time that it is set to. */
  async alarm(): Promise<void> {
    const wait = await this.alarmIn();
    if (wait === null) return;
    this.now += Math.max(wait, 0);
    await this.inside(async (outbox, { storage }) => {
      // As the runtime does before it runs an alarm.
      await storage.deleteAlarm();
      await outbox.alarm({ isRetry: false, retryCount: 0, scheduledTime: this.now });
    });
  }

  /** Enqueues and sends; `act` is done between the first request and its answer, which is OK. */
  async whileSending(offers: readonly Offer[], act: (outbox: Outbox) => Promise<unknown>): Promise<void> {
    const answer = Promise.withResolvers<SendResult>();
    await this.inside(async (outbox) => {
      this.answer = () => answer.promise;
      await outbox.enqueue(offers);
      const alarm = outbox.alarm();
      while (this.posts.length === 0) await Promise.resolve();
      this.answer = () => OK;
      await act(outbox);
      answer.resolve(OK);
      await alarm;
    });
  }

  /** Lets time pass, `time` ms, and runs each alarm that falls into it. */
  async pass(time: number): Promise<void> {
    const until = this.now + time;
    for (let wait = await this.alarmIn(); wait !== null && this.now + wait <= until; wait = await this.alarmIn()) {
      await this.alarm();
    }
    this.now = until;
  }

  /** The keys of what was sent, in order. */
  get sent(): readonly string[] {
    return this.posts.map(({ key }) => key);
  }

  rows(): Promise<Row[]> {
    return this.inside((_outbox, { storage }) => storage.sql.exec<Row>('SELECT * FROM message ORDER BY seq').toArray());
  }

  /** Number of messages in each state. */
  async states(): Promise<Record<string, number>> {
    const states: Record<string, number> = {};
    for (const { state } of await this.rows()) states[state] = (states[state] ?? 0) + 1;
    return states;
  }
}
