import type { FeedView } from './feed-view.ts';
import { targetOf } from './redirects.ts';

/** Gives the host that a URL names, as name and port; what is no URL is a host of its own. */
export function hostOf(url: string): string {
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
