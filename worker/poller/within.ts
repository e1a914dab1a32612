/** Waits for `work`, but no longer than `signal` allows: then it throws, and whatever `work` still does is not waited for. */
export async function within<T>(signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(new Error('The deadline has passed.'));
    signal.addEventListener('abort', abort, { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}
