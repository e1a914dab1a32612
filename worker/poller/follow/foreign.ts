import { digest, withoutWww } from '../../message.ts';
import { isElsewhere } from '../../rules/compare.ts';
import type { ReadPages, Watch } from '../../rules/watch.ts';
import type { FoundPost } from '../../systems/posts.ts';
import type { Child } from '../store/child-table.ts';

/**
 * True if the address of a site's feed of posts answers with what seems another site's: no post is known, none is at the host at which
 * all were, or the feed is, nor above or below it, and nothing else names the site. So do a domain that has run out, or a proxy that
 * mixes up its hosts, for an hour. Posts behind a service for feeds keep their host; of one that moves with all of them its home
 * page tells. A feed that gathers the posts of several hosts may show those of another one at any time.
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
  const [own, ...others] = new Set(children.map(({ url }) => hostNameOf(url)));
  if (others.length > 0) return false;
  const hosts = new Set(posts.flatMap((post) => [post.comments, post.url ?? post.comments]).map(hostNameOf));
  for (const host of hosts) {
    if (own !== undefined && own.endsWith(`.${host}`)) return false;
    for (const name of withParents(host)) if (name === own || (await digest(name)) === read.address.host) return false;
  }
  return true;
}

/** Gives a host, and those above it but for the last, which is a top-level domain. */
function withParents(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.slice(0, Math.max(labels.length - 1, 1)).map((_, at) => labels.slice(at).join('.'));
}

function hostNameOf(url: string): string {
  return withoutWww(URL.parse(url)?.host ?? '');
}
