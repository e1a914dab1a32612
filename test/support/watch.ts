import { olderPage } from '../../worker/rules/continuity.ts';
import { decide } from '../../worker/rules/decide.ts';
import { watchFrom } from '../../worker/rules/first-answer.ts';
import type { Plan, Taken } from '../../worker/rules/plan.ts';
import {
  type FirstAnswer,
  freshWatch,
  type PagesEnd,
  type ReadPages,
  type SeenComment,
  type SeenPage,
  type Watch,
} from '../../worker/rules/watch.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Comment 0's time: comment n is n times ten minutes later. */
export const START = Date.UTC(2026, 9, 1, 12, 0, 7);

/** Digest of an empty text, as the reader of feeds gives it. */
export const NOTHING_SAID = '47DEQpj8HBSa';

const numbers = new WeakMap<SeenComment, number>();

export function timeOf(n: number): number {
  return START + n * 10 * MINUTE;
}

/** Comment n as a feed shows it; its fingerprint follows its author, time and `link`. */
export function comment(n: number, fields: Partial<SeenComment> & { readonly link?: string | null } = {}): SeenComment {
  const { link = `/post#${n}`, ...own } = fields;
  const facts = { id: `i${n}`, author: `author ${n}`, time: timeOf(n), content: `text ${n}`, number: null, ...own };
  const isWhole = facts.author !== null && facts.time !== null && link !== null;
  const one: SeenComment = {
    fingerprint: isWhole ? `${facts.author} ${facts.time} ${link}` : null,
    key: `feed ${facts.id}`,
    qualified: `feed ${facts.id}`,
    ...facts,
  };
  numbers.set(one, n);
  return one;
}

/** Comments from one number to another, in that order. */
export function page(
  from: number,
  to: number,
  fields: (n: number) => Parameters<typeof comment>[1] = () => ({}),
): SeenPage {
  const step = from > to ? -1 : 1;
  return Array.from({ length: Math.abs(from - to) + 1 }, (_, index) => {
    const n = from + index * step;
    return comment(n, fields(n));
  });
}

export type PollOptions = Partial<Pick<ReadPages, 'kind' | 'source' | 'home' | 'olderUrl' | 'olderUntil'>> & {
  /** In ms; if not given, five minutes after the last poll, and after the newest comment. */
  readonly at?: number;
  readonly url?: string;
  /** Answer of each older page; none if not given. */
  readonly older?: (page: number) => SeenPage | PagesEnd;
  readonly backfill?: number;
  /** The poll breaks off after what is written before its offers. */
  readonly crash?: boolean;
};

/** Result of a poll, by the comments' numbers. */
export type Polled = {
  readonly told: readonly number[];
  readonly held: readonly number[];
  readonly edited: readonly number[];
  readonly keys: readonly string[];
  readonly gap: Taken['gap'];
  readonly imported: Taken['imported'];
  /** Numbers of the older pages that were asked for, and where the first one of them was, if it was resumed by address. */
  readonly asked: readonly number[];
  readonly askedUrl: string | null;
  readonly plan: Plan;
};

/** A feed under the rules, poll by poll, as a Poller runs it. */
export class PolledFeed {
  watch: Watch = freshWatch('config');
  now = START;
  /** It is the feed of a post, of a site that is followed. */
  first: FirstAnswer | undefined = undefined;
  #last: SeenPage = [];

  /** A feed whose baseline is that page. */
  static of(first: SeenPage, options: PollOptions = {}): PolledFeed {
    const feed = new PolledFeed();
    feed.poll(first, options);
    return feed;
  }

  /** The feed shows what it showed last. */
  pollAgain(options: PollOptions = {}): Polled {
    return this.poll(this.#last, { at: this.now + 5 * MINUTE, ...options });
  }

  poll(shown: SeenPage, options: PollOptions = {}): Polled {
    this.#last = shown;
    const newest = Math.max(
      ...shown.map(({ time }) => (time === null ? 0 : time + MINUTE)).filter((at) => at < START + 900 * DAY),
    );
    this.now = options.at ?? Math.max(this.now + 5 * MINUTE, newest);
    const day = Math.floor(this.now / DAY);
    const { url = 'blog/feed', older = (): PagesEnd => 'none' } = options;
    const asked: number[] = [];
    const read: SeenPage[] = [];
    let end: PagesEnd | null = null;
    let askedUrl: string | null = null;
    const seen = (): ReadPages => ({
      kind: options.kind ?? 'whole',
      page: shown,
      older: read,
      olderEnd: end,
      olderUntil: options.olderUntil ?? null,
      olderUrl: read.length === 0 ? null : (options.olderUrl ?? null),
      address: { host: url.split('/')[0] ?? '', page: url },
      source: options.source ?? 'config',
      home: options.home ?? null,
    });
    for (;;) {
      const next = olderPage(watchFrom(this.watch, this.first, seen(), day, this.now), seen(), day, this.now);
      if (next === null) break;
      const answer = older(next.page);
      asked.push(next.page);
      askedUrl ??= next.url;
      if (typeof answer === 'string') end = answer;
      else read.push(answer);
    }
    const { backfill = 0 } = options;
    const feed = { name: 'feed', backfill, ...(this.first !== undefined && { first: this.first }) };
    const plan = decide(feed, this.watch, seen(), day, this.now);
    if (plan.kind === 'failed') return { ...NOTHING, asked, askedUrl, plan };
    if (options.crash !== true) this.watch = plan.after;
    else if (plan.before !== null) this.watch = plan.before;
    return { ...told(plan, seen()), asked, askedUrl, plan };
  }
}

const NOTHING = { told: [], held: [], edited: [], keys: [], gap: null, imported: null };

function told(plan: Taken, seen: ReadPages): Omit<Polled, 'asked' | 'askedUrl' | 'plan'> {
  const pages = [seen.page, ...seen.older];
  const all = plan.offers.map((offer) => {
    const one = pages[offer.page]?.[offer.at];
    return { ...offer, n: one === undefined ? NaN : (numbers.get(one) ?? NaN) };
  });
  const created = all.filter(({ type }) => type === 'comment.created');
  return {
    told: created.filter(({ hold }) => hold === null).map(({ n }) => n),
    held: created.filter(({ hold }) => hold !== null).map(({ n }) => n),
    edited: all.filter(({ type }) => type === 'comment.updated').map(({ n }) => n),
    keys: all.map(({ key }) => key),
    gap: plan.gap,
    imported: plan.imported,
  };
}

/** Older pages of a feed, so many comments each, newest first, that has comments 1 to `newest`. Page 1 is the feed. */
export function olderPages(newest: number, size = 10): (number: number) => SeenPage {
  return (number) => {
    const from = newest - (number - 1) * size;
    return from < 1 ? [] : page(from, Math.max(from - size + 1, 1));
  };
}
