import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

/** Something the stepping Worker is about to do, or has just done: `enqueue default`, `enqueued default`, `put SEEN x`. */
export type Step = string;

/** What KV is to answer instead of what it holds; `values` are those of an earlier time. */
export type KvFault =
  | { readonly kind: 'refuse' }
  /** Not KV alone: every step throws. */
  | { readonly kind: 'throw' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'stale'; readonly values: Readonly<Record<string, string>> };

/** Whom the stepping Worker (stepping.ts) asks at every step whether to go on. */
export class Control {
  /** Every step that was announced, in order. */
  readonly steps: Step[] = [];
  /** How KV misbehaves; `null`: it does not. */
  kv: KvFault | null = null;
  #held: ((step: Step) => boolean) | null = null;
  #reached: ((step: Step) => void) | null = null;
  readonly #server = createServer(async (request, response) => {
    const step = await json(request).catch(() => null);
    // Who was killed in the middle of a request has asked nothing.
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

  /** Whoever comes to such a step next stays there for good; resolves when somebody has. */
  hold(which: (step: Step) => boolean): Promise<Step> {
    this.#held = which;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Nobody is held any more who comes from now on. */
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
