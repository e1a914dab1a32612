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

/** Does `act` under a poll's deadline of `ms`, and an earlier one (`web`) of all its requests. One timer runs at a time. */
export async function withPollDeadline<T>(
  ms: number,
  act: (signal: AbortSignal, web: AbortSignal) => Promise<T>,
): Promise<T> {
  const [over, late] = [new AbortController(), new AbortController()];
  let timer = setTimeout(() => {
    late.abort();
    timer = setTimeout(() => over.abort(), ms * (1 - WEB_SHARE));
  }, ms * WEB_SHARE);
  try {
    return await act(over.signal, late.signal);
  } finally {
    clearTimeout(timer);
  }
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
