import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const CLAIM = path.resolve(import.meta.dirname, '../../scripts/local/claim.ts');

let state: string;
let children: ChildProcess[];

beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'earshot-claim-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(state, { recursive: true, force: true });
});

/** Starts a process that claims the folder and stays; `got`: the claim's result. */
async function claimed(folder: string): Promise<{ readonly child: ChildProcess; readonly got: string }> {
  const script = `import { claim } from ${JSON.stringify(CLAIM)};
    console.log(await claim(process.argv[1]));
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, got: String(said).trim() };
}

test('a folder is one run’s alone, and another folder is another’s', async () => {
  expect((await claimed(state)).got).toBe('true');
  expect((await claimed(state)).got).toBe('false');
  expect((await claimed(path.join(state, 'x'.repeat(200)))).got).toBe('true');
});

test.each(['SIGKILL', 'SIGTERM'] as const)('what a run that ended by %s leaves behind stops nobody', async (signal) => {
  const { child } = await claimed(state);
  child.kill(signal);
  await once(child, 'exit');
  expect((await claimed(state)).got).toBe('true');
});
