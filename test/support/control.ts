import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

/** Step that the stepping Worker is about to take, or has just taken: `enqueue default`, `enqueued default`, `put SEEN x`. */
export type Step = string;

/** Fault of KV, in place of its answer; `values` are those of an earlier time. */
export type KvFault =
  | { readonly kind: 'refuse' }
  /** Every step throws, not KV alone. */
  | { readonly kind: 'throw' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'stale'; readonly values: Readonly<Record<string, string>> };

/** Server that the stepping Worker (stepping.ts) asks before and after every step, and that may hold it there. */
export class Control {
  /** Steps that were announced, in order. */
  readonly steps: Step[] = [];
  /** Fault of KV; `null`: there is none. */
  kv: KvFault | null = null;
  #held: ((step: Step) => boolean) | null = null;
  #reached: ((step: Step) => void) | null = null;
  readonly #server = createServer(async (request, response) => {
    const step = await json(request).catch(() => null);
    // A process that was killed in the middle of its request has asked nothing.
    if (step !== null) this.#answer(step, response);
  });

  /** Starts it on a free port. */
  static async open(): Promise<Control> {
    const control = new Control();
    await new Promise<void>((resolve) => control.#server.listen(0, '127.0.0.1', resolve));
    return control;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The control server is closed');
    return `http://127.0.0.1:${address.port}/`;
  }

  /** Holds the next process that comes to such a step, for good; resolves when one has come. */
  hold(which: (step: Step) => boolean): Promise<Step> {
    this.#held = which;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Holds no process that comes from now on. */
  release(): void {
    this.#held = null;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(asked: unknown, response: ServerResponse): void {
    const step = String(asked);
    this.steps.push(step);
    if (this.#held?.(step) === true) {
      this.#held = null;
      this.#reached?.(step);
      return;
    }
    response.end(JSON.stringify(this.kv));
  }
}
