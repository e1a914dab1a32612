import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** Option that every script has beside its own. */
const HELP = { help: { type: 'boolean', short: 'h' } } as const;

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

/** Options of a command line by name, and the arguments that are none. */
export type CommandLine<T extends ParseArgsOptionsConfig> = {
  readonly values: Values<T>;
  readonly positionals: readonly string[];
};

/**
 * Gives the values of the options that this script was given; it takes nothing else. Prints `usage` where `--help` is
 * asked for, or in a line what is not understood, and ends the process then.
 */
export function readCommandLine<T extends ParseArgsOptionsConfig>(usage: string, options: T): Values<T> {
  return readArguments(usage, options, 0).values;
}

/** The same with up to `most` arguments beside the options. */
export function readArguments<T extends ParseArgsOptionsConfig>(
  usage: string,
  options: T,
  most: number,
): CommandLine<T> {
  const parsed = parse({ ...options, ...HELP }, most > 0);
  if (typeof parsed === 'string') return misused(parsed);
  if ('help' in parsed.values && parsed.values.help === true) {
    process.stdout.write(`${usage.trimEnd()}\n`);
    process.exit(0);
  }
  if (parsed.positionals.length > most) return misused('More arguments than it takes.');
  return parsed;
}

/** Says in a line what is wrong with the command line, and ends the process. */
export function misused(problem: string): never {
  process.stderr.write(`${problem} --help says what there is.\n`);
  process.exit(2);
}

function parse<T extends ParseArgsOptionsConfig>(options: T, allowPositionals: boolean): CommandLine<T> | string {
  try {
    return parseArgs({ options, allowPositionals });
  } catch (error) {
    return argumentProblem(error);
  }
}

/** Option as Node's own sentence has it, where it can be nothing but a name: of a pasted credential, nothing is repeated. */
const NAMED = /^(Unknown option '-{1,2}[a-z][a-z-]{0,19}')/;

/** Says in a sentence what `parseArgs` could not read. */
export function argumentProblem(error: unknown): string {
  const message = error instanceof Error ? error.message.replace(/\. .*$/s, '').replace(/\.$/, '') : '';
  if (message === '') return 'The arguments make no sense.';
  const [, named] = NAMED.exec(message) ?? [];
  return `${named ?? message.replace(/^(Unknown option|Unexpected argument) '.*$/s, '$1')}.`;
}
