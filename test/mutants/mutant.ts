/** A small wrong version of the code. */
export type Mutant = {
  readonly name: string;
  /** Fault, in a line. */
  readonly why: string;
  /** Under `worker/`. */
  readonly file: string;
  /** Text in that file, which has to stand there once, and what stands in its place. */
  readonly find: string;
  readonly replace: string;
  /** Tests that may catch it, under `test/`, cheapest first; after them come seeds of faults. */
  readonly suites: readonly string[];
};
