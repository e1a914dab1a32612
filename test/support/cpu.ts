/** Time that the yardstick takes on an ordinary machine of 2026, ms. */
const YARDSTICK = 60;

/**
 * Milliseconds of this thread's own time that `work` would take on an ordinary machine: a busy one takes nothing away
 * from a limit, and a slow one is measured by a yardstick in the same run.
 */
export function cpuMilliseconds(work: () => unknown): number {
  const spent = spentOn(work);
  // What is quick on any machine needs no yardstick.
  return spent < YARDSTICK ? spent : spent / Math.max(1, spentOn(yardstick) / YARDSTICK);
}

function spentOn(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** Strings and maps, as a parser's work is made of. */
function yardstick(): number {
  const counts = new Map<string, number>();
  for (let round = 0; round < 400_000; round++) {
    const word = `word ${round % 1_000}`.slice(2);
    counts.set(word, (counts.get(word) ?? 0) + word.length);
  }
  return counts.size;
}
