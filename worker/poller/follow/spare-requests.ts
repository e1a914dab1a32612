/**
 * Requests of a tick, redirects among them, without which all goes on a little later: the look-back, older pages beyond a
 * poll's first two, first polls of posts' feeds. The Free plan has fifty a run for all, and the others must not starve.
 * https://developers.cloudflare.com/workers/platform/limits/#subrequests
 */
const SPARE_A_TICK = 20;

/** Requests that a shard has to spare in one tick. */
export class SpareRequests {
  #left = SPARE_A_TICK;

  /** True if there are none left. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Takes one; `false`: there is none left. */
  take(): boolean {
    if (this.isSpent) return false;
    this.#left -= 1;
    return true;
  }
}
