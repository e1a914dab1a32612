import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveSecret } from '../../worker/destination/sign.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/secret.ts');
const KEY = 'correct-horse-battery-staple-0123456789';
const PIPED = 'another-horse-battery-staple-9876543210';

type Run = { readonly status: number | null; readonly out: string; readonly err: string };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'earshot-secret-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the script in `folder`; `input: null` leaves its standard input open and silent. */
async function secret(args: readonly string[], input: string | null = ''): Promise<Run> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { cwd: folder });
  if (input !== null) child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, out, err };
}

describe('npm run secret', () => {
  it.each([`SIGNING_KEY=${KEY}`, `ADMIN_TOKEN=x\nSIGNING_KEY="${KEY}" # root\n`])(
    'prints the secret alone, of the key in .dev.vars: %j',
    async (vars) => {
      await writeFile(path.join(folder, '.dev.vars'), vars);
      const { status, out } = await secret(['default']);
      expect(out).toBe(`${await deriveSecret(KEY, 'default')}\n`);
      expect(status).toBe(0);
    },
  );

  it('takes the key from standard input, before the one in .dev.vars, and says so', async () => {
    await writeFile(path.join(folder, '.dev.vars'), `SIGNING_KEY=${KEY}`);
    const { status, out, err } = await secret(['team.a-1'], `${PIPED}\n`);
    expect(out).toBe(`${await deriveSecret(PIPED, 'team.a-1')}\n`);
    expect(err).toContain('from standard input');
    expect(status).toBe(0);
  });

  it('does not wait for ever on a standard input that says nothing', async () => {
    await writeFile(path.join(folder, '.dev.vars'), `SIGNING_KEY=${KEY}`);
    const { status, out } = await secret(['default'], null);
    expect(out).toBe(`${await deriveSecret(KEY, 'default')}\n`);
    expect(status).toBe(0);
  });

  it('says what it does with --help', async () => {
    const { status, out } = await secret(['--help']);
    expect(out).toContain('Usage: npm run --silent secret -- <destination>');
    expect(status).toBe(0);
  });

  it.each(['', 'SIGNING_KEY=\n'])('fails with status 1 where there is no key: .dev.vars is %j', async (vars) => {
    await writeFile(path.join(folder, '.dev.vars'), vars);
    expect(await secret(['default'])).toEqual({ status: 1, out: '', err: expect.stringContaining('No SIGNING_KEY') });
  });

  it.each([
    ['.dev.vars', `SIGNING_KEY=too-short-a-key`, ''],
    ['standard input', '', 'too-short-a-key\n'],
  ])('fails with status 1 on a key from %s that is too short, and does not show it', async (source, vars, input) => {
    await writeFile(path.join(folder, '.dev.vars'), vars);
    const { status, out, err } = await secret(['default'], input);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(`from ${source} is too short`);
    expect(err).not.toContain('too-short-a-key');
  });

  it.each([[[]], [['Default']], [['destination:default']], [['a', 'b']], [['--key', KEY]], [[`--key=${KEY}`]]])(
    'fails with status 2 on %j, and shows none of it',
    async (args) => {
      const { status, out, err } = await secret(args, KEY);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toContain("Give one destination's name");
      expect(err).not.toContain(KEY);
    },
  );
});
