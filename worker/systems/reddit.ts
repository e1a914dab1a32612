import type { Post } from '../model.ts';
import type { Entry } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Address of a comment: `…/comments/<post>/<slug>/<comment>/`. */
const COMMENT_URL = /^(.*\/comments\/([a-z0-9]+)\/[^/]*\/)[a-z0-9]+\/?(?:\?.*)?$/i;

/** Reddit: `t1_` are comments, `t3_` posts. Its feeds do not state what a comment answers. */
export const reddit: BlogSystem = {
  name: 'reddit',
  addresses: [
    {
      of: 'page',
      page: /^(?![^?#]*\.rss\b)https:\/\/(?:[a-z]+\.)?reddit\.com((?:\/(?:r|u|user)\/[^/?#]+)?\/comments\/[^?#]+?)\/?(?:[?#].*)?$/i,
      feed: ([, path]) => `https://www.reddit.com${path}/.rss`,
    },
    {
      of: 'site',
      page: /^https:\/\/(?:[a-z]+\.)?reddit\.com(\/(?:r|u|user)\/[^/?#.]+)(?:\/(?:comments|new|hot|top|rising))?\/?(?:[?#].*)?$/i,
      feed: ([, path]) => `https://www.reddit.com${path}/comments/.rss`,
    },
  ],
  owns: (feed) => feed.entries.some(({ id }) => /^t[13]_[a-z0-9]+$/.test(id)),
  reader: () => (entry) => {
    if (!entry.id.startsWith('t1_')) return null;
    const draft = plainDraft(entry);
    const name = entry.author.name?.replace(/^\/?u\//, '') ?? null;
    // A comment has one time there, and it is called updated.
    const published = entry.published ?? entry.updated;
    const updated = entry.published === null ? null : entry.updated;
    return { ...draft, author: { ...draft.author, name }, published, updated, post: postOf(entry) };
  },
};

/** True if a host, as name and port, has one of Reddit's names, all of which are one host: `reddit.com` and what is under it. */
export function isReddit(host: string): boolean {
  return /(?:^|\.)reddit\.com:\d+$/.test(host);
}

/** Says what to do where Reddit refuses a feed at `url`. https://www.reddit.com/prefs/feeds/ */
export function redditRemedy(url: string): string {
  const asked = URL.parse(url)?.searchParams;
  return asked?.has('feed') && asked.has('user')
    ? 'Reddit refuses the feed=…&user=… in its address: copy it anew from https://www.reddit.com/prefs/feeds/ into the secret.'
    : 'Reddit refuses most who ask without a login: sign in there, take feed=…&user=… of an address at https://www.reddit.com/prefs/feeds/, add it to the feed’s URL, and keep that URL in a secret (secret:NAME).';
}

/** Post in a permalink, which contains the post's, and in a title: "/u/alice on The post". */
function postOf(entry: Entry): Post | null {
  const [, url, id] = COMMENT_URL.exec(entry.url ?? '') ?? [];
  const before = `${entry.author.name ?? ''} on `;
  const title = entry.title?.startsWith(before) ? entry.title.slice(before.length) : null;
  return url === undefined && title === null
    ? null
    : { id: id === undefined ? null : `t3_${id}`, url: url ?? null, title };
}
