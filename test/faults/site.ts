import { Addresses } from './addresses.ts';
import type { BlogComment } from './blog.ts';
import type { Chance } from './chance.ts';
import type { ValidatorsAt } from './poll.ts';
import { answerWith, type Answered, noAnswer, redirected, type ServerMode } from './server.ts';
import { commentsXml, iso, postsXml } from './site-feeds.ts';
import { DAY, MINUTE, SECOND } from './time.ts';

/** A post, with the comments that it ever had; in its feed they are numbered from 1, as in those of all others. */
export type Post = {
  readonly url: string;
  readonly at: number;
  /** Instant at which it appeared: a draft may be older. */
  readonly appeared: number;
  readonly said: BlogComment[];
  mode: ServerMode;
};

type Known = Parameters<typeof answerWith>[2]['validators'];

/** Comments in the feed of a post's. */
const SHOWN = 10;

/** Smallest number of a site's comments in what the run knows: the blogs' are below. */
const FIRST_NUMBER = 100_000;

/** A site whose posts are followed. */
export class Site {
  /** Names that it has had, the one in force last. */
  readonly names: string[];
  readonly host = 'site.example';
  readonly url = `https://${this.host}/posts.atom`;
  readonly posts: Post[] = [];
  /** Its feed of posts counts their comments. */
  readonly isCounted: boolean;
  /** Values that `follow` has had, the one in force last. */
  readonly follows: ('1d' | '2d' | '60d')[];
  addresses = new Addresses(this.host);
  /** One poll may ask again where something was: it may have moved. */
  mayMove = false;
  /** A wall against robots stands before it until then. */
  wallUntil = -Infinity;
  /** Its posts’ feeds name their older pages, each answered in this way; `null`: they have none. */
  pageMode: ServerMode | null = null;
  /** Numbers of comments that its feed of posts states, where these are wrong. */
  #stated: ((post: Post) => number) | null = null;
  readonly to: readonly string[];
  readonly chance: Chance;
  mode: ServerMode = 'fine';
  window: number;
  /** Number of times that its document has gone. */
  forgotten = 0;
  isWatching = false;
  /** Instant of the tick that was first to be answered: what was written until then is never told. */
  firstServed: number | null = null;
  /** Instant as of which each post is known to be known, at the latest: of those that are not new, what was before is old. */
  readonly knownSince = new Map<Post, number>();
  /** Comments whose time was not believed, since the poll's tick was long before it: the reader cannot tell when they came. */
  readonly misplaced = new Set<number>();
  #watchedSince: number | null = null;
  /** URLs that the poll under way has asked for, and the posts that it was told of. */
  readonly #asked = new Set<string>();
  readonly #listed = new Set<Post>();
  /** Posts that every answer has shown that may have been the first. */
  readonly #shownFirst = new Set<Post>();
  /** Posts of whose comments an answer has shown none. */
  readonly #hollow = new Set<Post>();
  #asking = 0;
  #last = FIRST_NUMBER;

  constructor(chance: Chance, now: number, name: string) {
    this.names = [name];
    this.chance = chance;
    this.isCounted = chance.odds(0.7);
    this.follows = [chance.pick(['2d', '60d', '60d'])];
    this.to = chance.pick([['alpha'], ['beta'], ['alpha', 'beta']]);
    this.window = chance.pick([3, 5, 8]);
    for (let age = chance.pick([0, 3, 6]); age > 0; age--)
      this.publish(now - age * DAY, chance.below(4), now - age * DAY);
  }

  get name(): string {
    return this.names.at(-1) ?? '';
  }

  /** The name that it may have beside its own. In the API’s memory names stay, so each seed has its own. */
  get otherName(): string {
    const [first = ''] = this.names;
    return this.names.length % 2 === 1 ? first.replace('site', 'place') : first;
  }

  /** True if that is a name of it: also while it is not known yet that it has it. */
  isCalled(name: string | null): boolean {
    return name === this.name || name === this.otherName;
  }

  /** All that comes on a post is told, however long after the last one. */
  get isFollowedLong(): boolean {
    return this.follows.every((follow) => follow === '60d');
  }

