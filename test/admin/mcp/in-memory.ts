import type { ConfigValue, Done, Operations, Refusal } from '../../../worker/admin/operations.ts';
import type { PreviewAnswer } from '../../../worker/admin/preview-shapes.ts';
import type {
  CommentAnswer,
  PostAnswer,
  DestinationAnswer,
  FeedAnswer,
  ListQuery,
  MessageAnswer,
  Page,
} from '../../../worker/admin/shapes.ts';

/** A small Earshot in memory: what it was asked to do stands in `done`. */
export class InMemory {
  readonly feeds = new Map<string, FeedAnswer>();
  readonly destinations = new Map<string, DestinationAnswer>();
  readonly messages: MessageAnswer[] = [];
  readonly comments: CommentAnswer[] = [];
  readonly posts: PostAnswer[] = [];
  readonly done: unknown[] = [];
  /** Texts of the comments that a preview shows, and its rule's words. */
  previewed = { author: 'Ann', text: 'Hello', detail: 'passes', rendered: 'to @room-of-the-owner' };
  previewErrors: PreviewAnswer['errors'] = [];
  /** True: every operation throws. */
  broken = false;

  constructor() {
    this.feeds.set('blog', feed('blog', 'https://blog.example/comments.xml'));
    this.destinations.set('default', destination('default', 'slack'));
  }

  operations(): Operations {
    return {
      overview: () => this.#answer(() => ok(OVERVIEW)),
      home: () => refused(),
      feeds: (query) => this.#answer(() => ok(page([...this.feeds.values()], query))),
      feed: (name) => this.#answer(() => this.#feed(name)),
      putFeed: (name, value) => this.#put(name, value),
      deleteFeed: () => refused(),
      pollFeed: (name) => this.#does(['pollFeed', name], () => ok({ ...POLLED, news: 2 })),
      resetFeed: () => refused(),
      renameFeed: () => refused(),
      pauseFeed: (name) => this.#does(['pauseFeed', name], () => this.#feed(name)),
      resumeFeed: (name, deliver) => this.#does(['resumeFeed', name, deliver], () => this.#feed(name)),
      posts: (_name, query) => this.#answer(() => ok(page(this.posts, query))),
      comments: (_name, query) => this.#answer(() => ok(page(this.comments, query))),
      comment: () => refused(),
      blockAuthor: () => refused(),
      destinations: (query) => this.#answer(() => ok(page([...this.destinations.values()], query))),
      destination: (name) => this.#answer(() => found(this.destinations.get(name))),
      putDestination: () => refused(),
      deleteDestination: () => refused(),
      testDestination: (name) => this.#does(['testDestination', name], () => ok({ id: 'msg_test' })),
      replay: (name, request) => this.#does(['replay', name, request], () => ok({ waiting: 1, gone: 0 })),
      messages: (_name, query) =>
        this.#answer(() =>
          ok(
            page(
              this.messages.filter((one) => fits(one, query)),
              query,
            ),
          ),
        ),
      message: () => refused(),
      configChanges: () => refused(),
      secret: () => refused(),
      discover: (url) => this.#answer(() => ok(discovered(url))),
      preview: (value, to) => this.#answer(() => ok(this.#preview(value, to))),
      config: () => refused(),
      putConfig: () => refused(),
      opml: () => refused(),
      importOpml: () => refused(),
    };
  }

  async #answer<T>(make: () => Done<T>): Promise<Done<T>> {
    if (this.broken) throw new Error('the password is hunter2');
    return make();
  }

  #does<T>(what: unknown, make: () => Done<T>): Promise<Done<T>> {
    this.done.push(what);
    return this.#answer(make);
  }

  #feed(name: string): Done<FeedAnswer> {
    return found(this.feeds.get(name));
  }

  #put(name: string, value: ConfigValue): Promise<Done<FeedAnswer>> {
    return this.#does(['putFeed', name, value], () => {
      const added = { ...feed(name, ''), config: value, state: 'new' } as const;
      this.feeds.set(name, added);
      return ok(added);
    });
  }

  #preview(value: ConfigValue, _to: ConfigValue): PreviewAnswer {
    const url = typeof value === 'string' ? value : String(value['url']);
    const { author, text, detail, rendered } = this.previewed;
    const stages = [
      { stage: 'new', passes: true, detail: 'new' },
      { stage: 'feed filter', passes: false, detail },
    ] as const;
    const newest = { id: author, url: `${url}#c1`, author, post: 'A post', published: null, text, rendered };
    const comments = [{ ...newest, stages: [...stages] }];
    return { found: discovered(url), type: 'slack', comments, errors: this.previewErrors };
  }
}

