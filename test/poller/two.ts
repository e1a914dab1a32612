import { env } from 'cloudflare:test';
import type { Offer } from '../../worker/rpc/offer.ts';
import { comments, movableType } from '../support/feeds.ts';
import { emptyKv, Shard } from '../support/shard.ts';

/** URL of the feed. */
export const URL = 'https://blog.example/comments.atom';

/** A shard with one feed that tells two destinations, `one` and `two`. */
export async function shardOfTwo(): Promise<Shard> {
  await emptyKv();
  await env.CONFIG.put('feed:blog', JSON.stringify({ url: URL, every: '5m', to: ['one', 'two'], backfill: 1 }));
  return new Shard();
}

/** The feed holds so many comments now, of which the first `changed` were edited. */
export function serve(shard: Shard, last: number, changed = 0): void {
  const said = comments(1, last).map((one) =>
    one.number <= changed ? { ...one, html: `<p>Edited ${last}</p>` } : one,
  );
  shard.pages.set(URL, { body: movableType(said), etag: `e${last}-${changed}` });
}

/** Of which comments these tell, by their numbers. */
export function numbers(offers: readonly Offer[], type = 'comment.created'): readonly number[] {
  return offers.flatMap(({ event }) =>
    event.type === type && 'comment' in event.data ? [Number(event.data.comment.id.split(':').at(-1))] : [],
  );
}

/** The process dies. */
export function crash(): never {
  throw new Error('the process is killed');
}
