import { pageOf } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Disqus: titles are "Re: The post", permalinks the post's page and `#comment-<number>`. */
export const disqus: BlogSystem = {
  name: 'disqus',
  owns: (feed) => [feed.url, feed.self].some((url) => /^https?:\/\/(?:[a-z0-9-]+\.)?disqus\.com\//i.test(url ?? '')),
  reader: () => (entry) => {
    const title = /^Re:\s+(\S.*)$/s.exec(entry.title ?? '')?.[1] ?? null;
    const url = pageOf(entry.url);
    return { ...plainDraft(entry), post: url === null && title === null ? null : { id: null, url, title } };
  },
};
