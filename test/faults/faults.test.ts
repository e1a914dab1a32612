import { expect, test, vi } from 'vitest';
import { runSteps, type Step, timers } from './scheduler.ts';
import { recover } from './recovery.ts';
import { injectFaults } from './inject-faults.ts';
import { Run } from './run.ts';

const only = Number(process.env['FAULT_SEED']);
const first = Number(process.env['FAULT_FROM']) || 1;
const count = Number(process.env['FAULT_SEEDS']) || 290;
/** Seeds beyond those of every run that have found a mistake of ours. */
const FOUND = [3826, 4726, 4981, 5115, 6117, 12_109, 12_802, 14_197, 15_485, 16_393];
/** Ends with the first seed that fails. */
const bails = process.env['FAULT_BAIL'] === '1';
/** Seeds after which a long run says how far it is. */
const PROGRESS = 500;
/** Things that happen before everything works again. */
const LENGTH = 120;

function* steps(run: Run): Generator<Step, void> {
  yield* injectFaults(run, LENGTH);
  yield* recover(run);
}

test('whatever breaks, nothing is lost, repeated under another id, or out of order', { timeout: 0 }, async () => {
  const range = Array.from({ length: count }, (_, index) => first + index);
  const seeds = only > 0 ? [only] : first === 1 ? [...range, ...FOUND] : range;
  const failed: string[] = [];
  vi.stubGlobal('setTimeout', timers.setTimeout);
  vi.stubGlobal('clearTimeout', timers.clearTimeout);
  // The API waits a second between two writes to a key: no time goes by while it does.
  const real = scheduler;
  vi.stubGlobal('scheduler', { wait: (ms: number) => (ms > 0 ? Promise.resolve() : real.wait(0)) });
  const write = console.log.bind(console);
  for (const seed of seeds) {
    const run = new Run(seed);
    const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => run.log(line));
    try {
      await runSteps(run.actors, steps(run));
    } catch (error) {
      run.violations.add(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      spy.mockRestore();
    }
    if (only > 0) write(run.trace.join('\n'));
    if (seed % PROGRESS === 0) write(`Seed ${seed} of ${first + count - 1}: ${failed.length} failed so far`);
    if (run.violations.size === 0) continue;
    failed.push(`FAULT_SEED=${seed} npm run test:faults\n  ${[...run.violations].join('\n  ')}`);
    write(failed.at(-1));
    if (bails) break;
  }
  vi.unstubAllGlobals();
  expect(failed.join('\n')).toBe('');
});
