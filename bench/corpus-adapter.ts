import type { Text } from '../worker/model.ts';
import { parseFeed } from '../worker/feed/parse.ts';

/** What a corpus runner compares: `parseFeed`'s answer, flat. */
export default function read(body: Uint8Array, about: { url: string; contentType: string | null }): object {
  const result = parseFeed(body, about);
  if (!result.ok) return { error: result.reason };
  const feed = result.value;
  return {
    format: feed.format,
    feedTitle: feed.title,
    feedLink: feed.url,
    feedId: feed.id,
    feedUpdated: feed.updated,
    items: feed.entries.map((entry) => ({
      id: entry.id,
      title: entry.title,
      link: entry.url,
      published: entry.published,
      updated: entry.updated,
      author: entry.author.name,
      authorEmail: entry.author.email,
      authorUri: entry.author.url,
      content: htmlOf(entry.content),
      summary: htmlOf(entry.summary),
      commentsUrl: entry.commentsUrl,
      commentFeed: entry.replies.feed,
      commentCount: entry.replies.count,
      inReplyTo: entry.inReplyTo?.id ?? null,
      inReplyToHref: entry.inReplyTo?.url ?? null,
    })),
  };
}

function htmlOf(text: Text | null): string | null {
  return text?.value ?? null;
}
