import type { Mutant } from './mutant.ts';

const MATCH = ['rules/match.test.ts'];

/** Mutants of the names by which comments are known, and of what has none. */
export const nameMutants: readonly Mutant[] = [
  {
    name: 'edge-stays-where-times-move',
    why: 'a server’s zone is put right by hours: old comments are news, or new ones are held',
    file: 'rules/compare.ts',
    find: 'const edge = shifted(watch, first);',
    replace: 'const edge = watch.edge;',
    suites: ['rules/edge.test.ts', 'rules/sites.test.ts'],
  },
  {
    name: 'new-ones-hide-a-change',
    why: 'IDs that change while many comments are written are told again',
    file: 'rules/match.ts',
    find: '(isPart && areChanged(watch, pool, eligible, isPrecise))',
    replace: '(isPart && false)',
    suites: MATCH,
  },
  {
    name: 'cut-for-ever-hides',
    why: 'a comment of a feed that breaks off each time is never told, since its author has said the same before',
    file: 'rules/pair.ts',
    find: 'remembered[knownIndex]?.id === comment.id)',
    replace: 'remembered[knownIndex]?.id === null)',
    suites: ['rules/decide.test.ts'],
  },
  {
    name: 'renamed-is-news-where-cut',
    why: 'after all IDs have changed, the one whole comment of a cut answer is told again',
    file: 'rules/compare.ts',
    find: 'isCut ? { ...matched,',
    replace: 'false ? { ...matched,',
    suites: ['rules/decide.test.ts'],
  },
  {
    name: 'said-before',
    why: 'a thank-you is taken for one that rolled off long ago',
    file: 'rules/match.ts',
    find: 'const said = page.every((one) => one.page === 0) ? both(byText, shownLast) : byText;',
    replace: 'const said = byText;',
    suites: [...MATCH, 'rules/sites.test.ts'],
  },
  {
    name: 'timeless-forgotten-first',
    why: 'a comment without a time is forgotten while older ones are known, and told again by the next look-back',
    file: 'rules/retention.ts',
    find: 'time: (before = known.time ?? before)',
    replace: 'time: known.time ?? before',
    suites: ['rules/retention.test.ts'],
  },
  {
    name: 'pinned-is-a-place',
    why: 'what has no time is held behind a comment that is pinned at the head',
    file: 'rules/edge.ts',
    find: 'knownIndex !== null && knownIndex < count && inPlace);',
    replace: 'knownIndex !== null && knownIndex < count);',
    suites: ['rules/place.test.ts'],
  },
  {
    name: 'order-for-good',
    why: 'a feed without times that turns its order round is held from then on',
    file: 'rules/compare.ts',
    find: 'directionOfKnown(matches) ?? watch.direction',
    replace: 'watch.direction ?? directionOfKnown(matches)',
    suites: ['rules/order.test.ts'],
  },
  {
    name: 'pages-asked-at-once',
    why: 'a server that asks to be left alone is asked for its older pages at every tick',
    file: 'rules/older-pages.ts',
    find: 'const notBefore = isAsked ? read.olderUntil : (hole?.notBefore ?? null);',
    replace: 'const notBefore = null;',
    suites: ['rules/hole.test.ts'],
  },
  {
    name: 'addresses-by-turns-are-written',
    why: 'a feed that two servers answer in turn costs a write a poll',
    file: 'rules/remember.ts',
    find: 'const addresses = watch.addresses.map(({ page }) => page).toSorted();',
    replace: 'const addresses = watch.addresses.map(({ page }) => page);',
    suites: ['rules/writes.test.ts'],
  },
];
