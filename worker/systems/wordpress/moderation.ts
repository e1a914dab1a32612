import type { CommentDraft } from '../../feed/comment/draft.ts';
import { webUrl } from '../../feed/comment/web-url.ts';
import type { ParsedFeed } from '../../feed/parsed-feed.ts';
import type { Moderation } from '../../model.ts';
import { namedBy, postNumber } from './guid.ts';
import { guidRoots, rootOf } from './site-root.ts';

/**
 * Gives the pages of `wp-admin` on which a comment is edited and put into the trash, as WordPress's own notifications have
 * them: the second asks first. The folder that the site is in is known by posts' guids, or by the site's own comment feed.
 * https://developer.wordpress.org/reference/functions/wp_notify_postauthor/
 */
export function moderation(feed: ParsedFeed): (draft: CommentDraft) => Moderation | null {
  const self = URL.parse(feed.self ?? '');
  const folders = new Map<string, string | null>();
  const folderAt = (host: string): string | null => {
    const [byGuid] = guidRoots(feed, { host });
    const byFeed = self?.host === host ? rootOf(self)?.root.replace(/index\.php\/$/, '') : undefined;
    return byGuid ?? byFeed ?? null;
  };
  return ({ id, url }) => {
    const page = URL.parse(webUrl(url) ?? '');
    const number = (namedBy(url) ?? namedBy(id))?.number;
    if (page === null || number === undefined) return null;
    if (!folders.has(page.host)) folders.set(page.host, folderAt(page.host));
    // One post's link shows it where the site has no permalinks.
    const folder =
      folders.get(page.host) ??
      (postNumber(namedBy(url)?.post ?? null) === null ? null : page.pathname.replace(/[^/]*$/, ''));
    if (folder === null) return null;
    const script = `${page.origin}${folder}wp-admin/comment.php`;
    return { edit: `${script}?action=editcomment&c=${number}`, remove: `${script}?action=trash&c=${number}` };
  };
}
