import { parseFeed } from '../../../worker/feed/parse.ts';
import type { ParsedFeed } from '../../../worker/feed/parsed-feed.ts';
import type { FirstPage } from '../../../worker/systems/wordpress/addresses.ts';
import { type OlderPage, readOlderPage } from '../../../worker/systems/wordpress/comments.ts';
import type { Kept } from './kept.ts';

const SITE = 'https://blog.example/comments/feed/';

/** A feed, as read at `url`. */
export function feedOf(xml: string, url = SITE): ParsedFeed {
  const feed = parseFeed(new TextEncoder().encode(xml), { url, contentType: null });
  if (!feed.ok) throw new Error(feed.detail);
  return feed.value;
}

/** The first page of a feed, of which no header is known. */
export function firstOf(xml: string, url = SITE): FirstPage {
  return { feed: feedOf(xml, url), url, link: null };
}

/** An answer, read as an older page. */
export function older(text: string, first: FirstPage): OlderPage {
  const page = readOlderPage(text, first);
  if (!page.ok) throw new Error(page.detail);
  return page.value;
}

/** Its comments' IDs. */
export function ids(page: OlderPage): readonly string[] {
  return page.feed.entries.map(({ id }) => id);
}

/** An old comment on a post. */
export function commentOn(post: Kept['post'], id: number): Kept {
  return { id, post, author: 'Uma', time: '2026-09-01T08:00:00', html: '<p>Long ago.</p>\n' };
}
