import type { Mutant } from './mutant.ts';

const FAILING = ['poller/failing.test.ts'];

/** Mutants of when feeds are polled, what of them is told, and whose comments are whose. */
export const pollerMutants: readonly Mutant[] = [
  {
    name: 'retry-after-ignored',
    why: 'a feed whose server asks for peace is polled all the same',
    file: 'rules/schedule.ts',
    find: 'if (timing.notBefore !== null && now < timing.notBefore) return false;',
    replace: '',
    suites: ['rules/schedule.test.ts', ...FAILING],
  },
  {
    name: 'no-backoff',
    why: 'a feed that fails is asked as often as ever',
    file: 'rules/schedule.ts',
    find: 'if (timing.failingSince !== null) return retryBetween',
    replace: 'if (timing.failingSince === -1) return retryBetween',
    suites: ['rules/schedule.test.ts'],
  },
  {
    name: 'lost-tick-costs-interval',
    why: 'a tick that never ran costs a rare feed its whole interval',
    file: 'poller/schedule.ts',
    find: 'isRare(timing, now) ? (row.lastPoll ?? decided) : decided',
    replace: 'decided',
    suites: ['poller/lost-tick.test.ts'],
  },
  {
    name: 'two-polls-at-once',
    why: 'two ticks poll a feed at the same time',
    file: 'poller/concurrency.ts',
    find: 'if (this.#names.has(name)) return;',
    replace: '',
    suites: ['poller/shard.test.ts'],
  },
  {
    name: 'list-failure-is-empty',
    why: 'a list of CONFIG that fails is taken for an empty one',
    file: 'tick.ts',
    find: 'const keys = listed.ok ? sortKeys(listed.value) : null;',
    replace: 'const keys = sortKeys(listed.ok ? listed.value : []);',
    suites: ['tick.test.ts'],
  },
  {
    name: 'broken-list-is-whole',
    why: 'of a list of CONFIG only the first page counts',
    file: 'io/kv.ts',
    find: 'cursor = page.list_complete ? undefined : page.cursor;',
    replace: 'cursor = undefined;',
    suites: ['tick.test.ts', 'poller/kv.test.ts'],
  },
  {
    name: 'missing-value-is-removed',
    why: 'a value that KV does not know yet is taken for none',
    file: 'poller/membership.ts',
    find: 'now - row.goneSince >= GONE_FOR_GOOD',
    replace: 'now - row.goneSince >= 0',
    suites: ['poller/kv.test.ts', 'poller/configs.test.ts', 'poller/shard.test.ts'],
  },
  {
    name: 'speaks-for-another',
    why: 'a feed may give comments the IDs of another host’s',
    file: 'message.ts',
    find: 'own !== null && own === authority(commentId) ? commentId',
    replace: 'own !== null ? commentId',
    suites: ['message.test.ts'],
  },
  {
    name: 'any-url-is-another-feed',
    why: 'a changed URL begins anew, though the feed is the same',
    file: 'rules/decide.ts',
    find: 'if (isNewAddress && isStrange(watch, comparison) && isAnotherHost(watch, read)) {',
    replace: 'if (isNewAddress) {',
    suites: ['rules/decide.test.ts', 'poller/configs.test.ts'],
  },
  {
    name: 'wait-of-another-url',
    why: 'a corrected URL waits for what the old one’s server asked',
    file: 'poller/load-state.ts',
    find: '    notBefore: null,\n',
    replace: '',
    suites: ['poller/configs.test.ts', ...FAILING],
  },
];
