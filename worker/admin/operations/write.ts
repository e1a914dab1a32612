import { FEED_PREFIX } from '../../config/keys.ts';
import { metadataOf } from '../../config/metadata.ts';
import { put, remove } from '../../io/kv.ts';
import { log } from '../../io/log.ts';
import type { Handed } from '../../rpc/config.ts';
import type { Done, Refusal } from '../operations.ts';
import { type Context, outboxOf, pollerOf } from './context.ts';

/** KV takes one write a second for a key. https://developers.cloudflare.com/kv/platform/limits/ */
const KEY_INTERVAL = 1_000;

/** Time for which KV may list and show what was there before, ms. */
const STALE = 10 * 60_000;

/** Writes of this isolate by key: KV's lists show them minutes later, and another write to the key has to wait. */
const recent = new Map<string, { readonly at: number; readonly isDeleted: boolean }>();

const NOT_WRITTEN: Refusal = {
  ok: false,
  status: 503,
  detail:
    'KV did not take it, and nothing is changed. Try again in a minute; where the day’s writes are used up (Free: 1,000), after midnight UTC.',
};

const NOT_HANDED: Refusal = {
  ok: false,
  status: 503,
  detail:
    'It is saved, but the object that works with it did not answer: it reads it by itself within 15 minutes. Send the same again to have it used at once.',
};

/**
 * Writes a value into CONFIG (`null`: deletes it) and hands it to the Poller or the Outbox that works with it, so that it
 * counts at once. KV comes first: an object that held what KV has not taken would tell a lie for ten minutes. `more`: of the
 * key's metadata beside what every value has. One KV write, and a row in the object.
 */
export async function writeValue(
  context: Context,
  key: string,
  value: string | null,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Done<null>> {
  for (const isLast of [false, true]) {
    const at = await turnOf(context, key, value === null);
    const { CONFIG } = context.env;
    const written =
      value === null
        ? await remove(CONFIG, key)
        : await put(CONFIG, key, value, { ...more, ...(await metadataOf(value, at)) });
    if (written.ok) return hand(context, key, { value, at });
    // Another isolate may have written to the key a moment ago.
    if (isLast) recent.delete(key);
  }
  return NOT_WRITTEN;
}

/** Waits until KV takes a write to that key, which is booked for this one; gives the instant. */
async function turnOf({ now }: Context, key: string, isDeleted: boolean): Promise<number> {
  const before = recent.get(key)?.at ?? 0;
  const asked = now();
  const at = Math.max(asked, before + KEY_INTERVAL);
  recent.set(key, { at, isDeleted });
  for (const [other, { at: written }] of recent) if (asked - written > STALE) recent.delete(other);
  if (at > asked) await scheduler.wait(at - asked);
  return at;
}

async function hand(context: Context, key: string, handed: Handed): Promise<Done<null>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      if (key.startsWith(FEED_PREFIX)) {
        const name = key.slice(FEED_PREFIX.length);
        await (await pollerOf(context, name)).handFeed(name, handed);
      } else await outboxOf(context, key.slice(key.indexOf(':') + 1)).hand(handed);
      return { ok: true, value: null };
    } catch {
      // After an object was reset a new stub works.
      log('admin.not-handed', { key });
    }
  }
  return NOT_HANDED;
}

/** Corrects a list of names with this prefix, as KV gives it, by what this isolate wrote or deleted in the last ten minutes. */
export function withRecent(prefix: string, listed: readonly string[], now: number): readonly string[] {
  const written = [...recent].filter(([key, { at }]) => key.startsWith(prefix) && now - at <= STALE);
  if (written.length === 0) return listed;
  const names = new Set(listed);
  for (const [key, { isDeleted }] of written) {
    if (isDeleted) names.delete(key.slice(prefix.length));
    else names.add(key.slice(prefix.length));
  }
  return [...names].toSorted();
}
