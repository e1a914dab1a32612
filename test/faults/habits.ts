import { Addresses } from './addresses.ts';
import type { Blog } from './blog.ts';
import { Chance } from './chance.ts';
import type { Run } from './run.ts';
import { changeSiteHabits } from './site-habits.ts';
import { DAY, HOUR, SECOND } from './time.ts';

/** Habits of the web that not every seed has: of all hosts, and of sites that are followed. */
const OF_ALL = ['walls', 'moves', 'clocks', 'lone-cuts', 'hangs'] as const;
const OF_SITES = ['counts', 'follows', 'renames', 'bursts'] as const;
export type Habit = (typeof OF_ALL)[number] | (typeof OF_SITES)[number];

/** Seeds that have some, by what is left of seven: none of those that had found a mistake before there were any. */
const HABITUAL = new Set([0, 2, 3]);
const HABITS_SEED = 3_000_003;

/** Habits that `FAULT_HABITS` gives every seed, with commas between them. */
const forced = (process.env['FAULT_HABITS'] ?? '').split(',').filter((name) => name !== '');

/** Habits of one seed. Their chance is their own: seeds without any are what they were. */
export class Habits {
  readonly chance: Chance;
  readonly #all: ReadonlySet<string>;

  constructor(seed: number, isSite: boolean) {
    this.chance = new Chance(seed + HABITS_SEED);
    const some: readonly Habit[] = isSite ? [...OF_ALL, ...OF_SITES, ...OF_SITES] : OF_ALL;
    const drawn = [this.chance.pick(some), ...(this.chance.odds(0.4) ? [this.chance.pick(some)] : [])];
    this.#all = new Set(forced.length > 0 ? forced : HABITUAL.has(seed % 7) ? drawn : []);
  }

  has(habit: Habit): boolean {
    return this.#all.has(habit);
  }

  get isNone(): boolean {
    return this.#all.size === 0;
  }
}

/** Host at which others' feeds may be, too. */
const SHARED_HOST = 'blogs.example';

/** Gives the blogs the addresses that they may move to; gives the hosts that there are more. */
export function openAddresses({ habits, blogs, site }: Run): readonly string[] {
  if (!habits.has('moves')) return [];
  for (const blog of blogs) {
    const others = [`https://${blog.host}/moved/`, `https://${SHARED_HOST}/${blog.host}/`];
    blog.addresses = new Addresses(blog.host, habits.chance.shuffled(others));
    blog.isNamed = true;
  }
  if (site !== null) {
    site.mayMove = true;
    site.addresses = new Addresses(site.host, [`https://${site.host}/moved/`, `https://${SHARED_HOST}/site/`]);
  }
  return [SHARED_HOST];
}

/** The web does what it is used to. */
export function changeHabits(run: Run): void {
  const { habits, now, blogs } = run;
  const { chance } = habits;
  if (habits.isNone || !chance.odds(0.2)) return;
  const blog = chance.pick(blogs);
  if (run.site !== null) changeSiteHabits(run, run.site);
  if (habits.has('walls') && chance.odds(0.5)) blog.wallUntil = now + chance.below(chance.pick([6, 60]) * HOUR);
  if (habits.has('moves') && chance.odds(0.5)) blog.move(chance);
  if (habits.has('clocks')) misdate(run, blog);
  if (habits.has('lone-cuts')) renameAndCut(run, blog);
  if (habits.has('hangs')) blog.hangs = chance.pick(['silent', 'dripping', null, null]);
}

/** A server's clock is wrong by hours for one comment, or all times are put right, or replaced by those of an import. */
function misdate({ habits: { chance }, now }: Run, blog: Blog): void {
  const what = chance.weighed({ ahead: 3, behind: 3, all: 2, imported: 1 });
  if (what !== 'ahead' && what !== 'behind' && blog.isSettling) return;
  const wrong = HOUR + chance.below(chance.pick([3, 30]) * HOUR);
  if (what === 'ahead') blog.write(now, now + wrong);
  else if (what === 'behind') blog.write(now, now - wrong);
  else if (what === 'all') {
    const shift = chance.odds(0.5) ? wrong : -wrong;
    blog.redate(({ published }) => published + shift);
  } else {
    const { length } = blog.comments;
    const step = chance.pick([0, SECOND, DAY / 24]);
    blog.redate((_said, at) => now - (length - at) * step);
  }
}

/** All IDs change at once, and each feed breaks off after its first comment. */
function renameAndCut({ habits: { chance } }: Run, blog: Blog): void {
  const { version } = blog;
  blog.rename(chance);
  if (blog.version !== version) for (const feed of blog.feeds) feed.isLone = true;
}

/** Everything is well: of addresses that were left not all lead on. */
export function healHabits({ blogs, now, site }: Run): void {
  if (site !== null) site.wallUntil = -Infinity;
  if (site !== null && site.pageMode !== null) site.pageMode = 'fine';
  site?.miscount(null);
  for (const blog of blogs) {
    // What is dated hours ahead stands before all that is new.
    const ahead = Math.max(...blog.comments.map(({ published }) => published)) - now;
    if (ahead > 0) blog.redate(({ published }) => published - ahead);
    blog.wallUntil = -Infinity;
    blog.hangs = null;
    for (const feed of blog.feeds) feed.isLone = false;
  }
}
