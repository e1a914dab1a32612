import type { Mutant } from './mutant.ts';

const FOLLOW = ['poller/follow/follow.test.ts'];
const LASTING = ['poller/follow/lasting.test.ts'];
const RULES = ['rules/follow.test.ts'];

/** Mutants of following a site: its posts, whose comment feeds are its children, their keys, edges and requests. */
export const followingMutants: readonly Mutant[] = [
  {
    name: 'children-share-keys',
    why: 'two posts that number their comments alike have comments of the same keys',
    file: 'poller/seen-page.ts',
    find: '(child === undefined ? name : `${name} ${url}`)',
    replace: 'name',
    suites: FOLLOW,
  },
  {
    name: 'slid-post-is-new',
    why: 'an old post that slides into the feed of posts tells all of its comments',
    file: 'poller/follow/posts.ts',
    find: 'remembered.held || isBelow(watch, remembered.time)',
    replace: 'remembered.held',
    suites: FOLLOW,
  },
  {
    name: 'new-post-is-old',
    why: 'the first comment on a new post is held',
    file: 'poller/follow/posts.ts',
    find: '...(count === 0 ? { newsSince: 0, isNew: true } : first),',
    replace: '...first, newsSince: now, isNew: false,',
    suites: FOLLOW,
  },
  {
    name: 'backdated-post-is-new',
    why: 'a draft of last year’s tells what was said of it there',
    file: 'rules/follow.ts',
    find: 'return since === null ? 0 : since - DAY;',
    replace: 'return 0;',
    suites: FOLLOW,
  },
  {
    name: 'hollow-child-is-open',
    why: 'where an old post’s feed is empty at first, all that it shows later is news',
    file: 'rules/follow.ts',
    find: 'first !== undefined && count === 0 ? { time: first.newsSince + 1, by: null } : null',
    replace: 'null',
    suites: FOLLOW,
  },
  {
    name: 'posts-baseline-not-begun',
    why: 'a site whose first poll is cut off is told of as watched twice',
    file: 'poller/follow/posts.ts',
    find: 'const before = plan.watching === null ? null : plan.before;',
    replace: 'const before = null;',
    suites: LASTING,
  },
  {
    name: 'retired-without-edge',
    why: 'a post that was given up forgets what it knew, and tells all of it once more',
    file: 'rules/follow.ts',
    find: 'return { ...forget(watch, least, least === 0), hole: null };',
    replace: "return { ...watch, edge: 'open', remembered: [], hole: null };",
    suites: [...RULES, ...LASTING],
  },
  {
    name: 'spare-without-end',
    why: 'first polls of a site’s posts take all requests of a tick',
    file: 'poller/follow/spare-requests.ts',
    find: 'return this.#left <= 0;',
    replace: 'return false;',
    suites: ['poller/follow/budget.test.ts'],
  },
  {
    name: 'child-remembered-first',
    why: 'a comment on a post is remembered before any Outbox has accepted it',
    file: 'poller/commit.ts',
    find: '  const isWhole = gathered.cut === null && refusedBy(context, feedState) === null;\n',
    replace:
      '  const isWhole = gathered.cut === null && refusedBy(context, feedState) === null;\n  if (context.child !== undefined)\n    memory.commit(stateAfter(context, state, gathered, plan, { isAgreed: true, isWhole }), { remembered: plan.after.remembered, isPutDue: plan.learned, now });\n',
    suites: LASTING,
  },
  {
    name: 'child-not-put',
    why: 'what came on a post alone is not put into SEEN',
    file: 'poller/store/child-store.ts',
    find: 'if (isPutDue)\n',
    replace: 'if (isPutDue && feed === url)\n',
    suites: LASTING,
  },
  {
    name: 'gone-child-is-asked',
    why: 'comments that are gone for good are asked for as often as others that fail',
    file: 'poller/follow/children.ts',
    find: 'gone: isGone,',
    replace: 'gone: false,',
    suites: LASTING,
  },
  {
    name: 'failed-child-forgets-its-turn',
    why: 'a post whose comments fail, and whose turn no tick came at, is asked a day later',
    file: 'poller/follow/children.ts',
    find: 'const stored = timing.failingSince === null ? facts.polledAt : failedAt;',
    replace: 'const stored = null;',
    suites: LASTING,
  },
  {
    name: 'limited-host-has-favourites',
    why: 'at a host that allows one request a tick, the same posts are asked again and again',
    file: 'poller/follow/children.ts',
    find: 'rankOf(one) - rankOf(other) || this.#waitsSince(one) - this.#waitsSince(other)',
    replace: 'rankOf(one) - rankOf(other)',
    suites: ['poller/follow/hosts.test.ts'],
  },
];
