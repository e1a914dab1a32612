import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Title of a comment: `New comment by pg in "Ask HN: what?"`. */
const TITLE = /^New comment by \S+ in "(.*)"$/s;

/** Page of a story, which is also its id in hnrss's feeds of stories; or a comment's. */
const ITEM = /^https?:\/\/news\.ycombinator\.com\/item\?id=\d+$/;

/** Hacker News through hnrss.org: the post's title stands in the comment's; its address stands in its own feed alone. */
export const hnrss: BlogSystem = {
  name: 'hnrss',
  addresses: [
    {
      of: 'page',
      page: /^https:\/\/news\.ycombinator\.com\/item\?id=(\d+)/,
      feed: ([, id]) => `https://hnrss.org/item?id=${id}`,
    },
  ],
  owns: (feed) =>
    /\bhnrss\b/i.test(`${feed.generator ?? ''} ${feed.self ?? ''}`) ||
    feed.entries.some(({ id, title }) => id.startsWith('https://news.ycombinator.com/') && TITLE.test(title ?? '')),
  reader: (feed) => (entry) => {
    const title = TITLE.exec(entry.title ?? '')?.[1];
    // Its other feeds are of posts.
    return title === undefined ? null : { ...plainDraft(entry), post: { ...itemOf(feed, title), title } };
  },
};

/** Story that the feed is of. The feed of the replies to an item has another title: the item may be a comment. */
function itemOf(
  { url, title }: ParsedFeed,
  story: string,
): { readonly id: string | null; readonly url: string | null } {
  const item = url !== null && ITEM.test(url) && title?.includes(`"${story}"`) === true ? url : null;
  return { id: item, url: item };
}
