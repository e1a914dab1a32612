import type { Body, FeedRequest, FetchFailure, Unmodified } from '../../../worker/io/fetch-feed.ts';
import type { Result } from '../../../worker/model.ts';
import type { SimulatedClock } from './clock.ts';
import { moodOf, served, type SimulatedFeed } from './feeds.ts';

/** Time that a feed's server takes for an answer, with the reads of KV before it, ms: an assumption. */
const ANSWER = 500;

/** Time that a receiver takes for an answer, ms: an assumption. */
export const POST = 300;

/** Time of a call of an object in which it computes and waits for its storage, ms: an assumption. */
export const CALL = 10;

/** A request for a feed; `outcome`: HTTP's status, 0 where there was no answer. */
export type Poll = { readonly at: number; readonly feed: string; readonly outcome: number };

const NOT_TOLD = { retryAfter: null } as const;

/** The feeds' servers. */
export class Servers {
  /** Requests, in order. */
  readonly polls: Poll[] = [];
  readonly #feeds: ReadonlyMap<string, SimulatedFeed>;
  readonly #requests = new Map<string, number>();
  readonly #clock: SimulatedClock;

  constructor(feeds: readonly SimulatedFeed[], clock: SimulatedClock) {
    this.#feeds = new Map(feeds.map((feed) => [`${feed.name}.example`, feed]));
    this.#clock = clock;
  }

  /** Forgets the requests. */
  reset(): void {
    this.polls.length = 0;
  }

  /** Answers as the feed's server would, after the time that it takes. */
  async answer(request: FeedRequest): Promise<Result<Unmodified | Body, FetchFailure>> {
    const feed = this.#feeds.get(new URL(request.url).host);
    if (feed === undefined) throw new Error(`There is no server at ${request.url}`);
    const at = Date.now();
    const number = this.#requests.get(feed.name) ?? 0;
    this.#requests.set(feed.name, number + 1);
    const mood = moodOf(feed, at, number);
    const { text, etag } = served(feed, at, mood === 'changing');
    const validators = await request.validatorsOf(request.url);
    const outcome = mood === 'hangs' ? 0 : typeof mood === 'number' ? mood : validators?.etag === etag ? 304 : 200;
    this.polls.push({ at, feed: feed.name, outcome });
    await this.#clock.sleep(mood === 'hangs' ? 10 * 60_000 : ANSWER, request.signal);
    if (request.signal.aborted) return { ok: false, reason: 'timeout', detail: 'no answer', status: null, ...NOT_TOLD };
    if (outcome === 304)
      return { ok: true, value: { kind: 'unmodified', status: 304, url: request.url, movedTo: null, maxAge: null } };
    if (outcome !== 200) return { ok: false, reason: 'status', detail: `${outcome}`, status: outcome, ...NOT_TOLD };
    return { ok: true, value: bodyOf(request.url, text, etag) };
  }
}

function bodyOf(url: string, text: string, etag: string): Body {
  return {
    kind: 'body',
    status: 200,
    bytes: new TextEncoder().encode(text),
    cut: null,
    contentType: 'application/atom+xml',
    link: null,
    url,
    movedTo: null,
    validators: { etag, lastModified: null },
    maxAge: null,
  };
}
