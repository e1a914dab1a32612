import { within } from '../io/deadline.ts';

/**
 * Bytes of bodies that a round reads until its further polls are invocations of their own. Each has 30 s of CPU; a MiB takes
 * 0.2 s in a long body and 0.5 s in short ones, and the polls that run already come on top.
 * https://developers.cloudflare.com/durable-objects/platform/limits/
 */
export const SHARE_BYTES = 16 * 1024 * 1024;

/** Calls the object's own `goOn`, which is an invocation with limits of its own; `false`: nothing waits there for it. */
type GoOn = (id: string) => Promise<boolean>;

/** Runs work in further invocations of the object, which calls itself for that; what it works with stays in memory. */
export class Invocations {
  readonly #goOn: GoOn;
  /** Work that no invocation has begun yet, by id. */
  readonly #waiting = new Map<string, () => Promise<void>>();

  constructor(goOn: GoOn) {
    this.#goOn = goOn;
  }

  /** Runs the work in an invocation of its own; throws where none has begun it before `signal` aborts, or where that one broke off. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    // Another instance of the object, after a reset, knows none of this one's.
    const id = crypto.randomUUID();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: ended, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.set(id, async () => {
      begin();
      await work().then(resolve, reject);
    });
    const called = this.#call(id);
    try {
      await within(signal, Promise.race([begun, called]));
    } finally {
      this.#waiting.delete(id);
    }
    return Promise.race([ended, called.then(() => ended)]);
  }

  async #call(id: string): Promise<void> {
    if (!(await this.#goOn(id))) throw new Error('The object was reset.');
  }

  /** Does the work of that id, as `goOn` asks for it. */
  async begin(id: string): Promise<boolean> {
    const work = this.#waiting.get(id);
    if (work === undefined) return false;
    this.#waiting.delete(id);
    await work();
    return true;
  }
}

/** Counts what one round reads. */
export class Workload {
  readonly #share: number;
  #bytes = 0;

  /** `share`: bytes until it is too much for one invocation. */
  constructor(share: number) {
    this.#share = share;
  }

  /** True if the invocation that has read all that should begin no more. */
  get isTooMuch(): boolean {
    return this.#bytes >= this.#share;
  }

  /** Counts bytes of a body; fewer than none where they turn out to be known, and are not parsed. */
  add(bytes: number): void {
    this.#bytes += bytes;
  }
}