function ok<T>(value: T): Done<T> {
  return { ok: true, value };
}

function found<T>(value: T | undefined): Done<T> {
  return value === undefined ? { ok: false, status: 404, detail: 'There is nothing of that name.' } : ok(value);
}

/** Operations that MCP has no tool for. */
async function refused(): Promise<Refusal> {
  throw new Error('MCP has no tool for this');
}

function page<T>(all: readonly T[], { limit, after }: ListQuery): Page<T> {
  const start = after === null ? 0 : Number(after);
  const end = start + limit;
  return { items: all.slice(start, end), next: end < all.length ? String(end) : null };
}

function fits(one: MessageAnswer, { state, feed: name }: ListQuery): boolean {
  return (state === null || one.state === state) && (name === null || one.feed === name);
}

function discovered(url: string): PreviewAnswer['found'] {
  if (url.includes('hooks.slack.com')) return { kind: 'destination', type: 'slack' };
  if (url.includes('nothing')) return { kind: 'none', reason: 'no feed is named there', others: [] };
  const chosen = { url: `${url}feed`, of: 'site', why: 'the site’s comment feed' } as const;
  return { kind: 'feed', chosen, title: 'A blog', homePage: url, comments: 7, others: [] };
}

/** A feed, polled and well. */
export function feed(name: string, config: ConfigValue): FeedAnswer {
  const instants = { since: AT, lastNews: null, lastPoll: AT, next: AT };
  return { name, config: shown(config), title: 'A blog', found: null, state: 'ok', reason: null, ...instants };
}

function shown(config: ConfigValue): FeedAnswer['config'] {
  return typeof config === 'string' ? config : { ...config };
}

/** A destination, well. */
export function destination(name: string, type: string): DestinationAnswer {
  const config = { url: 'masked:T0B0', channel: 'C0FFEE' };
  return { name, type, config, state: 'ready', reason: null, since: AT, waiting: 0, lastDelivery: null, next: null };
}

/** A message that was delivered. */
export function message(id: string, facts: Partial<MessageAnswer> = {}): MessageAnswer {
  return {
    id,
    type: 'comment.created',
    feed: 'blog',
    state: 'delivered',
    reason: null,
    rule: null,
    attempts: 1,
    accepted: AT,
    tried: AT,
    next: null,
    answer: { status: 200, ms: 80, body: 'ok from https://hooks.slack.com/services/T0/B0/x' },
    summary: { author: 'Ann', post: 'A post', excerpt: 'Hello', url: 'https://blog.example/post#c1' },
    kept: true,
    ...facts,
  };
}

/** A comment that was delivered to `default`. */
export function comment(facts: Partial<CommentAnswer> = {}): CommentAnswer {
  const delivered = { name: 'default', message: 'msg_1', state: 'delivered', reason: null, until: null } as const;
  const url = 'https://blog.example/post#c1';
  return {
    id: '1',
    url,
    author: 'Ann',
    published: AT,
    post: 'A post',
    excerpt: 'Hello',
    destinations: [delivered],
    ...facts,
  };
}

const AT = '2026-11-26T09:00:00Z';

const POLLED = { outcome: 'read', reason: null, comments: 10, news: 0, edits: 0 } as const;

const OVERVIEW = {
  sentence: 'One feed fails.',
  feeds: { new: 0, ok: 1, failing: 1, paused: 0, invalid: 0 },
  destinations: { ready: 1, waiting: 0, blocked: 0, failing: 0, invalid: 0 },
  problems: [{ subject: 'feed:news', problem: 'It answers 404.', todo: 'Correct its url.', since: AT }],
  lastTick: AT,
  usage: [{ what: 'KV writes', used: 3, quota: 1000 }],
};

/** A post of a site, read and well. */
export function post(url: string, facts: Partial<PostAnswer> = {}): PostAnswer {
  const instants = { since: AT, lastNews: null, lastPoll: AT, next: AT };
  return { url, comments: 3, state: 'ok', reason: null, ...instants, ...facts };
}
