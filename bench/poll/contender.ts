import type { Usage } from './usage.ts';

/** One who polls the feeds. */
export type Contender = {
  readonly name: string;
  /** Polls each feed once. */
  readonly poll: () => Promise<void>;
  /** CPU time so far, and memory now; `null`: that cannot be told. */
  readonly usage: () => Usage | null;
  readonly stop: () => Promise<void>;
};

/** Starts a contender with these feeds; `null`: it is not installed. */
export type Start = (urls: readonly string[], folder: string) => Promise<Contender | null>;
