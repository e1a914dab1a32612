import type { Chance } from './chance.ts';

/** Answers that an address gives which was left: a redirect (`moved`: a permanent one), an old copy, or nothing of it. */
export type Manner = 'moved' | 'lent' | 'stale' | 'gone' | 'parked' | 'stranger';

/** Place that a request to an address leads to. `movedTo`: by permanent redirects alone; `left`: what stands there, `null`: the feed. */
export type Destined = {
  readonly url: string;
  readonly movedTo: string | null;
  readonly left: Exclude<Manner, 'moved' | 'lent'> | null;
  /** Index of it among the addresses. */
  readonly root: number;
};

const AWAY: readonly Manner[] = ['moved', 'moved', 'lent', 'stale', 'gone', 'parked', 'stranger'];

/** Addresses that a host's feeds are at, one after another; of the first one a redirect always leads to where they are. */
export class Addresses {
  readonly #roots: readonly string[];
  readonly #manners: Manner[];
  #current = 0;

  constructor(host: string, others: readonly string[] = []) {
    this.#roots = [`https://${host}/`, ...others];
    this.#manners = this.#roots.map(() => 'gone');
  }

  get current(): number {
    return this.#current;
  }

  /** An old copy stands at one of them. */
  get hasCopy(): boolean {
    return this.#manners.some((manner, root) => manner === 'stale' && root !== this.#current);
  }

  /** The URL at the first of the addresses that stands for this one; `null`: it is of another host. */
  homeOf(url: string): string | null {
    const root = this.#rootOf(url);
    return root === null ? null : `${this.#roots[0]}${url.slice(this.#roots[root]?.length)}`;
  }

  /** All URLs that may stand for this one. */
  all(url: string): readonly string[] {
    const path = this.homeOf(url)?.slice(this.#roots[0]?.length);
    return path === undefined ? [] : this.#roots.map((root) => `${root}${path}`);
  }

  /** Gives the place that a request leads to now. */
  resolve(url: string): Destined {
    const root = this.#rootOf(url) ?? 0;
    const manner = this.#manners[root] ?? 'gone';
    if (root === this.#current) return { url, movedTo: null, left: null, root };
    if (manner !== 'moved' && manner !== 'lent') return { url, movedTo: null, left: manner, root };
    const to = this.now(url);
    return { url: to, movedTo: manner === 'moved' ? to : null, left: null, root: this.#current };
  }

  /** The URL where the feed is now that `url` stands for. */
  now(url: string): string {
    return this.all(url)[this.#current] ?? url;
  }

  /** They move; gives the address that is left, `null`: there is no other. */
  move(chance: Chance): number | null {
    if (this.#roots.length < 2) return null;
    const left = this.#current;
    this.#current = chance.pick([...this.#roots.keys()].filter((root) => root !== left));
    this.#manners[left] = chance.pick(left === 0 ? ['moved', 'moved', 'lent'] : AWAY);
    return left;
  }

  #rootOf(url: string): number | null {
    const fitting = [...this.#roots.entries()].filter(([, root]) => url.startsWith(root));
    return fitting.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0] ?? null;
  }
}
