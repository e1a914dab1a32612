import { isLookBackDue, olderPage } from '../../worker/rules/continuity.ts';
import { decide } from '../../worker/rules/decide.ts';
import type { Plan } from '../../worker/rules/plan.ts';
import {
  freshWatch,
  type PagesEnd,
  type ReadPages,
  type SeenComment,
  type SeenPage,
  type Watch,
} from '../../worker/rules/watch.ts';
import { type Blog, DAY, HOUR, POLL, type Served, type Site } from './blog.ts';
import { digestOf, Ledger, type Score } from './ledger.ts';

const FEED = 'feed';

/** Callback after each poll, for finding out why something was decided. */
export type Trace = (
  poll: number,
  before: Watch,
  seen: ReadPages,
  plan: Plan,
  shown: readonly (readonly Served[])[],
) => void;

/** Runs one site from start to end under the rules. `fickle`: no two answers have the same bytes. */
export function watch(blog: Blog, site: Site, fickle: boolean, trace?: Trace): Score {
  const watcher = new Watcher(blog, site, fickle, trace);
  watcher.poll(0);
  for (let poll = 1; poll <= site.polls; poll++) {
    blog.now += POLL;
    site.step(poll);
    watcher.poll(poll);
  }
  site.rest?.();
  // A hole is read to its end, and the look-back of another two days.
  for (const wait of [POLL, POLL, POLL, POLL, DAY, POLL, POLL, POLL, DAY, POLL]) {
    blog.now += wait;
    watcher.poll(Infinity);
  }
  return watcher.ledger.score();
}

/** Poller of one feed without network: fetches pages of a simulated site, delivers to a ledger. */
class Watcher {
  readonly ledger: Ledger;
  readonly #blog: Blog;
  readonly #site: Site;
  readonly #fickle: boolean;
  readonly #trace: Trace | undefined;
  #watch: Watch = freshWatch('');
  #stored: Watch = this.#watch;
  #storedAt = -Infinity;
  #served = '';

  constructor(blog: Blog, site: Site, fickle: boolean, trace?: Trace) {
    this.#blog = blog;
    this.#site = site;
    this.#fickle = fickle;
    this.#trace = trace;
    this.ledger = new Ledger(blog);
  }

  poll(number: number): void {
    const { chance } = this.#blog;
    const { crashes = 0, restarts = 0, migrates = false, pauses } = this.#site;
    if (pauses?.(number) === true) return;
    if (chance.odds(restarts)) this.#restart(this.#stored);
    const seen = this.#gather();
    if (seen === null) return;
    const { now } = this.#blog;
    const plan = decide({ name: FEED, backfill: this.#site.backfill ?? 0 }, this.#watch, seen.seen, this.#day(), now);
    this.#trace?.(number, this.#watch, seen.seen, plan, seen.shown);
    const isCrash = number !== Infinity && chance.odds(crashes);
    if (plan.kind === 'taken') this.#commit(plan, seen, isCrash);
    if (migrates && number === 0) this.#restart(versionOne(this.#watch));
  }

  #day(): number {
    return Math.floor(this.#blog.now / (this.#site.day ?? DAY));
  }

  #restart(from: Watch): void {
    this.#watch = from;
    this.#served = '';
  }

  #gather(): Gathered | null {
    const { now } = this.#blog;
    const page = this.#site.page(1);
    if (page === 'failed' || page === 'none') return null;
    const { source = 'config', url = 'one/feed', home = null, cut = false } = this.#site.around?.() ?? {};
    const served = JSON.stringify([page, url]);
    const isSame = !this.#fickle && !cut && served === this.#served;
    // As in a Poller, a page that says nothing else is read again for older pages alone.
    if (isSame && this.#watch.hole === null && !isLookBackDue(this.#watch, this.#day())) return null;
    const shown: (readonly Served[])[] = [page];
    const older: SeenPage[] = [];
    let olderEnd: PagesEnd | null = null;
    const seen = (): ReadPages => ({
      kind: cut ? 'cut' : 'whole',
      page: page.map(seenAs),
      older,
      olderEnd,
      olderUntil: null,
      olderUrl: null,
      address: { host: url.split('/')[0] ?? '', page: url },
      source,
      home,
    });
    const budget = this.#site.budget?.() ?? Infinity;
    for (;;) {
      const next = olderPage(this.#watch, seen(), this.#day(), now);
      if (next === null) return { seen: seen(), shown, served };
      const answer = older.length < budget ? this.#site.page(next.page) : 'limit';
      if (answer !== 'limit') this.ledger.older++;
      if (typeof answer === 'string') {
        olderEnd = answer;
      } else {
        shown.push(answer);
        older.push(answer.map(seenAs));
      }
    }
  }

  #commit(plan: Plan & { readonly kind: 'taken' }, { seen, shown, served }: Gathered, isCrash: boolean): void {
    const { chance, now } = this.#blog;
    this.ledger.begin();
    if (plan.before !== null) this.#restart(plan.before);
    if (plan.before !== null) this.#stored = plan.before;
    const accepted = isCrash ? plan.offers.slice(0, chance.below(plan.offers.length + 1)) : plan.offers;
    for (const offer of accepted) {
      const one = shown[offer.page]?.[offer.at];
      if (one === undefined) throw new RangeError('An offer of what no page shows');
      this.ledger.offer(offer, one);
    }
    if (isCrash) return;
    this.ledger.commit(plan);
    this.ledger.showed(shown, seen.kind === 'whole');
    this.#watch = plan.after;
    if (seen.kind !== 'cut') this.#served = served;
    const isDue = plan.write === 'now' || (plan.write === 'hourly' && now - this.#storedAt >= HOUR);
    if (!isDue) return;
    this.ledger.writes[plan.write === 'now' ? 'now' : 'hourly']++;
    this.#stored = plan.after;
    this.#storedAt = now;
  }
}

type Gathered = { readonly seen: ReadPages; readonly shown: readonly (readonly Served[])[]; readonly served: string };

function seenAs({ id, author, time, link, text, number }: Served): SeenComment {
  const isWhole = author !== null && time !== null && link !== null;
  return {
    id,
    fingerprint: isWhole ? `${author} ${time} ${link}` : null,
    author,
    time,
    content: digestOf(text),
    number,
    key: `${FEED} ${id}`,
    qualified: `${FEED} ${id}`,
  };
}

/** A document of version 1: it knew IDs, fingerprints and texts alone. */
function versionOne(from: Watch): Watch {
  return {
    ...freshWatch(from.source),
    since: from.since,
    largest: from.largest,
    migrated: true,
    remembered: from.remembered.map((known) => ({
      ...known,
      author: null,
      time: null,
      key: null,
      held: false,
      shown: false,
      restless: null,
    })),
  };
}
