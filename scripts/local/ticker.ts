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

/** Pace of a clock that runs fast: a pause of `every` ms for five minutes. */
export type FastPace = {
  readonly every: number;
  /** Called once when the clock has come to the present. */
  readonly caughtUp: () => void;
};

/** Ticks on a clock of its own, which begins at `from` and runs fast, but never into the future. */
export async function tickFast(from: number, pace: FastPace, tick: (at: number) => Promise<void>): Promise<never> {
  let isFast = true;
  for (let at = from; ; at += INTERVAL) {
    const early = at - Date.now();
    if (early > 0 && isFast) {
      isFast = false;
      pace.caughtUp();
    }
    await pause(early);
    await tick(at);
    await pause(pace.every);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)));
}
