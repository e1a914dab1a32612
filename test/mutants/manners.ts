import type { Mutant } from './mutant.ts';

/** Mutants of how a feed's server is asked, and how often. */
export const mannersMutants: readonly Mutant[] = [
  {
    name: 'any-tag-is-sent',
    why: 'a tag of * is sent back, and the server says 304 for ever',
    file: 'io/validators.ts',
    find: "etag?.trim() === '*' ? null : etag",
    replace: 'etag',
    suites: ['io/conditional.test.ts'],
  },
  {
    name: 'challenge-is-a-page',
    why: 'a challenge with 200 is searched for a feed',
    file: 'io/fetch-feed.ts',
    find: 'if (wall !== null) return walled(response, wall);\n  const value: Body',
    replace: 'const value: Body',
    suites: ['io/bot-wall.test.ts'],
  },
  {
    name: 'quiet-redirect-does-not-count',
    why: 'a permanent redirect to a quiet feed is never believed',
    file: 'poller/gather.ts',
    find: 'moved: movedAfter(feedState, answer)',
    replace: 'moved: feedState.moved',
    suites: ['poller/manners.test.ts'],
  },
  {
    name: 'flipping-redirect-is-believed',
    why: 'redirects to several places count as one run',
    file: 'poller/moved.ts',
    find: 'if (moved.url !== url) return null;',
    replace: '',
    suites: ['poller/manners.test.ts', 'poller/moved.test.ts'],
  },
  {
    name: 'max-age-of-automatic-ignored',
    why: 'a feed without `every` is asked before its max-age is over',
    file: 'rules/schedule.ts',
    find: 'const shortest = Math.max(maxAge * MINUTE, TICK);',
    replace: 'const shortest = TICK + 0 * maxAge;',
    suites: ['rules/automatic.test.ts'],
  },
  {
    name: 'feeds-do-not-drift',
    why: 'feeds that had a comment together are polled together for ever',
    file: 'rules/schedule.ts',
    find: '(drifted * spread(name, DRIFT_PARTS)) / DRIFT_PARTS',
    replace: '0 * drifted',
    suites: ['rules/automatic.test.ts'],
  },
];
