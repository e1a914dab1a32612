import { pageOf } from './place.ts';
import { plain } from './plain.ts';
import type { Source } from './source.ts';

/** `tag:<host>,2018:/isso/<thread>/<comment>`. */
const ISSO_ID = /^tag:[^,]+,\d{4}:\/isso\/\d+\/\d+$/;

/** Isso: only replies have `thr:in-reply-to`, and a comment's one time is called updated. */
export const isso: Source = {
  name: 'isso',
  owns: (feed) => feed.entries.some(({ id }) => ISSO_ID.test(id)),
  reader: (feed) => {
    const names = new Map(feed.entries.map((entry) => [entry.id, entry.author.name]));
    return (entry) => {
      const parent = entry.inReplyTo;
      const url = pageOf(entry.url);
      return {
        ...plain(entry),
        published: entry.published ?? entry.updated,
        updated: entry.published === null ? null : entry.updated,
        inReplyTo: parent === null ? null : { ...parent, author: names.get(parent.id ?? '') ?? null },
        post: url === null ? null : { id: null, url, title: null },
      };
    };
  },
};
