import type { Entry } from '../parsed-feed.ts';
import type { Reading } from './source.ts';

/** What an entry itself says, before anything is made of whom it answers and on which post. */
export function plain(entry: Entry): Reading {
  return {
    id: entry.id,
    url: entry.url,
    title: entry.title,
    author: { name: entry.author.name, url: entry.author.url, avatar: entry.author.avatar },
    published: entry.published,
    updated: entry.updated,
    language: entry.language,
    content: entry.content ?? entry.summary,
    inReplyTo: null,
    post: null,
  };
}
