import { pageOf } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Name of a site at Disqus, in the script that puts the comments into a page, or beside it. */
const SHORTNAME =
  /\/\/([a-z\d-]{1,80})\.disqus\.com\/embed\.js|\bdisqus_shortname["']?\s{0,9}[=:]\s{0,9}["']([a-z\d-]{1,80})["']/i;

/** Disqus: titles are "Re: The post", permalinks the post's page and `#comment-<number>`. */
export const disqus: BlogSystem = {
  name: 'disqus',
  addresses: [
    {
      // That of a page's own comments has a name which the page does not tell.
      of: 'site',
      page: /^/,
      feed: (_, { scripts }) => {
        const [, embedded, stated] =
          scripts.map((script) => SHORTNAME.exec(script)).find((found) => found !== null) ?? [];
        const name = embedded ?? stated;
        return name === undefined ? null : `https://${name.toLowerCase()}.disqus.com/latest.rss`;
      },
    },
  ],
  owns: (feed) => [feed.url, feed.self].some((url) => /^https?:\/\/(?:[a-z0-9-]+\.)?disqus\.com\//i.test(url ?? '')),
  reader: () => (entry) => {
    const title = /^Re:\s+(\S.*)$/s.exec(entry.title ?? '')?.[1] ?? null;
    const url = pageOf(entry.url);
    return { ...plainDraft(entry), post: url === null && title === null ? null : { id: null, url, title } };
  },
};
