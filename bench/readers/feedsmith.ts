import { type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import { type About, decode, type Flat } from './reader.ts';

/** Parser call that the benchmark times. */
export function parse(body: Uint8Array): unknown {
  return parseFeed(new TextDecoder().decode(body));
}

/** feedsmith's result, flattened. It keeps the vocabularies apart, so each fact is looked up in all of them. */
export default function read(body: Uint8Array, { contentType }: About): Flat {
  try {
    const { format, feed } = parseFeed(decode(body, contentType));
    if (format === 'json') return fromJson(feed);
    return format === 'atom' ? fromAtom(feed) : fromRss(format, feed);
  } catch {
    return { error: 'refused' };
  }
}

type Link = { readonly href?: string; readonly rel?: string };

function fromAtom(feed: AtomFeed.Feed<string>): Flat {
  return {
    format: 'atom',
    feedTitle: feed.title?.value ?? feed.dc?.titles?.[0],
    feedLink: alternate(feed.links),
    feedId: feed.id,
    feedUpdated: feed.updated,
    items: (feed.entries ?? []).map((entry) => ({
      id: entry.id ?? entry.dc?.identifiers?.[0],
      title: entry.title?.value ?? entry.dc?.titles?.[0] ?? entry.media?.title?.value,
      link: alternate(entry.links) ?? entry.links?.[0]?.href,
      published: entry.published ?? entry.dc?.dates?.[0],
      updated: entry.updated,
      author: entry.authors?.[0]?.name ?? entry.dc?.creators?.[0] ?? feed.authors?.[0]?.name,
      authorEmail: entry.authors?.[0]?.email,
      authorUri: entry.authors?.[0]?.uri,
      content: entry.content?.value ?? entry.dc?.descriptions?.[0],
      summary: entry.summary?.value ?? entry.dc?.descriptions?.[0] ?? entry.media?.groups?.[0]?.description?.value,
      inReplyTo: entry.thr?.inReplyTos?.[0]?.ref,
      inReplyToHref: entry.thr?.inReplyTos?.[0]?.href,
      commentCount: entry.thr?.total ?? entry.slash?.comments,
      commentFeed: entry.wfw?.commentRss,
      commentsUrl: entry.links?.find(({ rel, type }) => rel === 'replies' && type?.includes('html'))?.href,
    })),
  };
}

function fromJson(feed: JsonFeed.Feed<string>): Flat {
  return {
    format: 'json',
    feedTitle: feed.title,
    feedLink: feed.home_page_url,
    items: (feed.items ?? []).map((item) => ({
      id: item.id,
      title: item.title,
      link: item.url ?? item.external_url,
      published: item.date_published,
      updated: item.date_modified,
      author: item.authors?.[0]?.name ?? feed.authors?.[0]?.name,
      content: item.content_html ?? item.content_text,
      summary: item.summary,
    })),
  };
}

function fromRss(format: 'rss' | 'rdf', feed: RssFeed.Feed<string> | RdfFeed.Feed<string>): Flat {
  return {
    format,
    feedTitle: feed.title ?? feed.atom?.title?.value ?? feed.dc?.titles?.[0],
    feedLink: feed.link ?? alternate(feed.atom?.links),
    feedUpdated: ('lastBuildDate' in feed ? feed.lastBuildDate : undefined) ?? feed.dc?.dates?.[0],
    items: (feed.items ?? []).map((item) => {
      const guid = 'guid' in item ? item.guid : undefined;
      return {
        id: guid?.value ?? item.atom?.id ?? item.dc?.identifiers?.[0] ?? ('rdf' in item ? item.rdf?.about : undefined),
        title: item.title ?? item.atom?.title?.value ?? item.dc?.titles?.[0] ?? item.media?.title?.value,
        link: item.link ?? alternate(item.atom?.links) ?? (guid?.isPermaLink === false ? undefined : guid?.value),
        published: ('pubDate' in item ? item.pubDate : undefined) ?? item.atom?.published ?? item.dc?.dates?.[0],
        updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
        author:
          ('authors' in item ? item.authors?.[0] : undefined) ??
          item.dc?.creators?.[0] ??
          item.atom?.authors?.[0]?.name,
        content: item.content?.encoded ?? item.atom?.content?.value,
        summary: item.description ?? item.atom?.summary?.value ?? item.dc?.descriptions?.[0],
        commentsUrl: 'comments' in item ? item.comments : undefined,
        commentCount: item.slash?.comments,
        commentFeed: item.wfw?.commentRss,
      };
    }),
  };
}

function alternate(links: readonly Link[] | undefined): string | undefined {
  return links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href;
}
