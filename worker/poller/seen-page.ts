import type { NamedComment } from '../systems/comments.ts';
import { commentKey, digest, withoutWww } from '../message.ts';
import type { Feed } from '../model.ts';
import type { Address, RememberedComment, SeenComment, SeenPage, Watch } from '../rules/watch.ts';
import type { GatherContext } from './poll-context.ts';
import type { FeedState } from './store/feed-state.ts';
import { keyInVersion1 } from './store/version-1.ts';

/**
 * Names that the keys of a feed's comments begin with: of those that come now, and of those that version 1 knew. `site`: what the first
 * begins with where the feed is one of a post of a site; `null`: it is not.
 */
export type KeyNames = Pick<Feed, 'url' | 'name'> & { readonly former: string; readonly site: string | null };

/** Gives the names for a poll: of a post's comments they go on with the address of its feed as it was first seen. */
export function keyNamesOf(
  { feed, url, child, now }: Pick<GatherContext, 'feed' | 'url' | 'child' | 'now'>,
  { formerly }: FeedState,
): KeyNames {
  // Two posts of a site may number their comments alike.
  const nameOf = (name: string): string => (child === undefined ? name : `${name} ${url}`);
  const site = formerly !== null && now < formerly.until ? formerly.name : feed.name;
  const former = nameOf(formerly?.name ?? feed.name);
  return { url, name: nameOf(site), former, site: child === undefined ? null : site };
}

/** Gives the comments of a page as the rules see them, in the page's order. */
export async function seenPage(feed: KeyNames, watch: Watch, comments: readonly NamedComment[]): Promise<SeenPage> {
  const numbers = numbersOf(comments);
  const nameOf = isOfSite(feed, watch, comments) ? byOwnPage(feed) : () => feed.name;
  const page = await Promise.all(
    comments.map((found, at) => seenComment({ url: feed.url, name: nameOf(found) }, found, numbers?.[at] ?? null)),
  );
  if (!watch.remembered.some(({ key }) => key === null)) return page;
  const known = new Set(watch.remembered.map(({ id }) => id));
  const keys = await Promise.all(
    comments.map((found) => keyInVersion1({ url: feed.url, name: feed.former }, found, known)),
  );
  return page.map((comment, at) => ({ ...comment, key: keys[at] ?? comment.key }));
}

/**
 * True if the feed of one post's comments shows those of its site's others, too, as their addresses tell, or did so: then each of the
 * others shows the same.
 */
function isOfSite({ name, site }: KeyNames, { remembered }: Watch, comments: readonly NamedComment[]): boolean {
  if (site === null) return false;
  const isAnothers = ({ key }: RememberedComment): boolean =>
    key !== null && key.startsWith(`${site} `) && !key.startsWith(`${name} `);
  return new Set(comments.flatMap((one) => pageOf(one) ?? [])).size > 1 || remembered.some(isAnothers);
}

/** Names a comment by the page that it is a place on, so that it has one key in all feeds that show it. */
function byOwnPage({ name, site }: KeyNames): (comment: NamedComment) => string {
  return (comment) => (pageOf(comment) === null ? name : `${site} ${pageOf(comment)}`);
}

/** The page that a comment's address is a place on; `null`: it has a page of its own, or none. */
function pageOf({ url }: NamedComment): string | null {
  const [page = '', fragment] = url?.split('#') ?? [];
  return fragment === undefined ? null : page;
}

async function seenComment(
  feed: Pick<KeyNames, 'url' | 'name'>,
  found: NamedComment,
  number: number | null,
): Promise<SeenComment> {
  const { id, author, published, content, isTitle } = found;
  const time = published === null ? Number.NaN : Date.parse(published);
  const fingerprint = fingerprintOf(found);
  const key = commentKey(feed, feed.url, id);
  return {
    id: await digest(id),
    fingerprint: fingerprint === null ? null : await digest(fingerprint),
    author: author === null ? null : await digest(author, 6),
    time: Number.isNaN(time) ? null : time,
    content: await digest(content),
    ...(isTitle ? { isTitle } : {}),
    number,
    key,
    qualified: `${feed.name} ${id}`,
  };
}

/** Query parameters that tell one feed of a site from another: WordPress's, where its permalinks are plain. */
const TELLING_PARAMETERS = ['feed', 'p', 'page_id'];

/** Names an address by digests, for it may be a secret. The scheme, `www.` and most queries tell no feeds apart. */
export async function addressOf(url: string): Promise<Address> {
  const { host, pathname, searchParams } = new URL(url);
  const name = withoutWww(host);
  const told = TELLING_PARAMETERS.flatMap((param) =>
    searchParams.has(param) ? `${param}=${searchParams.get(param)}` : [],
  );
  return {
    host: await digest(name),
    page: await digest(`${name}${pathname}${told.length > 0 ? `?${told.join('&')}` : ''}`),
  };
}

/** Joins author, time and permalink; `null`: one of them is missing. */
function fingerprintOf({ author, published, url }: NamedComment): string | null {
  if (author === null || published === null || url === null || !URL.canParse(url)) return null;
  return JSON.stringify([author, published, permalinkTail(new URL(url))]);
}

/**
 * Gives the part of a permalink that survives https, another host and other slugs: its fragment, else path and query.
 */
function permalinkTail({ hash, pathname, search }: URL): string {
  return hash === '' ? pathname + search : hash;
}

/** Gives the numbers at the ends of the comments' IDs, where a blog system counts them; `null`: it does not. */
function numbersOf(comments: readonly NamedComment[]): readonly number[] | null {
  const numbers = comments.map(({ id }) => Number(/\d{1,15}$/.exec(id)?.[0] ?? Number.NaN));
  const shapes = new Set(comments.map(({ id }) => id.replaceAll(/\d+/g, '0')));
  if (shapes.size !== 1 || numbers.some(Number.isNaN)) return null;
  const counted = comments
    .map(({ published }, at) => ({ time: Date.parse(published ?? ''), number: numbers[at] ?? 0 }))
    .filter(({ time }) => !Number.isNaN(time))
    .toSorted((a, b) => a.time - b.time || a.number - b.number);
  // Digests may end in digits, too, but do not rise with time.
  const rises = counted.every(({ number }, at) => at === 0 || number > (counted[at - 1]?.number ?? 0));
  return rises ? numbers : null;
}
