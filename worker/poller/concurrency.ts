import { within } from '../io/deadline.ts';

/**
 * Feeds polled at once: an invocation has six connections. https://developers.cloudflare.com/workers/platform/limits/
 */
const AT_ONCE = 6;

/**
 * Runs a few pieces of work at once, and never two of one name, waiting ones included. In memory: awaits interleave.
 */
export class KeyedLimiter {
  /** Work by name, with its end. */
  readonly #names = new Map<string, Promise<void>>();
  readonly #waiting: { readonly place: number; readonly start: () => void }[] = [];
  #running = 0;

  /** True if work of that name is running or waits to. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Runs the work, which may wait as it will; does nothing where work of that name is running or waits. */
  async once(name: string, work: () => Promise<void>): Promise<void> {
    if (!this.#names.has(name)) await this.#named(name, work);
  }

  /** Runs the work when its turn comes, before waiting work of a higher `place`. */
  async take(place: number, work: () => Promise<void>): Promise<void> {
    await this.#start(place);
    try {
      await work();
    } finally {
      this.#end();
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
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    await new Promise<void>((start) => {
      const at = this.#waiting.findLastIndex((other) => other.place <= place) + 1;
      this.#waiting.splice(at, 0, { place, start });
    });
  }

  /** Hands over to the first that waits, so that no other takes its turn. */
  #end(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next.start();
  }
}

/** Queues of work by host: one piece at a time of each, in the order of asking. */
export class HostQueues {
  /** End of the last piece of each host's queue. */
  readonly #last = new Map<string, Promise<void>>();

  /** Runs the work when that before it of the same host has ended. It holds no connection while it waits. */
  async take<T>(host: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(host);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#last.set(host, ended);
    try {
      await before;
      return await work();
    } finally {
      if (this.#last.get(host) === ended) this.#last.delete(host);
      end();
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
   * Runs the work, which may `take` the lock until it ends; others that ask wait for that, or until `signal` aborts.
   */
  async during<T>(signal: AbortSignal, work: (take: () => Promise<void>) => Promise<T>): Promise<T> {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let before: Promise<void> | null = null;
    const take = async (): Promise<void> => {
      if (before !== null) return;
      before = this.#last;
      this.#last = before.then(() => ended);
      await within(signal, before);
    };
    try {
      return await work(take);
    } finally {
      end();
    }
  }
}
