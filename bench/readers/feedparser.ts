import { Readable } from 'node:stream';
import FeedParser from 'feedparser';
import { type About, decode, type Flat } from './reader.ts';

/** Parser call that the benchmark times. */
export function parse(body: Uint8Array): Promise<unknown> {
  return itemsOf(new TextDecoder().decode(body), 'http://blog.example/feed');
}

/** Its answer, flat. */
export default async function read(body: Uint8Array, { url, contentType }: About): Promise<Flat> {
  try {
    const { parser, items } = await itemsOf(decode(body, contentType), url);
    return {
      format: parser.meta['#type'],
      feedTitle: parser.meta.title,
      feedLink: parser.meta.link,
      items: items.map((item) => ({
        id: item.guid,
        title: item.title,
        link: item.link,
        published: item.pubdate,
        updated: item.date,
        author: item.author,
        content: item.description,
        summary: item.summary,
        commentsUrl: item.comments,
      })),
    };
  } catch {
    return { error: 'refused' };
  }
}

async function itemsOf(
  text: string,
  feedurl: string,
): Promise<{ parser: FeedParser; items: readonly FeedParser.Item[] }> {
  const parser = new FeedParser({ feedurl });
  const items: FeedParser.Item[] = [];
  for await (const item of Readable.from([text]).pipe(parser)) items.push(item);
  return { parser, items };
}
