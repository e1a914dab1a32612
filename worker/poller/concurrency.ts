import { waitFor } from '../io/deadline.ts';

/**
 * Connections at once: an invocation has six. https://developers.cloudflare.com/workers/platform/limits/
 */
const AT_ONCE = 6;

/** Polls that have begun and not ended, at most: what each has read is kept until then. */
const BEGUN = 24;

/** Place of work that has begun, ahead of all that has not. */
const AHEAD = -1;

/** Connection that a poll holds. */
export type Connection = {
  /** Lets another poll have it: what is done from then on asks nobody on the web. */
  readonly giveBack: () => void;
  /** Runs a request over it; where it was given back, over the next that is free, ahead of all that has not begun. */
  readonly use: (request: () => Promise<void>) => Promise<void>;
};

type Waiting = { readonly place: number; readonly start: () => void };

/**
 * Runs a few pieces of work at once, and never two of one name, waiting ones included. In memory: awaits interleave.
 */
export class KeyedLimiter {
  /** Work by name, with its end. */
  readonly #names = new Map<string, Promise<void>>();
  readonly #waiting: Waiting[] = [];
  /** Connections that are held. */
  #held = 0;
  #begun = 0;
  #idle: PromiseWithResolvers<void> | null = null;

  /** Gives the moment from which no work holds a connection; `null`: none does. */
  idle(): Promise<void> | null {
    if (this.#held === 0) return null;
    this.#idle ??= Promise.withResolvers<void>();
    return this.#idle.promise;
  }

  /** True if work of that name is running or waits to. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Runs the work, which may wait as it will; does nothing where work of that name is running or waits. */
  async once(name: string, work: () => Promise<void>): Promise<void> {
    if (!this.#names.has(name)) await this.#named(name, work);
  }

  /** Runs the work, which holds a connection, when its turn comes, before waiting work of a higher `place`. */
  async take(place: number, work: (connection: Connection) => Promise<void>): Promise<void> {
    await this.#start(place);
    let isHeld = true;
    const giveBack = (): void => {
      if (!isHeld) return;
      isHeld = false;
      this.#held -= 1;
      this.#startNext();
    };
    const use = (request: () => Promise<void>): Promise<void> => (isHeld ? request() : this.#reconnect(request));
    try {
      await work({ giveBack, use });
    } finally {
      this.#begun -= 1;
      giveBack();
      this.#startNext();
    }
  }

  async #reconnect(request: () => Promise<void>): Promise<void> {
    await this.#start(AHEAD);
    try {
      await request();
    } finally {
      this.#held -= 1;
      this.#startNext();
    }
  }

  /** Runs work that is short and asks no web server, once no other of that name runs or waits; it waits for no turn. */
  async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    for (let other = this.#names.get(name); other !== undefined; other = this.#names.get(name)) await other;
    return this.#named(name, work);
  }

  async #named<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#names.set(name, ended);
    try {
      return await work();
    } finally {
      this.#names.delete(name);
      end();
    }
  }

  async #start(place: number): Promise<void> {
    if (this.#mayStart(place)) return this.#count(place);
    await new Promise<void>((start) => {
      const at = this.#waiting.findLastIndex((other) => other.place <= place) + 1;
      this.#waiting.splice(at, 0, { place, start });
    });
  }

  #mayStart(place: number): boolean {
    return this.#held < AT_ONCE && (place === AHEAD || this.#begun < BEGUN);
  }

  /** Hands over to those that wait, so that no other takes their turn. */
  #startNext(): void {
    for (let [next] = this.#waiting; next !== undefined && this.#mayStart(next.place); [next] = this.#waiting) {
      this.#waiting.shift();
      this.#count(next.place);
      next.start();
    }
    if (this.#held > 0) return;
    this.#idle?.resolve();
    this.#idle = null;
  }

  #count(place: number): void {
    this.#held += 1;
    if (place !== AHEAD) this.#begun += 1;
  }
}

/** Queues of work by host: one piece at a time of each, in the order of asking. */
export class HostQueues {
  /** End of the last piece of each host's queue. */
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Runs the work when that before it of the same host has ended, or has called `leave`. It holds no connection while it
   * waits.
   */
  async take<T>(host: string, work: (leave: () => void) => Promise<T>): Promise<T> {
    const before = this.#last.get(host);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#last.set(host, ended);
    const leave = (): void => {
      if (this.#last.get(host) === ended) this.#last.delete(host);
      end();
    };
    try {
      await before;
      return await work(leave);
    } finally {
      leave();
    }
  }

  /** Runs the work where none of that host runs or waits; else gives `null` at once. */
  async takeIfFree<T>(host: string, work: () => Promise<T>): Promise<T | null> {
    return this.#last.has(host) ? null : this.take(host, work);
  }
}

/** A lock that one poll holds at a time, in the order of asking. */
export class Lock {
  #last: Promise<void> = Promise.resolve();

  /**
   * Runs the work, which may `take` the lock until it ends; others that ask wait for that, but no longer than `patience`, ms.
   */
  async during<T>(patience: number, work: (take: () => Promise<void>) => Promise<T>): Promise<T> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let isAsked = false;
    const take = async (): Promise<void> => {
      if (isAsked) return;
      isAsked = true;
      const before = this.#last;
      this.#last = before.then(() => ended);
      await waitFor(patience, () => before);
    };
    try {
      return await work(take);
    } finally {
      end();
    }
  }
}
