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

/** Does `act`, which knows no signal, but waits no longer than `ms` for it, and then throws. */
export function waitFor<T>(ms: number, act: () => Promise<T>): Promise<T> {
  return withDeadline(ms, (signal) => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(new Error('The deadline has passed.')));
    return Promise.race([act(), late]);
  });
}
