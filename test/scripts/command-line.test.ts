import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { argumentProblem } from '../../scripts/command-line.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Scripts that are an npm command, by its name. What `dev` and `deploy` are given is wrangler's. */
const COMMANDS = Object.entries<string>(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).scripts)
  .flatMap(([name, line]) => {
    const script = /^node (?:--\S+ )*(\S+\.ts)$/.exec(line)?.[1];
    return script === undefined || name === 'dev' || name === 'deploy' ? [] : [{ name, script }];
  })
  .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Longest wait for the runs of one script, ms: some load the whole runtime first. */
const PATIENCE = 60_000;

const WRITTEN = ['earshot.schema.json', 'docs/configuration.md', 'CONTRIBUTING.md', 'docs/npm-start.svg'];

function digests(): readonly string[] {
  return WRITTEN.map((file) =>
    createHash('sha256')
      .update(readFileSync(path.join(ROOT, file)))
      .digest('hex'),
  );
}

async function run(script: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(ROOT, script), ...args], { cwd: ROOT, env: {} });
  child.stdin.end();
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, out, err };
}

describe.concurrent('the command line of each npm command', () => {
  it('is looked at for all of them', () => {
    const names = [
      'bench:burst',
      'bench:children',
      'bench:commits',
      'bench:cost',
      'bench:cpu',
      'bench:feeds',
      'bench:first',
      'bench:home',
      'bench:memory',
      'bench:poll',
      'bench:scale',
      'bench:sites',
      'bench:startup',
      'config',
      'gallery',
      'picture',
      'picture:chats',
      'picture:month',
      'picture:pages',
      'pull',
      'push',
      'rooms',
      'schema',
      'secret',
    ];
    expect(COMMANDS.map(({ name }) => name)).toEqual([...names, 'start', 'test:mutants']);
  });

  it.each(COMMANDS)(
    'npm run $name knows --help and -h, and does nothing else then',
    { timeout: PATIENCE },
    async ({ name, script }) => {
      const before = digests();
      for (const option of ['--help', '-h']) {
        const { status, out, err } = await run(script, option);
        expect({ status, err }).toEqual({ status: 0, err: '' });
        expect(out).toContain(`npm ${name === 'start' ? '' : name === 'secret' ? 'run --silent ' : 'run '}${name}`);
        expect(out).toMatch(/[^\n]\n$/);
      }
      expect(digests()).toEqual(before);
    },
  );

  it.each(COMMANDS)(
    'npm run $name refuses what it does not know in a line or two, and repeats no value',
    { timeout: PATIENCE },
    async ({ script }) => {
      const before = digests();
      for (const arg of ['--https://hooks.slack.com/services/T0/hunter2', '--wat=hunter2']) {
        const { status, out, err } = await run(script, arg);
        expect({ status, out }).toEqual({ status: 2, out: '' });
        expect(err).toMatch(/^.+--help.*\n$|^.+\n.*--help.*\n$/);
        expect(err).not.toMatch(/hunter2|node:internal/);
      }
      expect(digests()).toEqual(before);
    },
  );
});

describe('what is wrong with a command line', () => {
  it.each([
    ['ERR_PARSE_ARGS_UNKNOWN_OPTION', "Unknown option '--wat'. To specify a positional …", "Unknown option '--wat'."],
    ['ERR_PARSE_ARGS_UNKNOWN_OPTION', "Unknown option '-x'", "Unknown option '-x'."],
    ['ERR_PARSE_ARGS_UNKNOWN_OPTION', "Unknown option '--https://h.example/hunter2'.", 'Unknown option.'],
    ['ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', "Unexpected argument 'hunter2'. This …", 'Unexpected argument.'],
    [
      'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
      "Option '--to <value>' argument missing",
      "Option '--to <value>' argument missing.",
    ],
  ])('%s (%s) is said as: %s', (code, message, said) => {
    expect(argumentProblem(Object.assign(new TypeError(message), { code }))).toBe(said);
  });
});
