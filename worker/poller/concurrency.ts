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
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** True if work of that name is running or waits to. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Runs the work when its turn comes; does nothing where work of that name is running or waits. */
  async take(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#names.has(name)) return;
    await this.#named(name, async () => {
      try {
        await this.#start();
        await work();
      } finally {
        this.#end();
      }
    });
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

  async #start(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
  }

  /** Hands its place to the work that waits longest, so that no other takes it. */
  #end(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
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
