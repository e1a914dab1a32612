import type { OpenDestination } from '../config/destination.ts';
import { shownName } from '../config/keys.ts';
import type { Failure, Result } from '../model.ts';
import type { Usage } from '../rules/usage.ts';
import { migrate } from './store/migrations.ts';
import { readOutboxState, type OutboxState, writeOutboxState } from './store/state.ts';
import type { Dependencies } from './dependencies.ts';

/** Nothing can be sent, for the reason in `detail`; `field`: of CONFIG's value, where it is one's fault. */
export type UnusableConfig = Failure<'unusable'> & { readonly field: string | null };

/** A destination, and when that was read, ms. `isRead`: KV answered then; else it is what was read last. */
export type CachedConfig = {
  readonly at: number;
  readonly isRead: boolean;
  readonly config: Result<OpenDestination, UnusableConfig>;
};

/** Shared state of one Outbox: SQL, current state, cached destination, dependencies. */
export class OutboxContext {
  readonly sql: SqlStorage;
  /** Replaced by tests. */
  deps: Dependencies;
  /** The destination as it was last read; lives as long as the object does in memory. */
  cached: CachedConfig | null = null;
  /** CONFIG is to be looked at although nothing may be sent yet; lives as long. */
  isAsked = false;
  /** False: no message has a `trial`, so none is looked for; lives as long. */
  mayHaveTrials = true;
  /** False: no message that waits was asked for by hand; lives as long. */
  mayHaveAsked = true;
  /** Rows written and messages sent of which the state does not tell yet; lives as long. */
  used: Usage | null = null;
  /** Instant of the last count of what waits; lives as long. */
  counted = 0;
  readonly #storage: DurableObjectStorage;
  #state: OutboxState;

  constructor(storage: DurableObjectStorage, deps: Dependencies) {
    this.#storage = storage;
    this.sql = storage.sql;
    this.deps = deps;
    migrate(storage);
    this.#state = readOutboxState(this.sql);
  }

  /** Current state: others change it at every await. */
  get state(): OutboxState {
    return this.#state;
  }

  /** The destination's name. */
  get name(): string {
    return this.#state.name ?? '';
  }

  /** The destination's name for logs and messages: one that cannot be a name may be a URL with a secret in it. */
  get shownName(): string {
    return shownName(this.name);
  }

  /** Changes the state in memory; `save` writes it, or the next `atomically`. */
  change(part: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...part };
  }

  /** Writes what `change` changed: at most one row, and one of the sends. */
  save(): void {
    writeOutboxState(this.sql, this.#state);
  }

  /**
   * Does all of it or nothing, what it changes of the state included, and what the messages it changes told of the last send.
   * `act` is not async: that would commit before it is done.
   */
  atomically<T>(act: () => T): T {
    const before = this.#state;
    try {
      return this.#storage.transactionSync(() => {
        const result = act();
        this.save();
        return result;
      });
    } catch (error) {
      this.#state = before;
      throw error;
    }
  }
}
