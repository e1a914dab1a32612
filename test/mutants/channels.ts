import type { Mutant } from './mutant.ts';

const RECEIPTS = ['outbox/receipts.test.ts', 'outbox/again.test.ts'];
const ROUNDUPS = ['outbox/roundup-fixed.test.ts', 'outbox/roundup.test.ts'];

/** Mutants of receipts, and of what an Outbox makes of answers. */
export const channelMutants: readonly Mutant[] = [
  {
    name: 'receipt-undelivered',
    why: 'a message that was not taken leaves a receipt',
    file: 'outbox/record.ts',
    find: "const receipt = state === 'delivered' ? sentOf(batch, sent.kept) : null;",
    replace: 'const receipt = sentOf(batch, sent.kept);',
    suites: RECEIPTS,
  },
  {
    name: 'thread-undelivered',
    why: 'a message that was not taken begins a thread',
    file: 'outbox/store/receipts.ts',
    find: 'if (isDelivered) keepThread(',
    replace: 'keepThread(',
    suites: RECEIPTS,
  },
  {
    name: 'receipt-anywhere',
    why: 'a receipt of one room counts in another',
    file: 'outbox/store/receipts.ts',
    find: 'WHERE post = ? AND place = ? AND used >= ?',
    replace: 'WHERE post = ? AND ? IS NOT NULL AND used >= ?',
    suites: RECEIPTS,
  },
  {
    name: 'again-once',
    why: 'what is asked for a second time is not done',
    file: 'outbox/send.ts',
    find: 'const REPEATS = 2;',
    replace: 'const REPEATS = 1;',
    suites: RECEIPTS,
  },
  {
    name: 'learned-for-once',
    why: 'what an answer told is forgotten with the message',
    file: 'outbox/store/receipts.ts',
    find: 'if (learned === null) return false;',
    replace: 'if (learned === null || now > 0) return false;',
    suites: RECEIPTS,
  },
  {
    name: 'replay-same-id',
    why: 'a replay has the id of the first delivery, and the chat drops it',
    file: 'message.ts',
    find: 'return replays === 0 ? id :',
    replace: 'return replays >= 0 ? id :',
    suites: ['message.test.ts', ...RECEIPTS],
  },
  {
    name: 'roundup-not-fixed',
    why: 'a roundup that is tried again has other members',
    file: 'outbox/queue/claim.ts',
    find: 'fixRoundup(sql, id, feed, seqs);',
    replace: '',
    suites: ROUNDUPS,
  },
  {
    name: 'roundup-not-halved',
    why: 'a roundup that is refused is refused for ever',
    file: 'outbox/record.ts',
    find: 'if (isHalved) splitRoundup(context.sql, seq);\n    else if',
    replace: 'if',
    suites: ROUNDUPS,
  },
  {
    name: 'conflict-is-delivery',
    why: '409 to a message that was never sent before counts as delivered',
    file: 'rules/attempt.ts',
    find: 'if (status === 409 && wasUncertain)',
    replace: 'if (status === 409)',
    suites: ['rules/attempt.test.ts', 'outbox/answers.test.ts'],
  },
];
