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

/** Comments out of older pages, oldest first. `joins`: they begin after the newest known one, so that none is missing. */
type Older = { readonly sightings: readonly Sighting[]; readonly joins: boolean };

/** The comments before those of the feed's first page, up to the newest one that is known, or as far as pages can be read. */
export async function olderNews(job: Job, first: Page, known: readonly Mark[]): Promise<Older | 'limit'> {
  const ids = new Set(known.map(([id]) => id));
  const older: Sighting[] = [];
  const asked = new Set([first.url]);
  let page = first;
  for (let number = 2; number <= PAGES_AT_MOST + 1; number++) {
    const url = olderPage(page.feed, first.url, number);
    if (url === null || asked.has(url)) break;
    asked.add(url);
    const feed = await readPage(job, url);
    if (feed === 'limit') return feed;
    if (feed === null) break;
    const sightings = findComments(feed, job.now);
    const isKnown = await Promise.all(sightings.map(async ({ id }) => ids.has(await digest(id))));
    const newestKnown = isKnown.lastIndexOf(true);
    older.unshift(...sightings.slice(newestKnown + 1));
    if (newestKnown >= 0) return { sightings: older, joins: true };
    page = { url, feed };
  }
  return { sightings: older, joins: false };
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
