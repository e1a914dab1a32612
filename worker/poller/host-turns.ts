import type { FeedRequest } from '../io/fetch-feed.ts';
import type { Dependencies } from './dependencies.ts';
import type { FeedView } from './feed-view.ts';
import { hostOf } from './host.ts';
import type { Shard } from './round.ts';

/** A feed's turn at its host: one without a gate refuses none, unless it has timed out in this tick. */
export type Turn = 'free' | 'granted' | 'refused';

/** Hosts as one tick finds them: those that time out, and whose turns are granted. */
export class HostTurns {
  readonly #shard: Pick<Shard, 'deps' | 'limitedHosts' | 'schedule'>;
  readonly #now: number;
  /** Hosts that let a poll's time run out: they are asked no more in this tick. */
  readonly #hung = new Set<string>();
  /** True once a feed has to wait for another's turn to be over. */
  isWaiting = false;

  constructor(shard: Pick<Shard, 'deps' | 'limitedHosts' | 'schedule'>, now: number) {
    this.#shard = shard;
    this.#now = now;
  }

  /** Asks for the turn of a feed at `url`. */
  async ask(view: FeedView, url: string): Promise<Turn> {
    const { deps, limitedHosts, schedule } = this.#shard;
    if (this.#hung.has(hostOf(url))) return 'refused';
    const gate = limitedHosts.gateOf(url, this.#now);
    if (gate === null) return 'free';
    if (await limitedHosts.takeTurn(deps, gate, view.row.name, schedule.lastPoll(view), this.#now)) return 'granted';
    this.isWaiting = true;
    return 'refused';
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
