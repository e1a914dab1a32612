/** Interval of the cron in wrangler.toml, ms. */
export const INTERVAL = 5 * 60_000;

/** Ticks at once and then at every full five minutes, as the cron does; a tick that takes longer delays the next. */
export async function tickInRealTime(tick: (at: number) => Promise<void>): Promise<never> {
  await tick(Date.now());
  for (;;) {
    const next = (Math.floor(Date.now() / INTERVAL) + 1) * INTERVAL;
    await pause(next - Date.now());
    await tick(next);
  }
}

/** Ticks on a clock of its own, which goes on five minutes every `every` ms. */
export async function tickFast(from: number, every: number, tick: (at: number) => Promise<void>): Promise<never> {
  for (let at = from; ; at += INTERVAL) {
    await tick(at);
    await pause(every);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
