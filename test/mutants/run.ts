// Runs the tests against small wrong versions of the code, each of which some test must catch: `npm run test:mutants`.
import { parseArgs } from 'node:util';
import { Copy } from './copy.ts';
import type { Mutant } from './mutant.ts';
import { outboxMutants } from './outbox.ts';
import { pollerMutants } from './poller.ts';
import { ruleMutants } from './rules.ts';
import { FAULTS, run, type Ran } from './suite.ts';
import { truthMutants } from './truth.ts';

const HELP = `npm run test:mutants -- [--only NAME] [--seeds N] [--list]

Applies small wrong versions of the code to a copy of the tree, one at a time, and says which test catches each.
Fails where none does, and where a wrong version does not fit the code any more.

  --only NAME   those whose name contains NAME
  --seeds N     seeds of the fault suite to try where no other test catches one (default 200)
  --list        names them all`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seeds: { type: 'string', default: '200' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const mutants: readonly Mutant[] = [...truthMutants, ...pollerMutants, ...ruleMutants, ...outboxMutants].filter(
  ({ name }) => name.includes(values.only),
);

/** What failed in a suite before anything was changed: that catches nothing. */
const before = new Map<string, ReadonlySet<string>>();

/** Says which test catches the mutant that the copy has now; `null`: it lives. */
function caughtBy(copy: Copy, suites: readonly string[]): string | null {
  for (const suite of [...suites, FAULTS]) {
    const { failed, seed } = run(copy, suite, Number(values.seeds));
    const found = failed.find((test) => !before.get(suite)?.has(test));
    if (found !== undefined) return seed === null ? `test/${suite}: ${found}` : `test/${suite}, FAULT_SEED=${seed}`;
  }
  return null;
}

/** Runs the suites as they are; gives what is red. */
function tryUnchanged(copy: Copy): readonly string[] {
  const suites = new Set([...mutants.flatMap((mutant) => mutant.suites), FAULTS]);
  const red: string[] = [];
  for (const suite of suites) {
    console.log(`unchanged: test/${suite}`);
    const ran: Ran = run(copy, suite, Number(values.seeds));
    before.set(suite, new Set(ran.failed));
    red.push(...ran.failed.map((test) => `test/${suite}: ${test}`));
  }
  return red;
}

function main(): number {
  if (values.help) console.log(HELP);
  if (values.list) for (const { name, why } of mutants) console.log(`${name}: ${why}`);
  if (values.help || values.list) return 0;
  const copy = new Copy();
  const wrong: string[] = [];
  try {
    wrong.push(...tryUnchanged(copy).map((test) => `red without any mutant: ${test}`));
    for (const [at, mutant] of mutants.entries()) {
      const { name, why } = mutant;
      const restore = copy.apply(mutant);
      const by = restore === null ? null : caughtBy(copy, mutant.suites);
      restore?.();
      const ended = restore === null ? 'DOES NOT APPLY' : by === null ? 'LIVES' : `caught by ${by}`;
      console.log(`${at + 1}/${mutants.length} ${name} (${why}): ${ended}`);
      if (by === null) wrong.push(`${name}: ${ended}`);
    }
  } finally {
    copy.remove();
  }
  console.log(wrong.length === 0 ? `All ${mutants.length} are caught` : `\n${wrong.join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}

process.exitCode = main();
