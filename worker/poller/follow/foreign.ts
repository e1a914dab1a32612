import { digest, withoutWww } from '../../message.ts';
import { isElsewhere } from '../../rules/compare.ts';
import type { ReadPages, Watch } from '../../rules/watch.ts';
import type { FoundPost } from '../../systems/posts.ts';
import type { Child } from '../store/child-table.ts';

/**
 * True if the address of a site's feed of posts answers with what seems another site's: no post is known, none is at a host at which
 * any was, or the feed is, and nothing else names the site. So do a domain that has run out, or a proxy that mixes up its hosts, for
 * an hour. Posts behind a service for feeds keep their host; of one that moves with all of them its home page tells.
 */
export async function isForeign(
  posts: readonly FoundPost[],
  children: readonly Child[],
  read: ReadPages,
  { watch, after }: { readonly watch: Watch; readonly after: Watch },
): Promise<boolean> {
  const known = new Set(watch.remembered.map(({ key }) => key));
  if (known.size === 0 || posts.length === 0 || isElsewhere(watch, read) || watch.source !== read.source) return false;
  if (read.home !== null && read.home === watch.home) return false;
  if (after.remembered.some(({ shown, key }) => shown && known.has(key))) return false;
  const hosts = new Set(children.map(({ url }) => hostNameOf(url)));
  for (const url of posts.flatMap((post) => [post.comments, post.url ?? post.comments])) {
    const host = hostNameOf(url);
    if (hosts.has(host) || (await digest(host)) === read.address.host) return false;
  }
  return true;
}

function hostNameOf(url: string): string {
  return withoutWww(URL.parse(url)?.host ?? '');
}
