import { pageOf } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Id of a comment: `tag:<host>,2018:/isso/<thread>/<comment>`. */
const ISSO_ID = /^tag:[^,]+,\d{4}:\/isso\/\d+\/\d+$/;

/** Isso: only replies have `thr:in-reply-to`, and a comment's one time is called updated. */
export const isso: BlogSystem = {
  name: 'isso',
  addresses: [
    {
      of: 'page',
      page: /^https?:\/\/[^/]+([^?#]*)/,
      feed: ([, path], { settings }) => {
        const server = settings.get('data-isso');
        if (server === undefined || server === '') return null;
        const thread = settings.get('data-isso-id') ?? path ?? '/';
        return `${server.replace(/\/$/, '')}/feed?uri=${encodeURIComponent(thread)}`;
      },
    },
  ],
  owns: (feed) => feed.entries.some(({ id }) => ISSO_ID.test(id)),
  reader: (feed) => {
    const names = new Map(feed.entries.map((entry) => [entry.id, entry.author.name]));
    return (entry) => {
      const parent = entry.inReplyTo;
      const url = pageOf(entry.url);
      return {
        ...plainDraft(entry),
        published: entry.published ?? entry.updated,
        updated: entry.published === null ? null : entry.updated,
        inReplyTo: parent === null ? null : { ...parent, author: names.get(parent.id ?? '') ?? null },
        post: url === null ? null : { id: null, url, title: null },
      };
    };
  },
};
