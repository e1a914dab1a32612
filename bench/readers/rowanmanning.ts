import { parseFeed } from '@rowanmanning/feed-parser';
import { type About, decode, type Flat } from './reader.ts';

/** Parser call that the benchmark times; `toJSON` does the work that is otherwise done at each access. */
export function parse(body: Uint8Array): unknown {
  return parseFeed(new TextDecoder().decode(body)).toJSON();
}

/** Its answer, flat. */
export default function read(body: Uint8Array, { contentType }: About): Flat {
  try {
    const feed = parseFeed(decode(body, contentType)).toJSON();
    return {
      format: feed.meta.type,
      feedTitle: feed.title,
      feedLink: feed.url,
      items: feed.items.map((item) => ({
        id: item.id,
        title: item.title,
        link: item.url,
        published: item.published,
        updated: item.updated,
        author: item.authors[0]?.name,
        authorEmail: item.authors[0]?.email,
        authorUri: item.authors[0]?.url,
        content: item.content,
        summary: item.description,
      })),
    };
  } catch {
    return { error: 'refused' };
  }
}
