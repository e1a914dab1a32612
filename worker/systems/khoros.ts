import type { Post } from '../model.ts';
import type { Entry, ParsedFeed } from '../feed/parsed-feed.ts';
import { pageOf } from '../feed/page-url.ts';
import { plainDraft } from './plain-draft.ts';
import type { BlogSystem } from './system.ts';

/** Address of a message: `…/t5/Workshop/Which-plane/m-p/12346#M55`; the opening one's number is also its thread's (`td-p`). */
const MESSAGE = /^https?:\/\/[^?#]*\/t5\/[^/?#]+\/[^/?#]+\/[a-z]{1,4}-p\/(\d+)(?:[?#].*)?$/;

/** Khoros (Lithium): a message's page is its own; only the feed of a thread names the thread. */
export const khoros: BlogSystem = {
  name: 'khoros',
  owns: (feed) => feed.entries.some(({ url }) => MESSAGE.test(url ?? '')),
  reader: (feed) => {
    const thread = numberOf(feed.url);
    const opening = feed.entries.find(({ url }) => thread !== null && numberOf(url) === thread) ?? null;
    return (entry) => (entry === opening ? null : { ...plainDraft(entry), post: postOf(entry, feed, opening) });
  },
};

function numberOf(url: string | null): string | null {
  return MESSAGE.exec(url ?? '')?.[1] ?? null;
}

function postOf({ title }: Entry, { url }: ParsedFeed, opening: Entry | null): Post | null {
  const topic = title?.replace(/^(?:Re:\s+)+/i, '') ?? null;
  const page = numberOf(url) === null ? null : pageOf(url);
  if (topic === null && page === null) return null;
  return { id: opening?.id ?? null, url: page, title: opening?.title ?? topic };
}