  /** CONFIG's value. */
  get config(): string {
    return JSON.stringify({ url: this.url, to: this.to, follow: this.follows.at(-1), every: '5m' });
  }

  get comments(): readonly BlogComment[] {
    return this.posts.flatMap(({ said }) => said);
  }

  /** The posts in its feed, newest first. */
  get listed(): readonly Post[] {
    return this.posts.toSorted((one, other) => other.at - one.at).slice(0, this.window);
  }

  /** Its feed of posts states other numbers of comments than there are. `null`: it is right. Not before it is watched. */
  miscount(stated: ((post: Post) => number) | null): void {
    if (this.#watchedSince !== null) this.#stated = stated;
  }

  countOf(post: Post): number {
    return this.#stated?.(post) ?? post.said.length;
  }

  /** The post whose comments are had at that URL, or were. */
  postAt(url: string): Post | undefined {
    const home = this.addresses.homeOf(url);
    return this.posts.find((one) => one.url === home);
  }

  /** True if the comments are found that were had at that URL: it leads to them, or the site names where they are now. */
  isLedTo(url: string): boolean {
    return this.addresses.resolve(url).left === null || this.listed.some((post) => post === this.postAt(url));
  }

  /** A post appears that has so many comments, a minute apart. */
  publish(at: number, comments: number, appeared: number): Post {
    const post: Post = {
      url: `https://${this.host}/${this.posts.length + 1}/comments.atom`,
      at,
      appeared,
      said: [],
      mode: 'fine',
    };
    this.posts.push(post);
    for (let age = comments; age > 0; age--) this.write(post, at + (comments - age) * MINUTE);
    return post;
  }

  write({ said }: Post, now: number, isUndated = false): void {
    const number = ++this.#last;
    said.push({
      number,
      published: now,
      appeared: now,
      text: `remark ${number}, wording 0`,
      edits: 0,
      isRedated: false,
      hidden: false,
      gone: false,
      isUndated,
    });
  }

  /** Comments that a post's feed holds now, oldest first. */
  visible({ said }: Post): readonly BlogComment[] {
    return said.slice(-SHOWN);
  }

  /** True if a comment may be held, since it was there before its post was known. */
  mayBeHeld(number: number): boolean {
    const post = this.posts.find(({ said }) => said.some((one) => one.number === number));
    const published = post?.said.find((one) => one.number === number)?.published ?? Infinity;
    if (post === undefined) return false;
    // Of one without a time on a post that was there nobody can tell; nor at another address.
    const isUndated = post.said.some((one) => one.number === number && one.isUndated === true);
    if (isUndated && (this.mayMove || this.oldUntil(post) > -Infinity)) return true;
    // What was said of a draft a day before the site was last read without it is held.
    return published <= Math.max(this.oldUntil(post), post.appeared - DAY) || this.misplaced.has(number);
  }

  /** Instant until which comments on a post may be old: none are on a post that came after the site's first poll. */
  oldUntil(post: Post): number {
    if (this.#watchedSince === null) return Infinity;
    return post.at > this.#watchedSince ? -Infinity : (this.knownSince.get(post) ?? Infinity);
  }

  /** Instant until which comments on a post are old: on one that the first answer did not show, a day earlier. */
  oldAtLeastUntil(post: Post): number {
    if (this.firstServed === null) return -Infinity;
    // Of those of a crowd some are dated some ms before they come.
    if (this.#shownFirst.has(post)) return this.firstServed - SECOND;
    // One that looks new, and whose feed said that there was nothing: then what shows has come since.
    return this.#hollow.has(post) ? -Infinity : this.firstServed - DAY;
  }

  /** Begins to answer a request; gives what is wrong with it. */
  begin(url: string): string | null {
    this.#asking += 1;
    if (this.#asking > 1) return `${this.name}: its host is asked twice at once`;
    if (this.#asked.has(url) && !this.mayMove) return `${url}: two polls at once`;
    this.#asked.add(url);
    return null;
  }

  /** The request has its answer, or nobody waits for that any more. */
  asked(): void {
    this.#asking = Math.max(this.#asking - 1, 0);
  }

  /** Answers for its feed of posts, or that of a post's comments. `tick`: the instant that the poll takes for now. */
  serve(asked: string, tick: number, validators: ValidatorsAt, now: number): Answered {
    const [at = asked, page = '1'] = asked.split('?page=');
    const there = this.addresses.resolve(at);
    // Of comments that were never read nobody can tell whose they are.
    const isPosts = this.addresses.homeOf(at) === this.url;
    if (there.left === 'parked' || (there.left === 'stranger' && isPosts))
      return answerWith(at, '', { mode: there.left, etag: null, next: null, validators: null }, this.chance).answer;
    if (there.left !== null) return noAnswer('status', 404);
    const { url } = there;
    const known = validators.get(url) ?? null;
    const isWalled = now < this.wallUntil;
    if (this.addresses.homeOf(url) === this.url)
      return redirected(this.#servePosts(url, tick, known, isWalled ? 'wall' : this.mode), there);
    const post = this.postAt(url);
    if (post === undefined) return noAnswer('status', 404);
    const mode = isWalled ? 'wall' : page === '1' ? post.mode : (this.pageMode ?? 404);
    return redirected(this.#serveComments(url, post, Number(page), mode, tick, known), there);
  }

  #serveComments(url: string, post: Post, page: number, mode: ServerMode, tick: number, validators: Known): Answered {
    const end = post.said.length - (page - 1) * SHOWN;
    const said = mode === 'hollow' ? [] : post.said.slice(Math.max(end - SHOWN, 0), end);
    const next = this.pageMode !== null && end > SHOWN ? `${url}?page=${page + 1}` : null;
    if (said.length === 0) this.#hollow.add(post);
    for (const { number, published } of said) if (published > tick + 5 * MINUTE) this.misplaced.add(number);
    const etag = `W/"${said.map(({ number, edits }) => `${number}.${edits}`).join(' ')}"`;
    const xml = commentsXml(this, post, said, next);
    if (page > 1)
      return answerWith(`${url}?page=${page}`, xml, { mode, etag: null, next, validators: null }, this.chance).answer;
    return answerWith(url, xml, { mode, etag, next, validators }, this.chance).answer;
  }

  /** Contents of a URL now, for a person. */
  describe(url: string): string {
    const post = this.postAt(url);
    if (post !== undefined)
      return `${post.mode} ${this.visible(post)
        .map(({ text }) => text)
        .join('; ')}`;
    return `${this.mode} ${this.listed.map((one) => `${one.url} ${iso(one.at)} ${one.said.length}`).join('; ')}`;
  }

  #servePosts(url: string, tick: number, validators: Known, mode: ServerMode): Answered {
    const listed = mode === 'hollow' ? [] : this.listed;
    if (this.firstServed === null) for (const post of listed) this.#shownFirst.add(post);
    this.firstServed = Math.min(this.firstServed ?? tick, tick);
    // Which of the answers is the first one that counts is known once a poll has ended well.
    if (this.#watchedSince === null)
      for (const post of this.#shownFirst) if (!listed.includes(post)) this.#shownFirst.delete(post);
    const etag = `"${listed.map((post) => `${this.addresses.now(post.url)} ${this.isCounted ? this.countOf(post) : ''}`).join(' ')}"`;
    const served = answerWith(url, postsXml(this, listed), { mode, etag, next: null, validators }, this.chance);
    if (served.isWhole) for (const post of listed) this.#listed.add(post);
    return served.answer;
  }

  /** Its poll has come to an end. */
  ended(outcome: string, now: number): void {
    if (['read', 'watching', 'unchanged'].includes(outcome)) {
      if (this.#listed.size > 0 || outcome === 'watching') this.#watchedSince ??= now;
      for (const post of this.#listed) if (!this.knownSince.has(post)) this.knownSince.set(post, now);
    }
    this.#asked.clear();
    this.#listed.clear();
    if (outcome === 'crash') this.#asking = 0;
  }

  /** Its document is gone. */
  forget(): void {
    this.forgotten += 1;
    this.isWatching = false;
    this.#watchedSince = null;
    this.knownSince.clear();
  }
}
