import type { Body, FeedRequest, FetchFailure, Unmodified } from '../../worker/io/fetch-feed.ts';
import type { Result } from '../../worker/model.ts';
import type { Blog, Said } from './blog.ts';
import type { Chance } from './chance.ts';

type Validators = Awaited<ReturnType<FeedRequest['validatorsOf']>>;

/** How a server answers. The last four are told by an answer that begins well. */
export const MOODS = [
  'fine',
  'forever-304',
  'empty',
  'hollow',
  'challenge',
  'cut',
  'cut-silently',
  500,
  404,
  410,
  429,
  'timeout',
  'network',
] as const;
export type Mood = (typeof MOODS)[number];

/** What the reader of a feed was given, as texts by number. */
export type Reading = ReadonlyMap<number, string>;

/** A feed of a blog's comments. */
export class Feed {
  readonly name: string;
  readonly blog: Blog;
  /** The destinations. */
  readonly to: readonly string[];
  readonly url: string;
  readonly etags: boolean;
  readonly every: string | null;
  readonly backfill: number;
  readonly holds: (said: Said) => boolean;
  mood: Mood = 'fine';
  window = 10;

  /** Whether a poll of it is under way, and what that was given. */
  polling = false;
  given: Reading | null = null;
  /** What the last poll that went well was given, and everything that any of them was. */
  read: Reading = new Map();
  readonly everRead = new Set<number>();
  /** What it held when its first poll began, and no more when that was remembered. */
  readonly missedAtFirst = new Set<number>();
  /** The blog's version in which the last poll found nothing that it did not know. */
  known = 0;
  #served = 0;
  /** When its first poll was remembered. */
  watchedSince: number | null = null;
  readonly #chance: Chance;

  constructor(name: string, blog: Blog, to: readonly string[], chance: Chance, holds: (said: Said) => boolean) {
    this.name = name;
    this.blog = blog;
    this.to = to;
    this.holds = holds;
    this.url = `https://${blog.host}/${name}.atom`;
    this.etags = chance.odds(0.7);
    this.every = chance.odds(0.8) ? '5m' : null;
    this.backfill = chance.pick([0, 0, 2]);
    this.#chance = chance;
  }

  /** What it holds now, oldest first. */
  visible(): readonly Said[] {
    return this.blog.said.filter((said) => this.holds(said) && !said.hidden && !said.gone).slice(-this.window);
  }

  /** It holds more or fewer from now on. */
  resize(window: number): void {
    if (this.blog.isSettling) return;
    this.window = window;
    this.blog.version += 1;
  }

  serve(validators: Validators): Result<Unmodified | Body, FetchFailure> {
    const { mood } = this;
    const etag = this.etags ? `W/"${this.blog.version}-${this.window}"` : null;
    this.given = null;
    this.#served = this.blog.version;
    if (typeof mood === 'number') return failure(mood === 410 ? 'gone' : 'status', mood, this.#chance);
    if (mood === 'timeout' || mood === 'network') return failure(mood, null, this.#chance);
    if (mood === 'forever-304' && validators?.etag) return unmodified();
    if (mood === 'empty') return body(this.url, '', null, etag);
    if (mood === 'challenge') return body(this.url, '<html><body>Are you human?</body></html>', null, etag);
    const said = mood === 'hollow' ? [] : this.visible();
    const xml = this.#xml(said);
    if (mood === 'cut' || mood === 'cut-silently') {
      const part = xml.slice(0, this.#chance.below(xml.length - 20));
      return body(this.url, part, mood === 'cut' ? 'The connection broke off.' : null, etag);
    }
    if (mood !== 'hollow') this.given = new Map(said.map(({ number, text }) => [number, text]));
    if (mood === 'fine' && etag !== null && validators?.etag === etag) return unmodified();
    return body(this.url, xml, null, mood === 'hollow' ? null : etag);
  }

  /** Its poll has come to an end. */
  ended(outcome: string): void {
    const given = [...(this.given?.keys() ?? [])];
    const isGood = ['read', 'watching', 'unchanged'].includes(outcome);
    if (this.everRead.size === 0) for (const number of given) this.missedAtFirst[isGood ? 'delete' : 'add'](number);
    if (this.given !== null && isGood) {
      this.read = this.given;
      for (const number of given) this.everRead.add(number);
    }
    if (outcome === 'unchanged' && this.given !== null) this.known = this.#served;
    this.given = null;
    this.polling = false;
  }

  #xml(said: readonly Said[]): string {
    const { host } = this.blog;
    const order = this.#chance.weighed({ newest: 6, oldest: 2, mixed: 2 });
    const entries = order === 'newest' ? said.toReversed() : order === 'oldest' ? said : this.#chance.shuffled(said);
    return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${this.url}</id><title>Remarks</title>
${entries
  .map(({ number, published, text }) => {
    const id = this.blog.idOf(number);
    const time = new Date(published).toISOString();
    return `<entry><id>${id}</id><title>Remark</title><author><name>Visitor ${number}</name></author><published>${time}</published><updated>${time}</updated><link rel="alternate" href="https://${host}/post#c${number}"/><content type="text">${text}</content></entry>`;
  })
  .join('\n')}
</feed>`;
  }
}

function body(url: string, text: string, cut: string | null, etag: string | null): Result<Body, never> {
  return {
    ok: true,
    value: {
      kind: 'body',
      status: 200,
      bytes: new TextEncoder().encode(text),
      cut,
      contentType: null,
      link: null,
      url,
      movedTo: null,
      validators: { etag, lastModified: null },
      maxAge: null,
    },
  };
}

function unmodified(): Result<Unmodified, never> {
  return { ok: true, value: { kind: 'unmodified', status: 304, maxAge: null } };
}

function failure(reason: FetchFailure['reason'], status: number | null, chance: Chance): Result<never, FetchFailure> {
  const retryAfter = status === 429 && chance.odds(0.7) ? chance.pick(['0', '90', '7200', '31536000']) : null;
  return { ok: false, reason, detail: 'It failed.', status, retryAfter };
}
