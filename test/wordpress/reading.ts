import { findComments } from '../../worker/systems/comments.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../worker/feed/parsed-feed.ts';
import { type FirstPage, olderPages } from '../../worker/systems/wordpress/addresses.ts';
import { type OlderPage, readOlderPage } from '../../worker/systems/wordpress/comments.ts';
import type { WordPress } from './wordpress.ts';

/** The first page of a feed, as a poll reads it. */
export async function readFirst(wordpress: WordPress, address: string): Promise<FirstPage> {
  const response = await wordpress.get(address);
  const about = { url: response.url, contentType: response.headers.get('content-type') };
  const feed = parseFeed(new Uint8Array(await response.arrayBuffer()), about);
  if (!feed.ok) throw new Error(`${address}: ${feed.detail}`);
  return { feed: feed.value, url: response.url, link: response.headers.get('link') };
}

/** An older page of it, at the first address that answers. */
export async function readOlder(wordpress: WordPress, first: FirstPage, number: number): Promise<OlderPage> {
  for (const address of olderPages(first, number)) {
    const response = await wordpress.get(address);
    const page = readOlderPage(await response.text(), first);
    if (response.ok && page.ok) return page.value;
  }
  throw new Error(`${first.url} has no page ${number}`);
}

/** All by which comments are known, and what a message says of them but for the author's address and picture. */
export function factsOf(feed: ParsedFeed): readonly object[] {
  return findComments(feed).map((found) => {
    const { id, url, author, published, content } = found;
    const { author: _, ...comment } = found.render();
    return { id, url, author, published, content, comment };
  });
}

/** The comments' numbers, in the order of the feed. */
export function numbersOf({ entries }: ParsedFeed): readonly number[] {
  return entries.map(({ id }) => Number(/#comment-(\d+)$/.exec(id)?.[1]));
}
