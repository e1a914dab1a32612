/** Milliseconds of this thread's own time that `work` takes: a busy machine takes nothing away from a limit. */
export function cpuMilliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
