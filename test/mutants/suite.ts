import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import * as v from 'valibot';
import type { Copy } from './copy.ts';

/** The seeded suite of faults. */
export const FAULTS = 'faults/faults.test.ts';

/** A mutant may never come to an end; that is caught, too. Seeds take longer than all tests of a file. */
const LONGEST = 3 * 60_000;
const LONGEST_OF_SEEDS = 20 * 60_000;

/** Tests that failed, by name; `seed`: of the fault suite, the first one that did. */
type Ran = { readonly failed: readonly string[]; readonly seed: string | null };

/** The parts of what vitest's JSON reporter writes that are read here. */
const Report = v.object({
  testResults: v.array(
    v.object({
      status: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })),
    }),
  ),
});

/** Runs one file of tests in the copy, or that up to the first failure (`bails`). */
export function run(copy: Copy, suite: string, seeds: number, bails = false): Ran {
  rmSync(copy.report, { force: true });
  const args = [
    'vitest',
    'run',
    `test/${suite}`,
    '--reporter=json',
    `--outputFile=${copy.report}`,
    ...(bails ? ['--bail=1'] : []),
  ];
  const env = { ...process.env, FAULT_SEEDS: String(seeds), FAULT_BAIL: '1', FAULT_SEED: '', FAULT_FROM: '' };
  const { stdout } = spawnSync('npx', args, {
    cwd: copy.path,
    env,
    encoding: 'utf8',
    timeout: suite === FAULTS ? LONGEST_OF_SEEDS : LONGEST,
  });
  const text = readReport(copy.report);
  if (text === null) return { failed: ['it does not end well'], seed: null };
  const { testResults } = v.parse(Report, JSON.parse(text));
  const failed = testResults.flatMap(({ status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return status === 'failed' && tests.length === 0 ? ['it does not begin'] : tests;
  });
  return { failed, seed: /FAULT_SEED=(\d+)/.exec(`${text}${stdout}`)?.[1] ?? null };
}

function readReport(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
