import type { Destined } from './addresses.ts';
import type { Blog, BlogComment } from './blog.ts';
import type { Chance } from './chance.ts';
import { answerOf, type Answered, redirected, type ServerMode } from './server.ts';
import type { Place, Poll, ValidatorsAt, Version } from './poll.ts';
import { ReaderModel } from './reader-model.ts';

/** Order of the comments in the answers of a feed. */
type Order = 'newest' | 'oldest' | 'any';

/** Comments on an older page of a feed that has such. */
const PAGE = 10;

/** A feed of a blog's comments. */
export class Feed {
  readonly name: string;
  readonly etags: boolean;
  readonly every: string | null;
  readonly backfill: number;
  readonly order: Order;
  /** It names its older pages (RFC 5005). */
  readonly isPaged: boolean;
  readonly holds: (said: BlogComment) => boolean;
  /** Values of CONFIG's so far, the one in force last. */
  readonly versions: Version[];
  readonly reader = new ReaderModel();
  mode: ServerMode = 'fine';
  pageMode: ServerMode = 'fine';
  window: number;
  /** Its next answer ends after its first comment. */
  isLone = false;
  poll: Poll | null = null;
  /** By address that it has left, what it said then. */
  readonly #frozen = new Map<number, readonly BlogComment[]>();
  readonly #chance: Chance;

  constructor(name: string, place: Place, chance: Chance, holds: (said: BlogComment) => boolean) {
    this.name = name;
    this.holds = holds;
    this.etags = chance.odds(0.7);
    this.every = chance.odds(0.8) ? '5m' : null;
    this.backfill = chance.pick([0, 0, 2]);
    this.order = chance.pick(['newest', 'newest', 'newest', 'oldest', 'any']);
    this.isPaged = chance.odds(0.35);
    this.window = chance.pick([10, 10, 10, 3]);
    this.versions = [{ place, to: chance.pick([['alpha'], ['beta'], ['alpha', 'beta'], ['alpha', 'beta']]) }];
    this.#chance = chance;
    place.blog.feeds.push(this);
  }

  get version(): Version {
    const version = this.versions.at(-1);
    if (version === undefined) throw new RangeError('No value');
    return version;
  }

  get blog(): Blog {
    return this.version.place.blog;
  }

  /** CONFIG's value. */
  get config(): string {
    const { place, to } = this.version;
    const { every, backfill } = this;
    const headers = { 'x-version': String(this.versions.length - 1) };
    return JSON.stringify({ url: place.url, to, backfill, headers, ...(every === null ? {} : { every }) });
  }

  /** Another value from now on. */
  change(version: Version): void {
    const { blog } = this;
    this.versions.push(version);
    if (version.place.blog === blog) return;
    blog.feeds.splice(blog.feeds.indexOf(this), 1);
    version.place.blog.feeds.push(this);
  }

  /** All that it may show, oldest first. */
  shown(blog = this.blog): readonly BlogComment[] {
    return blog.comments.filter((said) => this.holds(said) && !said.hidden && !said.gone);
  }

  /** Comments that it holds now, oldest first. */
  visible(blog = this.blog): readonly BlogComment[] {
    return this.shown(blog).slice(-this.window);
  }

  /** It holds more or fewer from now on. */
  resize(window: number): void {
    if (this.blog.isSettling) return;
    this.window = window;
    this.blog.version += 1;
  }

  /** Its address is left: an old copy of it may stand there. */
  freeze(root: number): void {
    this.#frozen.set(
      root,
      this.visible().map((said) => ({ ...said })),
    );
  }

  /** Answers a request for page 1. What a poll that is over is answered counts for nothing. */
  serve(poll: Poll, asked: string, validators: ValidatorsAt, now: number, as: ServerMode | null = null): Answered {
    const { blog } = poll.version.place;
    const there = blog.addresses.resolve(asked);
    const place: Place = { url: there.url, blog };
    const mode = as ?? this.#modeOf(place, there, now);
    const said = mode === 'hollow' ? [] : there.left === 'stale' ? this.#frozenAt(there.root) : this.visible(blog);
    const next = this.isPaged && said.length > 0 && there.left === null ? `${place.url}?page=2` : null;
    const etag = this.etags ? etagOf(blog, said) : null;
    const serving = { mode, etag, next, validators: validators.get(place.url) ?? null };
    const { answer, isWhole } = answerOf(place, this.#ordered(said), serving, this.#chance);
    poll.url = place.url;
    poll.given = isWhole ? new Map(said.map(({ number, text }) => [number, text])) : null;
    poll.servedAt = now;
    poll.served = there.left === null ? blog.version : 0;
    if (mode === 'cut' || mode === 'cut-silently' || mode === 'lone') {
      poll.isShort = true;
      for (const { number } of said) poll.perhaps.add(number);
    }
    return redirected(answer, there);
  }

  /** Way in which page 1 is answered: a lone comment once, and only in an answer. */
  #modeOf({ blog }: Place, { left }: Destined, now: number): ServerMode {
    if (now < blog.wallUntil) return 'wall';
    if (left !== null && left !== 'stale') return left === 'gone' ? 404 : left;
    if (this.mode !== 'fine' || !this.isLone) return this.mode;
    this.isLone = false;
    return 'lone';
  }

  #frozenAt(root: number): readonly BlogComment[] {
    return this.#frozen.get(root) ?? [];
  }

  /** Answers for an older page, from 2. */
  servePage(poll: Poll, page: number, now: number): Answered {
    const { blog } = poll.version.place;
    const place: Place = { url: blog.addresses.now(poll.version.place.url), blog };
    const end = -this.window - (page - 2) * PAGE;
    const all = this.shown(place.blog);
    const said = all.slice(Math.min(end - PAGE, 0), end);
    for (const { number } of said) poll.older.add(number);
    const next = all.length > said.length - end && said.length > 0 ? `${place.url}?page=${page + 1}` : null;
    const mode = now < blog.wallUntil ? 'wall' : this.pageMode;
    if (mode !== 'fine') poll.isShort = true;
    return answerOf(
      { ...place, url: `${place.url}?page=${page}` },
      this.#ordered(said),
      { mode, etag: null, next, validators: null },
      this.#chance,
    ).answer;
  }

  #ordered(said: readonly BlogComment[]): readonly BlogComment[] {
    if (this.order === 'any' && this.#chance.odds(0.4)) return this.#chance.shuffled(said);
    return this.order === 'oldest' ? said : said.toReversed();
  }

  /** Its poll has come to an end. */
  ended(outcome: string, now: number): void {
    const { poll } = this;
    this.poll = null;
    if (poll !== null) this.reader.ended(this, poll, outcome, now);
  }
}

/** The same for the same content: an edit that is undone brings back the old one. */
function etagOf(blog: Blog, said: readonly BlogComment[]): string {
  let hash = 0;
  for (const { number, text } of said)
    for (const char of `${blog.idOf(number)} ${text}`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
  return `W/"${hash}"`;
}
