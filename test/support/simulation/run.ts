import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Vitest's JSON report, as far as it is read. */
const Report = v.object({
  testResults: v.array(
    v.object({
      assertionResults: v.array(
        v.object({ title: v.string(), status: v.string(), meta: v.record(v.string(), v.unknown()) }),
      ),
    }),
  ),
});

/** Findings of one test of test/month/month.test.ts. */
export type Found = { readonly title: string; readonly meta: Readonly<Record<string, unknown>> };

/**
 * Runs the simulations whose titles match `pattern` in the local runtime; gives what each found. Objects run in workerd alone,
 * so that simulations are tests. `settings`: environment variables that vitest.config.ts passes on.
 */
export async function simulate(pattern: string, settings: Readonly<Record<string, string>>): Promise<readonly Found[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-'));
  const file = path.join(folder, 'report.json');
  try {
    const vitest = ['vitest', 'run', '--project', 'month', '--reporter=json', `--outputFile=${file}`];
    await run([...vitest, '-t', pattern], settings);
    const { testResults } = v.parse(Report, JSON.parse(readFileSync(file, 'utf8')));
    return testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status !== 'skipped');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn('npx', args, {
    cwd: ROOT,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A bound that does not hold is said in the table; what is missing there is missed.
  return new Promise((resolve, reject) => child.on('error', reject).on('close', () => resolve()));
}
