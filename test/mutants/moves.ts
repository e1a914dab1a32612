import type { Mutant } from './mutant.ts';

const MOVES = ['poller/growth/moves.test.ts'];
const SITE = ['poller/growth/site.test.ts'];

/** Feeds that go to another shard when the number of shards is doubled. */
export const movesMutants: readonly Mutant[] = [
  {
    name: 'begins-from-seen',
    why: 'a feed is begun from SEEN where the shard that had it does not answer',
    file: 'poller/growth/claims.ts',
    find: 'if (!(await this.#take(deps, former, name))) waiting.add(name);',
    replace: 'await this.#take(deps, former, name);',
    suites: MOVES,
  },
  {
    name: 'released-unmarked',
    why: 'a feed that another shard takes over is not marked as moved',
    file: 'poller/growth/moved-feeds.ts',
    find: 'for (const { table, key } of TABLES) this.#database.exec(`DELETE FROM ${table} WHERE ${key} = ?`, feed);',
    replace: 'this.#database.exec("DELETE FROM moved WHERE feed = ? AND part = 0", feed);',
    suites: MOVES,
  },
  {
    name: 'released-for-good',
    why: 'what is released is forgotten before the other shard has it',
    file: 'poller/growth/moved-feeds.ts',
    find: 'const [found] = parts;',
    replace: 'const [found] = parts; this.letGo(feed);',
    suites: MOVES,
  },
  {
    name: 'released-while-polled',
    why: 'a feed is given up in the middle of its poll',
    file: 'poller/shard-object.ts',
    find: 'if (!isHere || this.limiter.has(name))',
    replace: 'if (!isHere)',
    suites: MOVES,
  },
  {
    name: 'released-without-owed',
    why: 'what an Outbox is owed stays with the shard that had the feed',
    file: 'poller/growth/moved-feeds.ts',
    find: "  { table: 'owed', key: 'feed', order: 'seq' },\n",
    replace: '',
    suites: MOVES,
  },
  {
    name: 'released-without-posts',
    why: 'the posts of a site that is followed stay with the shard that had it',
    file: 'poller/growth/moved-feeds.ts',
    find: "  { table: 'child', key: 'feed', order: 'id' },\n",
    replace: '',
    suites: SITE,
  },
  {
    name: 'released-in-half-characters',
    why: 'a part of what moves ends within a surrogate pair, of which SQLite makes another character',
    file: 'poller/growth/moved-feeds.ts',
    find: 'if ((text.codePointAt(to - 1) ?? 0) > 0xff_ff) to -= 1;',
    replace: '',
    suites: SITE,
  },
];
