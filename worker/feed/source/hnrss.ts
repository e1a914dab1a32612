import { plain } from './plain.ts';
import type { Source } from './source.ts';

/** `New comment by pg in "Ask HN: what?"`. */
const TITLE = /^New comment by \S+ in "(.*)"$/s;

/** Hacker News through hnrss.org: the post's title stands in the comment's, and that is all that is told of it. */
export const hnrss: Source = {
  name: 'hnrss',
  owns: (feed) =>
    /\bhnrss\b/i.test(`${feed.generator ?? ''} ${feed.self ?? ''}`) ||
    feed.entries.some(({ id, title }) => id.startsWith('https://news.ycombinator.com/') && TITLE.test(title ?? '')),
  reader: () => (entry) => {
    const title = TITLE.exec(entry.title ?? '')?.[1];
    // Its other feeds are of posts.
    return title === undefined ? null : { ...plain(entry), post: { id: null, url: null, title } };
  },
};
