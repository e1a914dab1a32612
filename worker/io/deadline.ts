/**
 * Does `act` under a deadline of `ms`, and gives it the signal. The timer ends with the work: one that is pending keeps
 * an object awake, and that is billed. https://developers.cloudflare.com/durable-objects/concepts/durable-object-lifecycle/
 */
export async function withDeadline<T>(ms: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), ms);
  try {
    return await act(over.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Part of a poll's deadline for its requests to the web. */
const WEB_SHARE = 2 / 3;

/** Deadlines of polls that run at once, which share a timer: one for each would be a twentieth of a poll without news. */
export class PollDeadlines {
  /** Instants at which each is aborted, ms since the epoch. */
  readonly #pending = new Map<AbortController, number>();
  #timer: { readonly at: number; readonly id: ReturnType<typeof setTimeout> } | null = null;

  /** Does `act` under a poll's deadline of `ms`, and an earlier one (`web`) of all its requests. No timer outlives the last. */
  async during<T>(ms: number, act: (signal: AbortSignal, web: AbortSignal) => Promise<T>): Promise<T> {
    const [over, late] = [new AbortController(), new AbortController()];
    const now = Date.now();
    this.#pending.set(late, now + ms * WEB_SHARE).set(over, now + ms);
    this.#wakeBy(now + ms * WEB_SHARE, now);
    try {
      return await act(over.signal, late.signal);
    } finally {
      this.#pending.delete(late);
      this.#pending.delete(over);
      if (this.#pending.size === 0) this.#wakeBy(null, now);
    }
  }

  /** Sets the timer, unless it wakes as early; `null`: it is not needed. */
  #wakeBy(at: number | null, now: number): void {
    if (at !== null && this.#timer !== null && this.#timer.at <= at) return;
    clearTimeout(this.#timer?.id);
    this.#timer = at === null ? null : { at, id: setTimeout(() => this.#abortDue(), at - now) };
  }

  #abortDue(): void {
    const now = Date.now();
    for (const [controller, at] of this.#pending) {
      if (at > now) continue;
      this.#pending.delete(controller);
      controller.abort();
    }
    this.#timer = null;
    if (this.#pending.size > 0) this.#wakeBy(Math.min(...this.#pending.values()), now);
  }
}

/** The same for a poll that runs by itself. */
export function withPollDeadline<T>(
  ms: number,
  act: (signal: AbortSignal, web: AbortSignal) => Promise<T>,
): Promise<T> {
  return new PollDeadlines().during(ms, act);
}

/** Does `act`, which knows no signal, but waits no longer than `ms` for it, and then throws. */
export function waitFor<T>(ms: number, act: () => Promise<T>): Promise<T> {
  return withDeadline(ms, (signal) => within(signal, act()));
}

/** Waits for `work`, but no longer than `signal` allows: then it throws, and whatever `work` still does is not waited for. */
export async function within<T>(signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Error('The deadline has passed.'));
  // Taken off by hand: a second controller for that costs more than all else here.
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort);
  try {
    // Also where it is too late: what `work` throws later has to be heard by somebody.
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
