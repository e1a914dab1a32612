import type { Mutant } from './mutant.ts';

const QUIET = ['outbox/quiet.test.ts'];
const HAND = ['outbox/hand.test.ts'];
const RENAME = ['outbox/rename.test.ts'];

/** Mutants of what people do to an Outbox: quiet hours, values that are handed over, renamed feeds, tests. */
export const handedMutants: readonly Mutant[] = [
  {
    name: 'quiet-sends',
    why: 'in quiet hours messages have their turn',
    file: 'outbox/queue/passed-over.ts',
    find: 'isQuiet: quiet !== null && quietUntil(quiet, now) !== null,',
    replace: 'isQuiet: false,',
    suites: QUIET,
  },
  {
    name: 'quiet-overtaken',
    why: 'in quiet hours an edit that was asked for overtakes its comment',
    file: 'outbox/queue/queue.ts',
    find: "AND (json_extract(?1, '$.isQuiet') OR first.type IN",
    replace: 'AND (first.type IN',
    suites: QUIET,
  },
  {
    name: 'quiet-announced',
    why: 'a destination that failed just before quiet hours is told of before it is tried again',
    file: 'outbox/notices.ts',
    find: 'return Math.max(at, quietUntil(quiet, now) ?? at);',
    replace: 'return at;',
    suites: QUIET,
  },
  {
    name: 'quiet-first-end',
    why: 'quiet hours end at the first of two times',
    file: 'rules/quiet.ts',
    find: 'const end = lastInstantOf(',
    replace: 'const end = firstInstantOf(',
    suites: ['rules/quiet.test.ts'],
  },
  {
    name: 'handed-config-lost',
    why: 'a value that was handed over is answered for before it is written',
    file: 'outbox/handed.ts',
    find: '  context.save();\n',
    replace: '',
    suites: HAND,
  },
  {
    name: 'handed-config-stale',
    why: 'what KV held before takes precedence over the value that was handed over',
    file: 'outbox/handed.ts',
    find: '(at === null ? !handed.isShown : at < handed.at)',
    replace: 'entry === null',
    suites: HAND,
  },
  {
    name: 'handed-config-raced',
    why: 'a read of KV that began before a value was handed over undoes it',
    file: 'outbox/destination-config.ts',
    find: '  if (context.state.handed !== handed) return readConfig(context, 0);\n',
    replace: '',
    suites: HAND,
  },
  {
    name: 'handed-config-for-good',
    why: 'a value that was handed over holds for good where KV never shows it',
    file: 'outbox/handed.ts',
    find: 'handed === null || context.deps.now() >= handed.until',
    replace: 'handed === null',
    suites: HAND,
  },
  {
    name: 'renamed-owner',
    why: 'a feed that is renamed owns its comments no more',
    file: 'outbox/rename-feed.ts',
    find: 'owner = iif(owner = ?1, ?2, owner), ',
    replace: '',
    suites: RENAME,
  },
  {
    name: 'renamed-in-part',
    why: 'a rename that breaks off leaves half of it',
    file: 'outbox/rename-feed.ts',
    find: 'context.atomically(() => {',
    replace: '[0].forEach(() => {',
    suites: RENAME,
  },
  {
    name: 'test-queued',
    why: 'a test that is cut off is sent with what waits',
    file: 'outbox/send-test.ts',
    find: "VALUES (?1, '', ?2, 'dead', ?3",
    replace: "VALUES (?1, '', ?2, 'waiting', ?3",
    suites: ['outbox/send-test.test.ts'],
  },
  {
    name: 'answer-unblanked',
    why: 'credentials that an answer repeats are kept',
    file: 'config/blank.ts',
    find: "left.replaceAll(new RegExp(escape(secret), 'gi'), BLANK)",
    replace: 'left',
    suites: ['outbox/answer.test.ts'],
  },
  {
    name: 'migrated-again',
    why: 'migrations that are done are done again',
    file: 'outbox/store/migrations.ts',
    find: '    if (at < done) continue;\n',
    replace: '',
    suites: ['outbox/landed.test.ts'],
  },
];
