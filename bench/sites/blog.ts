import { Chance } from '../../test/faults/chance.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Interval between two polls, ms. */
export const POLL = 5 * MINUTE;

/** A comment on a simulated site. */
export type Written = {
  readonly n: number;
  id: string;
  author: string;
  /** Time of writing, ms. */
  time: number;
  /** Key of sites that sort by something else than `time`: the last edit, or votes. */
  rank: number;
  link: string;
  text: string;
  /** Time from which readers see it, ms; `Infinity`: a moderator has not approved it. */
  shownFrom: number;
  gone: boolean;
  /** True if it was imported from another system, long after it was written. */
  imported: boolean;
  /** True if readers never see it. */
  hidden: boolean;
  /** Post, thread or site that it belongs to. */
  place: number;
  parent: number | null;
};

/** A comment as an answer serves it. */
export type Served = {
  readonly n: number;
  readonly id: string;
  readonly author: string | null;
  readonly time: number | null;
  readonly link: string | null;
  readonly text: string;
  readonly number: number | null;
};

export type Page = readonly Served[] | 'failed' | 'none';

/** Behaviour of a kind of site: its state changes in `step`, before each poll but the first. */
export type Site = {
  readonly polls: number;
  readonly step: (poll: number) => void;
  /** Page 1 is the feed itself. */
  readonly page: (number: number) => Page;
  /** Ends all failures after the last poll, so that everything that can still be found is found. */
  readonly rest?: () => void;
  readonly backfill?: number;
  /** Interval between two look-backs, ms; left out: a day. */
  readonly day?: number;
  /** Older pages that can be had in one poll. */
  readonly budget?: () => number;
  /** Circumstances of this poll: CONFIG's `url`, the final address, the feed's home page; `cut`: page 1 is cut short. */
  readonly around?: () => {
    readonly source?: string;
    readonly url?: string;
    readonly home?: string;
    readonly cut?: boolean;
  };
  /** Odds of a poll that breaks off between what is written before its offers and what is written after them. */
  readonly crashes?: number;
  /** Odds that the watch starts again from what was last written. */
  readonly restarts?: number;
  /** The watch begins with a document of version 1. */
  readonly migrates?: boolean;
  /** Polls that are not made. */
  readonly pauses?: (poll: number) => boolean;
};

/** State of one simulated site: comments, clock, source of chance. */
export class Blog {
  readonly chance: Chance;
  readonly all: Written[] = [];
  now = 20_000 * DAY;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.now += this.between(0, 1439) * MINUTE;
  }

  between(low: number, high: number): number {
    return low + this.chance.below(high - low + 1);
  }

  /** Lets so many minutes pass, and some seconds. */
  age(low: number, high: number): void {
    this.now += this.between(low, high) * MINUTE;
  }

  /** A comment written within the last minute. */
  write(fields: Partial<Written> = {}): Written {
    const n = this.all.length;
    const time = this.now - this.between(1, 59) * 1000;
    const one: Written = {
      n,
      id: `i${n}`,
      author: `a${this.between(0, 8)}`,
      time,
      rank: time,
      link: `/p#${n}`,
      text: `text ${n}`,
      shownFrom: this.now,
      gone: false,
      imported: false,
      hidden: false,
      place: 0,
      parent: null,
      ...fields,
    };
    this.all.push(one);
    return one;
  }

  /** So many comments, `low` to `high` minutes apart, before the watch begins. */
  past(count: number, low: number, high: number, fields: () => Partial<Written> = () => ({})): void {
    for (let left = count; left > 0; left--) {
      this.age(low, high);
      this.write(fields());
    }
  }

  visible(): Written[] {
    return this.all.filter((one) => one.shownFrom <= this.now && !one.gone);
  }

  newest(): Written[] {
    return this.visible().toSorted(byTime);
  }
}

export function byTime(a: Written, b: Written): number {
  return b.time - a.time || b.n - a.n;
}

/** Serves a comment unchanged, with all its fields. */
export function plain({ n, id, author, time, link, text }: Written): Served {
  return { n, id, author, time, link, text, number: null };
}

/** Pages of a feed of ten whose older pages, of a hundred, come from a REST interface that formats texts differently. */
export function restPages(list: () => readonly Written[]): (number: number) => readonly Served[] {
  return (number) => {
    if (number === 1) return list().slice(0, 10).map(plain);
    return list()
      .slice((number - 2) * 100, (number - 1) * 100)
      .map((one) => ({ ...plain(one), text: `<p>${one.text}` }));
  };
}

/** Pages of `cap` comments out of a list. */
export function pages(
  list: () => readonly Written[],
  cap: () => number,
  more: { readonly older?: boolean; readonly as?: (one: Written) => Served } = {},
): (number: number) => readonly Served[] {
  const { older = true, as = plain } = more;
  return (number) => {
    if (number > 1 && !older) return [];
    return list()
      .slice((number - 1) * cap(), number * cap())
      .map(as);
  };
}
