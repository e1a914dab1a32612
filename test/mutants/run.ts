// Runs the tests against small wrong versions of the code, each of which some test must catch: `npm run test:mutants`.
import { readCommandLine } from '../../scripts/command-line.ts';
import { Copy } from './copy.ts';
import { MUTANTS } from './mutants.ts';
import { FAULTS, run } from './suite.ts';

const HELP = `npm run test:mutants -- [--only NAME] [--seeds N] [--list]

Applies small wrong versions of the code to a copy of the tree, one at a time, and says which test catches each.
Fails where none does, and where a wrong version does not fit the code any more.

  --only NAME   those whose name contains NAME; several, with commas between them
  --seeds N     seeds of the fault suite to try where no other test catches one (default 200)
  --list        names them all`;

const values = readCommandLine(HELP, {
  only: { type: 'string', default: '' },
  seeds: { type: 'string', default: '200' },
  list: { type: 'boolean', default: false },
});

const mutants = MUTANTS.filter(({ name }) => values.only.split(',').some((part) => name.includes(part)));

/** Runs suites on the code as it is: what fails there catches nothing. */
class Unchanged {
  readonly copy = new Copy();
  readonly #failed = new Map<string, ReadonlySet<string>>();

  failed(suite: string): ReadonlySet<string> {
    const known = this.#failed.get(suite) ?? new Set(run(this.copy, suite, Number(values.seeds)).failed);
    this.#failed.set(suite, known);
    return known;
  }

  /** Tests that fail on the code as it is, as far as any suite was run. */
  get red(): readonly string[] {
    return [...this.#failed].flatMap(([suite, failed]) => [...failed].map((test) => `test/${suite}: ${test}`));
  }
}

/** Says which test catches the mutant that the copy has now; `null`: it lives. */
function caughtBy(copy: Copy, unchanged: Unchanged, suites: readonly string[]): string | null {
  for (const suite of [...suites, FAULTS]) {
    const first = run(copy, suite, Number(values.seeds), true);
    const isNew = (test: string): boolean => !unchanged.failed(suite).has(test);
    // The first failure is enough, unless it is one of the code as it is.
    const { failed, seed } =
      first.failed.every((test) => !isNew(test)) && first.failed.length > 0
        ? run(copy, suite, Number(values.seeds))
        : first;
    const found = failed.find(isNew);
    if (found !== undefined) return seed === null ? `test/${suite}: ${found}` : `test/${suite}, FAULT_SEED=${seed}`;
  }
  return null;
}

function main(): number {
  if (values.list) for (const { name, why } of mutants) console.log(`${name}: ${why}`);
  if (values.list) return 0;
  const copy = new Copy();
  const unchanged = new Unchanged();
  const remove = (): void => [copy, unchanged.copy].forEach((one) => one.remove());
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const wrong = mutants.flatMap((mutant, at) => {
    const { name, why } = mutant;
    const restore = copy.apply(mutant);
    const by = restore === null ? null : caughtBy(copy, unchanged, mutant.suites);
    restore?.();
    const ended = restore === null ? 'DOES NOT APPLY' : by === null ? 'LIVES' : `caught by ${by}`;
    console.log(`${at + 1}/${mutants.length} ${name} (${why}): ${ended}`);
    return by === null ? [`${name}: ${ended}`] : [];
  });
  wrong.push(...unchanged.red.map((test) => `red without any mutant: ${test}`));
  console.log(wrong.length === 0 ? `All ${mutants.length} are caught` : `\n${wrong.join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = main();
