import { Addresses } from './addresses.ts';
import type { Chance } from './chance.ts';
import { Feed } from './feed.ts';
import type { Place } from './poll.ts';
import { MINUTE } from './time.ts';

/** The ways in which a blog has named its comments. The first three name the blog's host. */
const SCHEMES: readonly ((host: string, number: number) => string)[] = [
  (host, number) => `http://${host}/?c=${number}`,
  (host, number) => `https://${host}/?c=${number}`,
  (host, number) => `tag:${host},2026:comment-${number}`,
  (_host, number) => `comment-${number}`,
];

/** A comment, with all that it ever said. */
export type BlogComment = {
  readonly number: number;
  /** Instant at which it was written, ms; it may have appeared on the blog later. */
  published: number;
  readonly appeared: number;
  text: string;
  /** Number of edits so far. */
  edits: number;
  /** Its time is another one by now than that with which it appeared. */
  isRedated: boolean;
  hidden: boolean;
  /** It will never be seen again. */
  gone: boolean;
  /** Its feed does not say when it was written. */
  readonly isUndated?: boolean;
};

/** A blog on which people comment. */
export class Blog {
  readonly host: string;
  readonly feeds: Feed[] = [];
  readonly comments: BlogComment[] = [];
  scheme: number;
  version = 0;
  addresses: Addresses;
  /** A wall against robots stands before it until then. */
  wallUntil = -Infinity;
  /** Its server takes requests, and says nothing, or says it byte by byte. */
  hangs: 'silent' | 'dripping' | null = null;
  /** Its feeds name the blog and not the address that they are read from. */
  isNamed = false;
  #renamed = 0;
  #writtenSince = 0;
  readonly #numbers: () => number;

  constructor(host: string, scheme: number, numbers: () => number) {
    this.host = host;
    this.addresses = new Addresses(host);
    this.scheme = scheme;
    this.#numbers = numbers;
  }

  /** A comment's ID, as of now. */
  idOf(number: number): string {
    return SCHEMES[this.scheme]?.(this.host, number) ?? '';
  }

  /** Somebody writes; what was held for approval appears where it belongs by its time. */
  write(now: number, written = now): void {
    // After a change of IDs that its readers do not know, one more: in a page of new ones nobody can find the old ones.
    if (this.isSettling && this.#writtenSince++ > 0) return;
    const number = this.#numbers();
    const said = {
      number,
      published: written,
      appeared: now,
      text: remarkOf(number, 0),
      edits: 0,
      isRedated: false,
      hidden: false,
      gone: false,
    };
    this.comments.push(said);
    this.comments.sort((a, b) => a.published - b.published);
    this.version += 1;
  }

  edit(said: BlogComment): void {
    if (this.isSettling) return;
    said.edits += 1;
    said.text = remarkOf(said.number, said.edits);
    this.version += 1;
  }

  /** It says what it first said. */
  undo(said: BlogComment): void {
    if (this.isSettling || said.text === remarkOf(said.number, 0)) return;
    said.edits += 1;
    said.text = remarkOf(said.number, 0);
    this.version += 1;
  }

  /** True if all feeds' readers know what it says now. */
  get isKnown(): boolean {
    return this.feeds.every(({ reader }) => reader.known === this.version);
  }

  /** All that it says is dated anew. */
  redate(timeOf: (said: BlogComment, at: number) => number): void {
    for (const [at, said] of this.comments.entries()) {
      said.published = timeOf(said, at);
      said.isRedated = true;
    }
    this.version += 1;
  }

  /** Its feeds are at another address from now on. */
  move(chance: Chance): void {
    if (this.isSettling) return;
    const left = this.addresses.move(chance);
    if (left === null) return;
    for (const feed of this.feeds) feed.freeze(left);
    this.version += 1;
  }

  hide(said: BlogComment, hidden: boolean): void {
    if (this.isSettling) return;
    said.hidden = hidden;
    this.version += 1;
  }

  /** One thing at a time: what changes together with its ID is another comment to anyone. */
  get isSettling(): boolean {
    return this.feeds.some(({ reader }) => reader.known < this.#renamed);
  }

  /**
   * All IDs change at once. Only where every feed's reader knows what there is: a comment that has another ID when it is
   * first remembered than it had when it was delivered is another comment to anyone.
   */
  rename(chance: Chance): void {
    // Of a single one nobody can tell whether it is another comment.
    const stays = (said: BlogComment): boolean =>
      this.feeds.every((feed) => !feed.holds(said) || feed.visible().includes(said));
    if (!this.isKnown || this.addresses.hasCopy || this.feeds.some((feed) => feed.visible().filter(stays).length < 2))
      return;
    const others = [...SCHEMES.keys()].filter(
      (scheme) => scheme !== this.scheme && (this.feeds.length < 2 || scheme < 3),
    );
    this.scheme = chance.pick(others);
    const gone = this.comments.filter((said) => !stays(said));
    for (const said of gone) said.gone = true;
    this.version += 1;
    this.#renamed = this.version;
    this.#writtenSince = 0;
  }
}

function remarkOf(number: number, version: number): string {
  return `remark ${number}, wording ${version}`;
}

/** The blogs that there are, and the feeds of them. */
export type Web = { readonly blogs: readonly Blog[]; readonly feeds: readonly Feed[] };

/** One blog with one or two feeds, mostly another, and a third that one of the feeds may turn to. */
export function openBlogs(chance: Chance, now: number): Web {
  let last = 0;
  const number = (): number => ++last;
  const one = new Blog('one.example', chance.below(3), number);
  const two = new Blog('two.example', chance.below(4), number);
  const three = new Blog('three.example', chance.below(3), number);
  const feeds = [new Feed('all', placeOf(one, 'all'), chance, () => true)];
  if (chance.odds(0.4)) feeds.push(new Feed('even', placeOf(one, 'even'), chance, (said) => said.number % 2 === 0));
  if (chance.odds(0.7)) feeds.push(new Feed('lone', placeOf(two, 'lone'), chance, () => true));
  const blogs = [one, two, three];
  for (const blog of blogs) for (let age = chance.pick([0, 2, 5, 15]); age > 0; age--) blog.write(now - age * MINUTE);
  return { blogs, feeds };
}

/** Gives the place where a blog shows the comments that a feed holds. */
export function placeOf(blog: Blog, name: string, folder = ''): Place {
  return { url: `https://${blog.host}/${folder}${name}.atom`, blog };
}
