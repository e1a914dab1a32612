import { findComments, type Sighting } from '../feed/comments.ts';
import { parseFeed } from '../feed/parse.ts';
import { digest } from '../message.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import type { Mark } from '../rules/diff.ts';
import { ask } from './ask.ts';
import type { Job } from './job.ts';

/** Older pages that are read to find a known comment: ten of WordPress's hold a hundred. */
const PAGES_AT_MOST = 10;

/** Where a feed was read. */
type Page = { readonly url: string; readonly feed: ParsedFeed };

/**
 * The comments between those of the feed's first page and the newest one that is known, out of its older pages, oldest
 * first; `null`: no page holds a known one, so how far back to go is not to be told.
 */
export async function olderNews(
  job: Job,
  first: Page,
  known: readonly Mark[],
): Promise<readonly Sighting[] | 'limit' | null> {
  const ids = new Set(known.map(([id]) => id));
  const older: Sighting[] = [];
  const asked = new Set([first.url]);
  let page = first;
  for (let number = 2; number <= PAGES_AT_MOST + 1; number++) {
    const url = olderPage(page.feed, first.url, number);
    if (url === null || asked.has(url)) return null;
    asked.add(url);
    const feed = await readPage(job, url);
    if (feed === null || feed === 'limit') return feed;
    const sightings = findComments(feed, job.now);
    const isKnown = await Promise.all(sightings.map(async ({ id }) => ids.has(await digest(id))));
    const newestKnown = isKnown.lastIndexOf(true);
    older.unshift(...sightings.slice(newestKnown + 1));
    if (newestKnown >= 0) return older;
    page = { url, feed };
  }
  return null;
}

/** What the feed names as its next older page, or WordPress's way of asking for one. */
function olderPage({ next, generator }: ParsedFeed, first: string, number: number): string | null {
  if (next !== null) return next;
  if (generator === null || !/wordpress/i.test(generator)) return null;
  const url = new URL(first);
  url.searchParams.set('paged', String(number));
  return url.href;
}

async function readPage(job: Job, url: string): Promise<ParsedFeed | 'limit' | null> {
  const answer = await ask(job, url);
  if (!answer.ok) return answer.reason === 'limit' ? 'limit' : null;
  if (answer.value.kind !== 'body') return null;
  const { bytes, contentType } = answer.value;
  const parsed = parseFeed(bytes, { url: answer.value.url, contentType });
  return parsed.ok ? parsed.value : null;
}
