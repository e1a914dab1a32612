import type { Entry, ParsedFeed } from '../../feed/parsed-feed.ts';
import { pageKey, pageOf } from '../../feed/page-url.ts';
import { guidOf, namedBy, postNumber } from './guid.ts';

/** Numbers of a comment in the interface. `type`: its post's (`post`, `page`, `product`); `url`: its link. */
export type Numbers = {
  readonly number: string;
  readonly post: string | null;
  readonly type: string | null;
  readonly url: string;
};

/** Names of a comment in the feed. `post`: the post's guid. `otherIds`: where `id` is a guess, other ids that it may have. */
export type Names = {
  readonly id: string;
  readonly url: string;
  readonly post: string | null;
  readonly otherIds: readonly string[];
};

/** Most hosts and schemes that guids are guessed with: a site has one more each time that it moves. */
const MAX_BASES = 4;

/** Gives the guids that a post may have, likeliest first; a single one is certain. */
type GuidsOf = (comment: Numbers) => readonly string[];

/**
 * Gives a function that names comments as the feed does: by the comment's number where the feed shows it, by its post where
 * the feed shows another comment on that, else like the others.
 */
export function namerOf(feed: ParsedFeed): (comment: Numbers) => Names {
  const shown = new Map(feed.entries.map((entry) => [numberOf(entry), entry]));
  const guidsOf = feed.entries.some((entry) => guidOf(entry) !== null) ? guidReader(feed) : () => [];
  return (comment) => {
    const { number, url } = comment;
    const entry = shown.get(number);
    if (entry !== undefined) return { id: entry.id, url: entry.url ?? url, post: guidOf(entry), otherIds: [] };
    const [post = null, ...others] = guidsOf(comment);
    const otherIds = others.map((guid) => `${guid}#comment-${number}`);
    // A feed without ids is told apart by its links.
    return { id: post === null ? url : `${post}#comment-${number}`, url, post, otherIds };
  };
}

function numberOf({ id, url }: Entry): string | null {
  return namedBy(id)?.number ?? namedBy(url)?.number ?? null;
}

function guidReader(feed: ParsedFeed): GuidsOf {
  const byPage = new Map<string, string>();
  const byNumber = new Map<string, string>();
  const bases = new Map<string, number>();
  const permalinks = new Set<string>();
  for (const entry of feed.entries) {
    const guid = guidOf(entry);
    if (guid === null) continue;
    if (entry.url !== null) byPage.set(pageKey(entry.url), guid);
    const number = postNumber(guid);
    if (number === null) permalinks.add(guid);
    else {
      byNumber.set(number, guid);
      const base = guid.replace(/\?.*$/s, '');
      bases.set(base, (bases.get(base) ?? 0) + 1);
    }
  }
  const likely = [...bases].toSorted(([, a], [, b]) => b - a).map(([base]) => base);
  const home = likely.length === 0 && feed.url !== null ? [feed.url.replace(/\/?$/, '/')] : likely.slice(0, MAX_BASES);
  return (comment) => {
    const known = byPage.get(pageKey(comment.url)) ?? byNumber.get(comment.post ?? '');
    if (known !== undefined) return [known];
    const permalink = pageOf(comment.url) ?? comment.url;
    const drafted = home.flatMap((base) => draftGuid(base, comment) ?? []);
    return permalinks.size > byNumber.size ? [permalink, ...drafted] : [...drafted, permalink];
  };
}

/** Guid of a post that was a draft at first; the guid of one that never was is its permalink. */
function draftGuid(base: string, { post, type }: Numbers): string | null {
  if (post === null) return null;
  if (type === null || type === 'post') return `${base}?p=${post}`;
  return type === 'page' ? `${base}?page_id=${post}` : `${base}?post_type=${type}&p=${post}`;
}
