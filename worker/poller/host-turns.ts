import type { FeedRequest } from '../io/fetch-feed.ts';
import type { Dependencies } from './dependencies.ts';
import type { FeedView } from './feed-view.ts';
import { hostOf } from './host.ts';
import type { Shard } from './shard.ts';

/**
 * A feed's turn at its host: one without a gate refuses none, unless it has timed out in this tick. `comments`: a site leaves
 * its turn to the comment feeds of its posts, which ask for it themselves.
 */
export type Turn = 'free' | 'granted' | 'refused' | 'comments';

/** Time after a turn of a site's feed of posts in which the comment feeds that are due come first, ms. */
const COMMENTS_FIRST = 60 * 60_000;

/** Hosts as one tick finds them: those that time out, and whose turns are granted. */
export class HostTurns {
  readonly #shard: Pick<Shard, 'deps' | 'limitedHosts' | 'hostQueues' | 'schedule'>;
  readonly #now: number;
  /** Hosts that let a poll's time run out: they are asked no more in this tick. */
  readonly #hung = new Set<string>();
  /** True once a feed has to wait for another's turn to be over. */
  isWaiting = false;

  constructor(shard: Pick<Shard, 'deps' | 'limitedHosts' | 'hostQueues' | 'schedule'>, now: number) {
    this.#shard = shard;
    this.#now = now;
  }

  /** Asks for the turn of a feed at `url`. `isFollowed`: comment feeds of its posts are due, too. */
  async ask(view: FeedView, url: string, isFollowed: boolean): Promise<Turn> {
    const lastPoll = this.#shard.schedule.lastPoll(view);
    const isRecent = lastPoll !== null && this.#now - lastPoll < COMMENTS_FIRST;
    if (isFollowed && isRecent && this.#shard.limitedHosts.gateOf(url, this.#now) !== null) return 'comments';
    const turn = await this.#turnOf(view.row.name, url, lastPoll);
    if (turn === 'refused' && !this.#hung.has(hostOf(url))) this.isWaiting = true;
    return turn;
  }

  /**
   * Runs a poll of one more URL of a feed's that holds a `host`, as `Visit` has it. It waits for no other host: who holds that
   * may wait for this one.
   */
  async visit<T>(
    { feed, host }: { readonly feed: string; readonly host: string },
    url: string,
    lastPolled: number | null,
    work: () => Promise<T>,
  ): Promise<T | null> {
    const inTurn = async (): Promise<T | null> =>
      (await this.#turnOf(feed, url, lastPolled)) === 'refused' ? null : work();
    const other = hostOf(url);
    return other === host ? inTurn() : this.#shard.hostQueues.takeIfFree(other, inTurn);
  }

  async #turnOf(feed: string, url: string, lastPolled: number | null): Promise<Turn> {
    const { deps, limitedHosts } = this.#shard;
    if (this.#hung.has(hostOf(url))) return 'refused';
    const gate = limitedHosts.gateOf(url, this.#now);
    if (gate === null) return 'free';
    return (await limitedHosts.takeTurn(deps, gate, feed, lastPolled, this.#now)) ? 'granted' : 'refused';
  }

  /** Fetches, and learns from the answer: a host may not answer to the end in a poll's time, or want fewer requests. */
  async fetch(request: FeedRequest): ReturnType<Dependencies['fetchFeed']> {
    const { deps, limitedHosts } = this.#shard;
    const answer = await deps.fetchFeed(request);
    if (request.signal.aborted) this.#hung.add(hostOf(request.url));
    await limitedHosts.note(deps, request, answer, this.#now);
    return answer;
  }
}
