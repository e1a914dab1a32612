import Parser from 'rss-parser';
import { type About, decode, type Flat, text } from './reader.ts';

/** Parser call that the benchmark times. */
export function parse(body: Uint8Array): Promise<unknown> {
  return new Parser().parseString(new TextDecoder().decode(body));
}

/** Its answer, flat. */
export default async function read(body: Uint8Array, { contentType }: About): Promise<Flat> {
  try {
    const xml = decode(body, contentType);
    const feed = await new Parser().parseString(xml);
    return {
      // It does not report this.
      format: /<(?:\w+:)?(rss|feed|rdf)\b/i.exec(xml)?.[1]?.toLowerCase().replace('feed', 'atom') ?? 'unknown',
      feedTitle: text(feed.title),
      feedLink: text(feed.link),
      items: feed.items.map((item) => ({
        id: text(item.guid ?? item['id']),
        title: text(item.title),
        link: text(item.link),
        published: item.isoDate,
        author: text(item.creator ?? item['author']),
        content: text(item['content:encoded'] ?? item.content),
        summary: text(item.summary),
        commentsUrl: text(item['comments']),
      })),
    };
  } catch {
    return { error: 'refused' };
  }
}
