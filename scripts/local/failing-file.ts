import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

const Failing = v.pipe(v.string(), v.parseJson(), v.object({ since: v.number(), gone: v.boolean() }));

/** A feed's failing: the tick (ms) at which it failed first, and if its last status was 410. */
export type Failing = v.InferOutput<typeof Failing>;

/** The file that keeps a feed's failing from one run to the next, as the Worker keeps it. */
export class FailingFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The failing that was written last; `null`: the feed can be read. */
  read(): Failing | null {
    const parsed = existsSync(this.#file) ? v.safeParse(Failing, readFileSync(this.#file, 'utf8')) : null;
    return parsed?.success === true ? parsed.output : null;
  }

  write(failing: Failing | null): void {
    if (failing === null) rmSync(this.#file, { force: true });
    else writeFileSync(this.#file, JSON.stringify(failing));
  }
}
