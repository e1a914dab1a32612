import type { Mutant } from './mutant.ts';

const CIRCUIT = ['rules/circuit.test.ts', 'outbox/probe.test.ts'];
const TRIALS = ['outbox/trials.test.ts'];

/** Mutants of the circuit breaker: when a destination is sent to, and whose fault a failure is. */
export const circuitMutants: readonly Mutant[] = [
  {
    name: 'peace-ignored',
    why: 'a receiver’s Retry-After is not heard',
    file: 'rules/attempt.ts',
    find: 'return instant === null ? null : instant - now;',
    replace: 'return instant === null ? null : 0;',
    suites: ['rules/attempt.test.ts', 'rules/slow.test.ts', ...CIRCUIT],
  },
  {
    name: 'peace-ends-with-news',
    why: 'a destination that asked to be left alone is probed as soon as a comment comes',
    file: 'rules/circuit.ts',
    find: 'probedNow(circuit, Math.max(now, failing.notBefore))',
    replace: 'probedNow(circuit, now)',
    suites: CIRCUIT,
  },
  {
    name: 'dead-after-one',
    why: 'a message is dead after one failure',
    file: 'rules/circuit-step.ts',
    find: "return { ...NOTHING, circuit: { ...circuit, failing }, message: 'failed', trial, needsAlternate };",
    replace: "return { ...NOTHING, circuit: { ...circuit, failing }, message: 'dead', trial, needsAlternate };",
    suites: CIRCUIT,
  },
  {
    name: 'doubted-at-once',
    why: 'another message is tried right after the first failure: a receiver that was down gets them out of order',
    file: 'rules/circuit-step.ts',
    find: 'const ALTERNATE_AFTER = 3;',
    replace: 'const ALTERNATE_AFTER = 0;',
    suites: CIRCUIT,
  },
  {
    name: 'refusals-never-add-up',
    why: 'a destination that refuses everything loses everything',
    file: 'rules/circuit-step.ts',
    find: 'const REFUSED_IN_A_ROW = 5;',
    replace: 'const REFUSED_IN_A_ROW = 5_000;',
    suites: CIRCUIT,
  },
  {
    name: 'never-on-trial',
    why: 'a message that fails while others pass holds them up for good',
    file: 'rules/circuit-step.ts',
    find: 'return { ...step, onTrial: isHeadDead ? null : failingHead.seq, isHeadDead };',
    replace: 'return { ...step, onTrial: null, isHeadDead };',
    suites: CIRCUIT,
  },
  {
    name: 'never-acquitted',
    why: 'a message on trial dies of a destination that was down',
    file: 'outbox/store/trials.ts',
    find: `sql.exec("UPDATE message SET trial = NULL WHERE trial = 'on trial' AND seq IS NOT ?", seq);`,
    replace: '{}',
    suites: TRIALS,
  },
  {
    name: 'always-the-same-alternate',
    why: 'two messages that are not taken hold up all others',
    file: 'rules/circuit-step.ts',
    find: "return failingHead === null || trial === 'retried' ? trial : 'alternate';",
    replace: "return failingHead === null || trial !== 'alternate' ? trial : 'alternate';",
    suites: [...CIRCUIT, ...TRIALS],
  },
  {
    name: 'alternates-for-good',
    why: 'who once failed as an alternate is tried last at the next failure, and overtaken',
    file: 'outbox/store/trials.ts',
    find: `sql.exec("UPDATE message SET trial = NULL WHERE trial = 'alternate'");`,
    replace: '{}',
    suites: TRIALS,
  },
  {
    name: 'refused-for-good',
    why: 'five refusals in a year are taken for a failure',
    file: 'outbox/store/trials.ts',
    find: `if (message === 'delivered') sql.exec("UPDATE message SET trial = NULL WHERE trial = 'refused'");`,
    replace: '',
    suites: TRIALS,
  },
  {
    name: 'retried-for-good',
    why: 'messages that are refused are brought back again and again',
    file: 'rules/circuit-step.ts',
    find: "if (trial === 'retried') return { ...dead, trial };",
    replace: '',
    suites: [...CIRCUIT, ...TRIALS],
  },
];
