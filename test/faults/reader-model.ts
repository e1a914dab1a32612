import type { Blog } from './blog.ts';
import type { Feed } from './feed.ts';
import type { PageTexts, Poll } from './poll.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** Notices of a feed that are due to people: what, to whom, and from when on. */
export type DueNotice = {
  readonly type: 'feed.gap' | 'feed.failing';
  readonly to: readonly string[];
  readonly at: number;
  readonly since: number;
};

/** Addresses of which a reader knows that it has read them (rules/remember.ts). */
const ADDRESSES = 5;

/** Model of a feed's reader: what it has seen, and what therefore is due to be told. */
export class ReaderModel {
  /** Texts that the last successful poll was given, and the comments that any of them was. */
  read: PageTexts = new Map();
  readonly everRead = new Set<number>();
  /** By destination: comments that have to stand in its log. */
  readonly due = new Map<string, Set<number>>();
  /** Held by polls that began a baseline and did not end it, and no more by the one that did. */
  readonly missedAtFirst = new Set<number>();
  /** Times of writing up to this one may be those of comments that were there before the watch, or before an address. */
  heldBefore = Infinity;
  /** Comments whose time was not believed, since the poll's tick was long before it: their place decides. */
  readonly misplaced = new Set<number>();
  readonly notices: DueNotice[] = [];
  /** The text with which page 1 first showed a comment that an older page had shown: it is compared with none. */
  readonly uncompared = new Map<number, string>();
  readonly #olderRead = new Set<number>();
  /** A poll has shown nothing that was known: a gap may be told. */
  mayHaveGap = false;
  /** It has ever said 410. */
  wasGone = false;
  /** The blog's version in which the last poll found nothing that it did not know. */
  known = 0;
  /** Times that its document has gone: it is watched anew then. */
  forgotten = 0;
  #place: Poll['version']['place'] | null = null;
  /** The blog of which a poll that did not end well may have remembered something. */
  #perhaps: Blog | null = null;
  /** Its baseline is remembered. */
  isWatching = false;
  /** By comment, the number of the poll that first may have shown it, and of the one that was first to show it and went well. */
  readonly givenIn = new Map<number, number>();
  readonly readIn = new Map<number, number>();
  #polls = 0;
  /** By comment, who was told in all polls that showed it and did not end well: some may be remembered all the same. */
  readonly #tried = new Map<number, readonly string[]>();
  /** The last URLs that it was read from, as many as are remembered. */
  #urls: readonly string[] = [];
  /** Instant up to which comments may have rolled off unseen: it was read at another address then. */
  missedBefore = -Infinity;
  #lastGood: { readonly at: number; readonly count: number } | null = null;
  #failingSince: number | null = null;
  #failingTo: readonly string[] = [];
  #largest = 0;
  /** Nothing that it has shown has a time that is believed. */
  #isEdgeless = false;
  #quiet: { readonly url: string; readonly until: number } | null = null;

  /** Its document is gone, or was never there. */
  forget(): void {
    this.forgotten += 1;
    this.isWatching = false;
    this.#place = null;
    this.#perhaps = null;
    this.#urls = [];
    this.#lastGood = null;
    this.#failingSince = null;
    this.#largest = 0;
  }

  /** True if the server has said that it wants to be left alone until after `now`. */
  isQuiet({ place }: Poll['version'], now: number): boolean {
    return this.#quiet !== null && this.#quiet.url === place.url && now < this.#quiet.until;
  }

