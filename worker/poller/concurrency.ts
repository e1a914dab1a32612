import { within } from '../io/deadline.ts';

/** Feeds polled at once: an invocation has six connections. https://developers.cloudflare.com/workers/platform/limits/ */
const AT_ONCE = 6;

/** Gives out turns: so many at once, and one name never has two, waiting ones included. In memory; awaits interleave. */
export class KeyedLimiter {
  readonly #names = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Whether the name has a turn or waits for one. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Does the work in a turn of its own; does nothing where the name has one. */
  async take(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    try {
      await this.#start();
      await work();
    } finally {
      this.#names.delete(name);
      this.#end();
    }
  }

  async #start(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
  }

  /** Hands the place on to who waits longest, so that nobody slips in between. */
  #end(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}

/** Held by one poll at a time, in the order of asking. */
export class Lock {
  #last: Promise<void> = Promise.resolve();

  /** Does the work, which may `take` the lock; whoever asks for it then waits until the work has ended, or `signal` aborts. */
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
