import { readFileSync } from 'node:fs';
import { webUrl } from '../../worker/feed/comment/web-url.ts';
import { parseFeed } from '../../worker/feed/parse.ts';
import type { CommentMessage } from '../../worker/destination/channel.ts';
import { findComments } from '../../worker/systems/comments.ts';

/** Time of a comment that has none. */
const UNDATED = '2026-11-20T10:00:00.000Z';

/** Messages about the comments of a feed that is in a file, oldest first. Throws where it is no feed, or has none. */
export function readComments(file: string): readonly CommentMessage[] {
  const parsed = parseFeed(readFileSync(file), { url: 'https://tides.example/atom.xml', contentType: null });
  if (!parsed.ok) throw new Error(`${file}: ${parsed.detail}`);
  const { title, url } = parsed.value;
  const messages = findComments(parsed.value).map((found, at): CommentMessage => {
    const { post, ...comment } = found.render();
    return {
      id: `msg_${at + 1}`,
      type: 'comment.created',
      timestamp: comment.published ?? UNDATED,
      data: { feed: { name: 'tides', title, homePage: webUrl(url) }, post, comment },
    };
  });
  if (messages.length === 0) throw new Error(`${file}: no comment in it`);
  return messages.toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
}