  ended(feed: Feed, poll: Poll, outcome: string, now: number): void {
    const { given, version } = poll;
    const isGood = ['read', 'watching', 'unchanged'].includes(outcome);
    const count = ++this.#polls;
    for (const number of [...(given?.keys() ?? []), ...poll.older, ...poll.perhaps])
      if (!this.givenIn.has(number)) this.givenIn.set(number, count);
    for (const number of given?.keys() ?? []) {
      if (isGood && !this.readIn.has(number)) this.readIn.set(number, count);
    }
    const isFirst = this.#place?.blog !== version.place.blog;
    if (isFirst) for (const number of given?.keys() ?? []) this.missedAtFirst[isGood ? 'delete' : 'add'](number);
    if (outcome === 'failed') this.#failed(poll, now);
    const { url } = version.place;
    if (isGood || outcome === 'failed') this.#quiet = poll.wait === null ? null : { url, until: poll.tick + poll.wait };
    if (isGood) this.#failingSince = null;
    const isNews = given !== null && given.size > 0 && ![...given.keys()].some((number) => this.everRead.has(number));
    if ((isNews && (!isFirst || this.#perhaps === version.place.blog)) || poll.isShort) this.mayHaveGap = true;
    for (const { number, published } of version.place.blog.comments) {
      const isShown = poll.older.has(number) || poll.perhaps.has(number);
      if (isShown && published > poll.tick + 5 * MINUTE) this.misplaced.add(number);
    }
    const perhaps = [...poll.older, ...poll.perhaps, ...(isGood ? [] : (given?.keys() ?? []))];
    for (const number of perhaps) this.#try(version.to, number);
    if (perhaps.length > 0) this.#perhaps = version.place.blog;
    // A baseline of another address may have been begun.
    if (!isGood && !this.#urls.includes(poll.url)) for (const number of given?.keys() ?? []) this.misplaced.add(number);
    if (!isGood || given === null) return;
    this.#bound(poll, given, isFirst, isNews);
    if (isNews && !isFirst && this.#urls.includes(poll.url)) this.#gap(feed, poll, given);
    this.#place = version.place;
    // That the same stands at another address is noted hourly.
    if (outcome !== 'unchanged' || this.#urls.includes(poll.url))
      this.#urls = [...this.#urls.filter((one) => one !== poll.url), poll.url].slice(-ADDRESSES);
    this.read = given;
    for (const [number, text] of given) {
      if (!this.everRead.has(number)) this.#owe(version.to, number);
      if (!this.everRead.has(number) && this.#olderRead.has(number)) this.uncompared.set(number, text);
      this.everRead.add(number);
    }
    for (const number of poll.older) this.#olderRead.add(number);
    this.#lastGood = { at: poll.servedAt, count: given.size };
    this.#largest = Math.max(this.#largest, given.size);
    if (outcome === 'unchanged') this.known = poll.served;
  }

  #try(to: readonly string[], number: number): void {
    const before = this.#tried.get(number) ?? to;
    this.#tried.set(
      number,
      before.filter((name) => to.includes(name)),
    );
  }

  #owe(to: readonly string[], number: number): void {
    const owed = to.filter((name) => this.#tried.get(number)?.includes(name) ?? true);
    for (const name of owed) this.due.set(name, (this.due.get(name) ?? new Set()).add(number));
  }

  /** Notes what is held: what a blog's first answer shows; of another address of it, what is older than the last answer. */
  #bound({ version, servedAt, tick, url }: Poll, given: PageTexts, isFirst: boolean, isNews: boolean): void {
    const first = version.place.blog.comments.filter(({ number }) => given.has(number));
    // A clock may be ahead.
    if (isFirst) this.heldBefore = Math.max(servedAt, ...first.map(({ published }) => published));
    else if (!this.#urls.includes(url)) {
      // Another host's, of which nothing is known, is a new baseline.
      const isAnew = isNews && this.#urls.every((one) => new URL(one).host !== new URL(url).host);
      this.heldBefore = Math.max(this.heldBefore, isAnew ? servedAt : (this.#lastGood?.at ?? servedAt));
      this.missedBefore = servedAt;
    }
    const dated: number[] = [];
    for (const { number, published } of version.place.blog.comments) {
      if (!given.has(number)) continue;
      if (published > tick + 5 * MINUTE) this.misplaced.add(number);
      else dated.push(published);
    }
    // Where the first answer said no time that is believed, the next one that does sets the edge.
    if (this.#isEdgeless && dated.length > 0) this.heldBefore = Math.max(this.heldBefore, Math.min(...dated));
    if (isFirst || dated.length > 0) this.#isEdgeless = dated.length === 0 && given.size > 0;
  }

  /** A page that does not join what was known, and has nothing behind it: what was missed is told. */
  #gap(feed: Feed, { version, servedAt }: Poll, given: PageTexts): void {
    const last = this.#lastGood;
    if (last === null || last.count === 0 || this.#largest <= 1 || given.size * 2 <= last.count || feed.isPaged) return;
    const missed = feed
      .shown(version.place.blog)
      .filter(
        ({ number, published, appeared, isRedated }) =>
          !isRedated && published > last.at && appeared <= servedAt && !given.has(number) && !this.everRead.has(number),
      );
    // What a poll that failed has shown may be known, and then it joins.
    const isTried = [...given.keys()].some((number) => this.#tried.has(number));
    if (missed.length > 0 && !isTried)
      this.notices.push({ type: 'feed.gap', to: version.to, at: servedAt, since: last.at });
  }

  /** Notes a failure: who was to hear of it all the time is told once, who is named later is not. */
  #failed({ version, tick }: Poll, now: number): void {
    const since = (this.#failingSince ??= now);
    this.#failingTo = since === now ? version.to : this.#failingTo.filter((name) => version.to.includes(name));
    const isDue =
      tick - since > DAY + HOUR && !this.notices.some((one) => one.type === 'feed.failing' && one.since === since);
    if (isDue) this.notices.push({ type: 'feed.failing', to: this.#failingTo, at: now, since });
  }
}
