import type { Post } from '../model.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Address of a message, which leads to its place in the topic. */
const MESSAGE = /^https?:\/\/[^?#]*\/post\/[\da-f-]+$/i;

/** Page of a topic, which is that of its feed; and of the newest messages of a forum, or of one of its categories. */
const TOPIC = /\/topic\/\d+(?:\/[^/?#]*)?$/;
const RECENT = /\/recentposts$/;

/** NodeBB: a message has a page of its own. A topic's feed leaves out the opening one, and is called by the topic. */
export const nodebb: BlogSystem = {
  name: 'nodebb',
  owns: ({ url, entries }) =>
    (TOPIC.test(url ?? '') || RECENT.test(url ?? '')) && entries.some((entry) => MESSAGE.test(entry.url ?? '')),
  reader: (feed) => (entry) => ({ ...plainDraft(entry), post: postOf(entry, feed) }),
};

function postOf({ title }: Entry, { url, title: topic }: ParsedFeed): Post | null {
  // A message of the newest ones is called by its topic.
  if (RECENT.test(url ?? '')) return title === null ? null : { id: null, url: null, title };
  return { id: null, url, title: topic };
}
