import { parseFeed } from 'feedsmith';
import Parser from 'rss-parser';
import type { Contender } from './contender.ts';

/** Requests at once, as in newsboat's `reload-threads`. */
const AT_ONCE = 50;

/** Gives the ids of a feed's entries. */
type ReadIds = (body: string) => Promise<readonly string[]>;

/** A loop of Node's fetch over the feeds, with ETags; what it reads is compared with what was there before. */
function startLoop(name: string, urls: readonly string[], readIds: ReadIds | null): Contender {
  const etags = new Map<string, string>();
  const seen = new Map<string, Set<string>>();
  async function pollOne(url: string): Promise<void> {
    const etag = etags.get(url);
    const answer = await fetch(url, { headers: etag === undefined ? {} : { 'if-none-match': etag } });
    const body = await answer.text();
    const next = answer.headers.get('etag');
    if (next !== null) etags.set(url, next);
    if (answer.status !== 200 || readIds === null) return;
    const known = seen.get(url) ?? new Set();
    for (const id of await readIds(body)) known.add(id);
    seen.set(url, known);
  }
  const began = process.cpuUsage();
  return {
    name,
    poll: async () => {
      const waiting = urls.values();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const url of waiting) await pollOne(url);
        }),
      );
    },
    usage: () => {
      const { user, system } = process.cpuUsage(began);
      return { cpu: (user + system) / 1000, memory: process.memoryUsage.rss() / 1024 / 1024 };
    },
    stop: async () => {},
  };
}

/** Name of the bare loop. */
export const BARE = 'bare fetch loop';

/** Starts the bare loop, which only asks: what the others are measured by. */
export async function startBare(urls: readonly string[]): Promise<Contender> {
  return startLoop(BARE, urls, null);
}

/** Starts a loop that parses with feedsmith. */
export async function startFeedsmith(urls: readonly string[]): Promise<Contender> {
  return startLoop('feedsmith loop', urls, async (body) => {
    const { format, feed } = parseFeed(body);
    return format === 'atom' ? (feed.entries ?? []).flatMap(({ id }) => id ?? []) : [];
  });
}

/** Starts a loop that parses with rss-parser. */
export async function startRssParser(urls: readonly string[]): Promise<Contender> {
  return startLoop('rss-parser loop', urls, async (body) => {
    const { items } = await new Parser().parseString(body);
    return items.map((item) => String(item['id']));
  });
}
