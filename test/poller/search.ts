import { env } from 'cloudflare:test';
import { emptyKv, Shard } from '../support/shard.ts';

/** A shard with one feed, at the URL that `configure` gives. */
export async function searching(): Promise<Shard> {
  await emptyKv();
  return new Shard();
}

/** Says where the feed is, or what has one. */
export const configure = (url: string) => env.CONFIG.put('feed:blog', JSON.stringify({ url, every: '5m' }));

/** All URLs that were asked for. */
export const askedBy = (shard: Shard) => shard.requests.map(({ url }) => url);

/** Types of the messages to the feed's destination. */
export const toldBy = (shard: Shard) => shard.box().accepted.flatMap(({ hold, event }) => (hold ? [] : [event.type]));
