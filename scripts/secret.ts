// Prints the secret that a webhook's receiver verifies with. `npm run secret -- --help`
import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { NAME } from '../worker/config/fields.ts';
import { deriveSecret, SIGNING_KEY_LENGTH, signingKey } from '../worker/destination/sign.ts';

const VARS = '.dev.vars';

const HELP = `Usage: npm run --silent secret -- <destination>

Prints the whsec_… secret that the receiver of this webhook destination verifies its messages with.
It is derived from SIGNING_KEY, so the key must be the one that the Worker has: either SIGNING_KEY in
./${VARS}, or on standard input, which takes precedence:

    npm run --silent secret -- default < signing-key.txt

The secret alone goes to standard output, everything else to standard error.
Exit status: 0 done, 1 no usable key, 2 not used as above.
`;

/** Longest wait for a key from a silent standard input, where `.dev.vars` has one to fall back on, ms. */
const PATIENCE = 2_000;

function fail(status: 1 | 2, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

function destination(): string {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const [name, ...more] = positionals;
    if (name !== undefined && more.length === 0 && NAME.test(name)) return name;
  } catch {
    // An unknown option. It may be the key.
  }
  return fail(
    2,
    `Give one destination's name, as in CONFIG's destination:<name>: a-z, 0-9, ".", "_", "-". --help says more.`,
  );
}

/** SIGNING_KEY of `.dev.vars`; `''` where there is no such file, or no key in it. */
function keyInVars(): string {
  try {
    return parseEnv(readFileSync(VARS, 'utf8'))['SIGNING_KEY'] ?? '';
  } catch {
    return '';
  }
}

/** Text on standard input; `''` from a terminal, or where none comes within `patience` ms (`null`: waits for the end). */
async function standardInput(patience: number | null): Promise<string> {
  if (process.stdin.isTTY) return '';
  const silence = patience === null ? undefined : setTimeout(() => process.stdin.destroy(), patience);
  let text = '';
  try {
    for await (const chunk of process.stdin.setEncoding('utf8')) {
      clearTimeout(silence);
      text += String(chunk);
    }
  } catch {
    // Closed by us, or never open: nothing was piped in.
  }
  clearTimeout(silence);
  return text.trim();
}

const name = destination();
const stored = keyInVars();
const given = await standardInput(stored === '' ? null : PATIENCE);
const source = given === '' ? VARS : 'standard input';
const value = given === '' ? stored : given;
if (value === '') {
  fail(1, `No SIGNING_KEY: put it into ./${VARS} (SIGNING_KEY=…) or on standard input. --help says more.`);
}
const key = signingKey(value);
if (key === null) {
  fail(1, `The SIGNING_KEY from ${source} is too short: it must have at least ${SIGNING_KEY_LENGTH} characters.`);
}
process.stderr.write(`The secret of destination "${name}", derived from SIGNING_KEY (from ${source}):\n`);
process.stdout.write(`${await deriveSecret(key, name)}\n`);
