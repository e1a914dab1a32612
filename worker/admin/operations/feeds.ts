import { textOfValue, valueOfText } from '../../config/config-value.ts';
import { readFeedConfig } from '../../config/feed.ts';
import { NAME } from '../../config/fields.ts';
import { FEED_PREFIX } from '../../config/keys.ts';
import { unmask } from '../../config/unmask.ts';
import type { FeedQuery, FeedStatus } from '../../rpc/feeds.ts';
import { shardOf } from '../../shards.ts';
import { pollerOf as shardObject } from '../../tick.ts';
import type { ConfigValue, Done, Operations } from '../operations.ts';
import { feedShape, type FeedAnswer, type ListQuery, type Page } from '../shapes.ts';
import * as v from 'valibot';
import { type Context, NO_FEED, pollerOf } from './context.ts';
import { feedAnswer } from './feed-answer.ts';
import { errorsOf, invalid } from './invalid.ts';
import { feedStatus, presentFeed, storedFeed } from './stored.ts';
import { withRecent, writeValue } from './write.ts';

const state = v.nullable(feedShape.entries.state);

/** Operations on feeds, one by one and as a list. */
export function feedOperations(
  context: Context,
): Pick<Operations, 'feeds' | 'feed' | 'putFeed' | 'deleteFeed' | 'resetFeed'> {
  return {
    feeds: (query) => listFeeds(context, query),
    feed: (name) => readFeed(context, name),
    putFeed: (name, value) => putFeed(context, name, value),
    deleteFeed: async (name) => {
      const stored = await presentFeed(context, name);
      return stored.ok ? writeValue(context, FEED_PREFIX + name, null) : stored;
    },
    resetFeed: async (name) => {
      const stored = await presentFeed(context, name);
      if (!stored.ok) return stored;
      await (await pollerOf(context, name)).resetFeed(name, context.now());
      return readFeed(context, name);
    },
  };
}

/** Names of all feeds, in order, and by shard; `null`: they are not known. */
export type Names = { readonly all: readonly string[]; readonly by: ReadonlyMap<number, readonly string[]> } | null;

/** Gives the names of all feeds, as KV listed them some minutes ago at most; `null`: KV did not answer. */
export async function feedNames(context: Context): Promise<Names> {
  const [listed, count] = await Promise.all([context.listed(FEED_PREFIX), context.shards()]);
  if (listed === null) return null;
  const all = withRecent(FEED_PREFIX, listed, context.now()).filter((name) => NAME.test(name));
  return { all, by: Map.groupBy(all, (name) => shardOf(name, count)) };
}

/** Query of each shard for a page of all feeds by name. */
export type PageQuery = Omit<FeedQuery, 'names'>;

/** A page of all shards' feeds by name. Each shard is asked: it knows what it was handed and KV does not list yet. */
async function listFeeds(context: Context, query: ListQuery): Promise<Done<Page<FeedAnswer>>> {
  const names = await feedNames(context);
  const page = pageQueryOf(names, query);
  return { ok: true, value: await pageOf(context, names, page, await askShards(context, names, page)) };
}

/** Gives the query of a page, given the names that KV lists. */
export function pageQueryOf(names: Names, { after, limit, q, state: given }: ListQuery): PageQuery {
  const asked = { after, limit, state: v.parse(state, given), q };
  return { ...asked, upTo: asked.state === null && q === null ? endOfPage(names, asked) : null };
}

/** Makes the page of what all shards have answered (`first`). */
export async function pageOf(
  context: Context,
  names: Names,
  page: PageQuery,
  first: readonly FeedStatus[],
): Promise<Page<FeedAnswer>> {
  const { limit } = page;
  // Of a page that is not full, some were deleted a moment ago, and KV lists them yet.
  const isFull = page.upTo === null || first.length > limit;
  const found = (isFull ? first : await askShards(context, names, { ...page, upTo: null })).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const items = found.slice(0, limit);
  return {
    items: items.map((status) => feedAnswer(context, status, status.config)),
    next: found.length > limit ? (items.at(-1)?.name ?? null) : null,
  };
}

/** The name that follows a page, as KV lists them: no shard has to read a page of its own. `null`: there is none. */
function endOfPage(names: Names, { after, limit }: Pick<FeedQuery, 'after' | 'limit'>): string | null {
  const all = names?.all ?? [];
  const first = after === null ? 0 : all.findIndex((name) => name > after);
  return first === -1 ? null : (all[first + limit] ?? null);
}

async function askShards(
  { env, now, shards }: Context,
  names: Names,
  query: PageQuery,
): Promise<readonly FeedStatus[]> {
  const { after, upTo } = query;
  const isWanted = (name: string) => (after === null || name > after) && (upTo === null || name <= upTo);
  const pages = await Promise.all(
    Array.from({ length: await shards() }, (_, shard) => {
      const wanted = names && (names.by.get(shard) ?? []).filter(isWanted);
      return shardObject(env, shard).feedPage({ ...query, names: wanted }, now());
    }),
  );
  return pages.flat();
}

/** One feed as its Poller has it; KV is asked only where that has not read it. */
export async function readFeed(context: Context, name: string): Promise<Done<FeedAnswer>> {
  const status = await feedStatus(context, name);
  if (status === null) return NO_FEED;
  if (status.config !== null) return { ok: true, value: feedAnswer(context, status, status.config) };
  const stored = await presentFeed(context, name);
  if (!stored.ok) return stored;
  return { ok: true, value: feedAnswer(context, stored.value.status, stored.value.text) };
}

/** Checks a value, with what its masks stand for, and writes it. */
async function putFeed(context: Context, name: string, given: ConfigValue): Promise<Done<FeedAnswer>> {
  const key = FEED_PREFIX + name;
  if (!NAME.test(name)) return checkedFeed(context, name, textOfValue(given)) ?? NO_FEED;
  const stored = await storedFeed(context, name);
  if (!stored.ok) return stored;
  const value = unmask(asValue(given), stored.value.text);
  if (!value.ok) return { ok: false, status: 422, detail: 'Nothing is changed.', errors: errorsOf(key, value.issues) };
  return writeFeed(context, name, textOfValue(value.value));
}

/** Gives a value as it would be read: a string may hold an object as JSON, with masks and `secret:NAME` in it. */
export function asValue(given: ConfigValue): ConfigValue {
  return typeof given === 'string' ? valueOfText(given) : given;
}

/** Checks the text of a feed's value, writes it and gives the feed as it is then. */
export async function writeFeed(
  context: Context,
  name: string,
  text: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Done<FeedAnswer>> {
  const refusal = checkedFeed(context, name, text);
  if (refusal !== null) return refusal;
  const written = await writeValue(context, FEED_PREFIX + name, text, more);
  if (!written.ok) return written;
  const status = await feedStatus(context, name);
  return status === null ? NO_FEED : { ok: true, value: feedAnswer(context, status, text) };
}

/** Refusal of a text that is no feed's value, with each field; `null`: it is one. */
function checkedFeed({ secrets }: Context, name: string, text: string): ReturnType<typeof invalid> | null {
  const read = readFeedConfig(name, text, secrets);
  return read.ok ? null : invalid(read);
}
