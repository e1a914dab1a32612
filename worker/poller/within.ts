/** Waits for `work`, but no longer than `signal` allows: then it throws, and whatever `work` still does is not waited for. */
export async function within<T>(signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(new Error('The deadline has passed.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: done.signal });
  });
  try {
    // Also where it is too late: what `work` throws later has to be heard by somebody.
    return await Promise.race([aborted, work]);
  } finally {
    done.abort();
  }
}
