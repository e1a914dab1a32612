import type { FeedView } from './feed-view.ts';
import { targetOf } from './redirects.ts';

/** URLs of which the hosts are kept: some 300 bytes each. */
const KEPT = 10_000;

/** Hosts of URLs that are polled: each poll asks for its URL's several times. They are the isolate's, which outlives its objects. */
const hosts = new Map<string, string>();

/** Gives the host that a URL names, as name and port; what is no URL is a host of its own. */
export function hostOf(url: string): string {
  const known = hosts.get(url);
  if (known !== undefined) return known;
  const host = hostIn(url);
  if (hosts.size >= KEPT) hosts.clear();
  hosts.set(url, host);
  return host;
}

function hostIn(url: string): string {
  const at = URL.parse(url);
  if (at === null) return url;
  const port = at.port || (at.protocol === 'http:' ? '80' : '443');
  return `${at.hostname.replace(/\.+$/, '')}:${port}`;
}

/** Gives the URL that the feed's next poll asks first; `null`: its configuration cannot be read. */
export function urlOfFeed({ feed, feedState }: Pick<FeedView, 'feed' | 'feedState'>): string | null {
  if (!feed?.ok) return null;
  return feedState === null ? feed.value.url : targetOf(feed.value, feedState).url;
}
