/**
 * Requests of a tick, redirects among them, without which all goes on a little later: the look-back, older pages beyond a
 * poll's first two, first polls of posts' feeds. The Free plan has fifty a run for all, and the others must not starve.
 * https://developers.cloudflare.com/workers/platform/limits/#subrequests
 */
const SPARE_A_TICK = 20;

/**
 * Most of them that the search for one post's comments may take. A page that names a dozen feeds, each redirected, would take all
 * of every tick's, and no other post would ever be read.
 */
const SPARE_A_SEARCH = 12;

/** Requests that a shard has to spare in one tick, or the part of them that one search may take. */
export class SpareRequests {
  readonly #of: SpareRequests | null;
  #left: number;
  #isOverdrawn = false;

  /** `of`: those of which this is the part. */
  constructor(left = SPARE_A_TICK, of: SpareRequests | null = null) {
    this.#left = left;
    this.#of = of;
  }

  /** True if there are none left. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** True if one was refused because the search has had its part: that of a later tick would be no larger. */
  get isOverdrawn(): boolean {
    return this.#isOverdrawn;
  }

  /** All of the tick's. */
  get all(): SpareRequests {
    return this.#of ?? this;
  }

  /** The part of them that one search may take. */
  part(): SpareRequests {
    return new SpareRequests(SPARE_A_SEARCH, this);
  }

  /** Takes one; `false`: there is none left. */
  take(): boolean {
    if (this.#of?.isSpent === true) return false;
    if (this.isSpent) {
      this.#isOverdrawn = this.#of !== null;
      return false;
    }
    this.#of?.take();
    this.#left -= 1;
    return true;
  }
}
