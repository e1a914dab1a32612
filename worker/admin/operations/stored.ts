import { DESTINATION_PREFIX, FEED_PREFIX } from '../../config/keys.ts';
import { readTexts } from '../../io/kv.ts';
import { NAME } from '../../config/fields.ts';
import type { FeedStatus } from '../../rpc/feeds.ts';
import type { OutboxStatus } from '../../rpc/outbox.ts';
import type { Done } from '../operations.ts';
import { type Context, NO_DESTINATION, NO_FEED, NO_KV, outboxOf, pollerOf } from './context.ts';

/** A value of CONFIG as it is now, with the state of the feed or destination; `null`: there is none. */
export type Stored<S> = { readonly text: string | null; readonly status: S };

type Known = { readonly config: string | null; readonly handed?: boolean };

/**
 * Reads a feed's value as the next write has to see it: what was handed and KV may not show yet, else KV's. A read of KV
 * and a call of the object.
 */
export async function storedFeed(context: Context, name: string): Promise<Done<Stored<FeedStatus>>> {
  const status = await feedStatus(context, name);
  if (status === null) return NO_FEED;
  return withText(context, FEED_PREFIX + name, status);
}

/** The same of a destination. */
export async function storedDestination(context: Context, name: string): Promise<Done<Stored<OutboxStatus>>> {
  if (!NAME.test(name)) return NO_DESTINATION;
  return withText(context, DESTINATION_PREFIX + name, await outboxOf(context, name).status());
}

/** The same of a feed that there has to be. */
export async function presentFeed(context: Context, name: string): Promise<Done<Present<FeedStatus>>> {
  return present(await storedFeed(context, name), () => NO_FEED);
}

/** The same of a destination that there has to be. */
export async function presentDestination(context: Context, name: string): Promise<Done<Present<OutboxStatus>>> {
  return present(await storedDestination(context, name), () => NO_DESTINATION);
}

/** A value that is there. */
export type Present<S> = { readonly text: string; readonly status: S };

function present<S>(stored: Done<Stored<S>>, missing: () => typeof NO_FEED): Done<Present<S>> {
  if (!stored.ok) return stored;
  const { text, status } = stored.value;
  return text === null ? missing() : { ok: true, value: { text, status } };
}

/** A feed's status as its Poller knows it; `null`: no feed has such a name. */
export async function feedStatus(context: Context, name: string): Promise<FeedStatus | null> {
  if (!NAME.test(name)) return null;
  const [status] = await (await pollerOf(context, name)).feedStatuses([name], context.now());
  return status ?? null;
}

async function withText<S extends Known>({ env }: Context, key: string, status: S): Promise<Done<Stored<S>>> {
  if (status.handed === true) return { ok: true, value: { text: status.config, status } };
  const read = await readTexts(env.CONFIG, [key]);
  if (!read.ok) return status.config === null ? NO_KV : { ok: true, value: { text: status.config, status } };
  return { ok: true, value: { text: read.value.get(key) ?? null, status } };
}
