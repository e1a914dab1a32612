/** Time between two checks that npm's shell is still there, ms. */
const CHECK = 300;

/**
 * Calls `stop` once when this process is to end: on Ctrl-C, on a signal, when the terminal closes. A signal that is sent
 * to npm alone goes no further than to the shell between npm and us, which dies of it: then we have another parent.
 */
export function whenStopped(stop: () => void): void {
  let stopped = false;
  const once = () => {
    if (!stopped) stop();
    stopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once);
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  setInterval(() => process.ppid !== parent && once(), CHECK).unref();
}
