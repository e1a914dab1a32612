import { runInDurableObject } from 'cloudflare:test';
import { Call, type Fate, type Question } from './call.ts';

/** A timer of the object's, by the delay that it was set to, ms. */
type Timer = { readonly ms: number; readonly act: () => void };

/** No chain of promises between two questions is longer: WebCrypto answers at once in workerd, timers are never awaited. */
const HOPS = 200;

/**
 * A Durable Object of workerd's, with its storage, in which one instance after another lives: a crash drops the instance
 * and whatever it awaits. Between two questions nothing can interrupt it, so that crashes at questions are all there are.
 */
export class Actor<T extends object = object> {
  readonly name: string;
  readonly inbox: Call[] = [];
  /** Instant that its alarm is set to. Kept here, since a real one costs milliseconds and goes off by itself. */
  alarm: number | null = null;
  readonly running = new Set<Call>();
  /** Told of every crash. */
  onCrash: () => void = () => {};
  /** Asked before each write to its storage: whether that fails. */
  fails: () => boolean = () => false;
  /** Timers that are set. They go off when the scheduler says: no time goes by while an object works. */
  readonly timers = new Map<number, Timer>();
  readonly #questions: Question[] = [];
  #object: T | null = null;
  #state: DurableObjectState | null = null;
  readonly #stub: DurableObjectStub;
  readonly #make: (state: DurableObjectState) => T;

  constructor(name: string, stub: DurableObjectStub, make: (state: DurableObjectState) => T) {
    this.name = name;
    this.#stub = stub;
    this.#make = make;
  }

  /** Runs `live` inside the object, on an empty storage. */
  async inhabit(live: () => Promise<void>): Promise<void> {
    await runInDurableObject(this.#stub, async (_instance, state) => {
      const { sql, kv } = state.storage;
      for (const key of Array.from(kv.list(), ([name]) => name)) kv.delete(key);
      const tables = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray();
      const dropped = tables.filter(({ name }) => !/^(?:_cf|sqlite_)/.test(name));
      for (const { name } of dropped) sql.exec(`DROP TABLE ${name}`);
      const set = async (at: number | null): Promise<void> => void (this.alarm = at);
      const alarms = { setAlarm: set, deleteAlarm: () => set(null), getAlarm: async () => this.alarm };
      for (const [method, value] of Object.entries(alarms))
        Object.defineProperty(state.storage, method, { value, configurable: true });
      this.#failAtTimes(state.storage);
      this.#state = state;
      await live();
    });
  }

  /** A transaction is undone as a whole, however far it has come. */
  #failAtTimes(storage: DurableObjectStorage): void {
    const whole = storage.transactionSync.bind(storage);
    const value = <R>(act: () => R): R =>
      whole(() => {
        const done = act();
        // Tables that are made are not what is tested here, and nobody would hear of it.
        if (this.#object !== null && this.fails()) throw new Error('boom: the storage failed');
        return done;
      });
    Object.defineProperty(storage, 'transactionSync', { value, configurable: true });
  }

  /** Rows of its storage; to be asked inside the object. */
  rows(query: string): readonly Readonly<Record<string, SqlStorageValue>>[] {
    void this.object;
    return this.#state?.storage.sql.exec(query).toArray() ?? [];
  }

  /** The instance that lives now. */
  get object(): T {
    if (this.#state === null) throw new Error('Nobody is inside the object');
    this.#object ??= this.#make(this.#state);
    return this.#object;
  }

  /** Asks it to do something, when the scheduler lets it. */
  call<R>(what: string, start: (object: T) => Promise<R>, from: string | null = null): Call<R> {
    const call = new Call(what, () => start(this.object), from);
    this.inbox.push(call);
    return call;
  }

  /** Asks, as the dependencies do, and waits until the scheduler answers. */
  ask<R>(what: string, act: () => R | Call<R>, fail: () => R): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const answer = resolve as (answer: unknown) => void;
      this.#questions.push({ what, act, fail, resolve: answer, reject, call: null });
    });
  }

  /** The questions that can be answered now. */
  get questions(): readonly Question[] {
    return this.#questions.filter(({ call }) => call === null || call.reply !== null);
  }

  get isBusy(): boolean {
    return this.inbox.length > 0 || this.questions.length > 0;
  }

  get isIdle(): boolean {
    return this.inbox.length === 0 && this.running.size === 0;
  }

  /** Begins with a call. */
  async begin(call: Call): Promise<void> {
    this.inbox.splice(this.inbox.indexOf(call), 1);
    this.running.add(call);
    const reply = (answer: () => unknown): void => {
      if (this.running.delete(call)) call.reply = answer;
    };
    call.start().then(
      (value) => reply(() => value),
      (error: unknown) =>
        reply(() => {
          throw error;
        }),
    );
    await settled();
  }

  /** Lets a question meet its fate. */
  async meet(question: Question, fate: Fate): Promise<void> {
    if (fate === 'crash-before') return this.crash();
    try {
      if (fate !== 'fail') {
        const done: unknown = question.call === null ? question.act() : question.call.reply?.();
        if (done instanceof Call) {
          question.call = done;
          return;
        }
        if (fate === 'crash-after') return this.crash();
        if (fate === 'answer') return await this.#answer(question, () => question.resolve(done));
      }
    } catch {
      // Whom it had been handed to did not manage.
    }
    await this.#answer(question, () => question.resolve(question.fail()));
  }

  async #answer(question: Question, answer: () => void): Promise<void> {
    this.#questions.splice(this.#questions.indexOf(question), 1);
    try {
      answer();
    } catch (error) {
      question.reject(error);
    }
    await settled();
  }

  /** Lets deadlines of up to `ms` pass. If all do, what hangs by then is done all the same, or never is. */
  pass(ms: number, isDone: () => boolean): Promise<void> {
    const hanging = ms === Infinity ? this.#questions.splice(0) : [];
    for (const { call, act } of hanging) {
      try {
        if (call === null && isDone()) void act();
      } catch {
        // Nobody waits for it.
      }
    }
    for (const [id, timer] of this.timers) {
      if (timer.ms > ms || !this.timers.delete(id)) continue;
      timer.act();
    }
    return settled();
  }

  /** The process is gone; whoever called hears of it, and whoever was asked has been asked in vain. */
  crash(): void {
    this.#object = null;
    this.timers.clear();
    for (const { fail } of this.#questions.splice(0)) {
      try {
        fail();
      } catch {
        // Nobody is there to hear of it.
      }
    }
    for (const call of this.running) {
      call.reply = () => {
        throw new Error('boom: the object was reset');
      };
    }
    this.running.clear();
    this.onCrash();
  }
}

async function settled(): Promise<void> {
  for (let hop = 0; hop < HOPS; hop++) await Promise.resolve();
}

/** A stub as the tests' tools take it: what the namespace's type says of its methods is of no use to them. */
export function stubOf(of: unknown): DurableObjectStub {
  return of as DurableObjectStub;
}
