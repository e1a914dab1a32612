/** Call of an object by somebody outside, who waits for `reply`: it gives the answer or throws. */
export class Call<R = unknown> {
  readonly what: string;
  /** The object that calls: its calls arrive in order. `null`: it does not matter who does. */
  readonly from: string | null;
  reply: (() => R) | null = null;
  readonly start: () => Promise<R>;

  constructor(what: string, start: () => Promise<R>, from: string | null = null) {
    this.what = what;
    this.start = start;
    this.from = from;
  }
}

/** Question of an object to the world outside: the scheduler says when it is answered, and how. */
export type Question = {
  readonly what: string;
  /** Does what was asked and gives the answer, or the call to another object that has to reply first. */
  readonly act: () => unknown;
  /** The answer where that did not work, if it does not throw. */
  readonly fail: () => unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Once it was done. */
  call: Call | null;
};

/** The fate of a question. `lost`: it is done, and the answer says that it was not. */
export type Fate = 'answer' | 'fail' | 'lost' | 'crash-before' | 'crash-after';
