import type { Env } from '../../worker/env.ts';
import { FIRST_SHARDS, shardsFor } from '../../worker/shards.ts';

/** Keys in one answer of KV's list. https://developers.cloudflare.com/kv/api/list-keys/ */
const PAGE = 1_000;

/** Bindings for runs of the cron with so many feeds in CONFIG, where all that is asked answers at once and does nothing. */
export function stillEnv(feeds: number): Env {
  const keys = Array.from({ length: feeds }, (_, number) => ({
    name: `feed:blog-${number}`,
    metadata: { at: number, digest: `${number}`.padStart(20, '0') },
  }));
  const list = async ({ cursor }: KVNamespaceListOptions) => {
    const from = Number(cursor ?? 0);
    const isLast = from + PAGE >= keys.length;
    return {
      keys: keys.slice(from, from + PAGE),
      list_complete: isLast,
      cursor: isLast ? undefined : `${from + PAGE}`,
    };
  };
  const shards = shardsFor(feeds, FIRST_SHARDS);
  const poller = {
    tick: async () => {},
    startTick: async () => ({ isHourDue: false, shards }),
    noteHour: async () => {},
  };
  return {
    CONFIG: { list },
    SEEN: { list: async () => ({ keys: [], list_complete: true }) },
    POLLER: { getByName: () => poller },
    OUTBOX: { getByName: () => ({ wake: async () => {} }) },
  } as unknown as Env;
}
