import { findComments, type FoundComment } from '../systems/comments.ts';
import { decodeBytes } from '../feed/bytes/decode.ts';
import { parseFeed } from '../feed/parse.ts';
import type { ParsedFeed } from '../feed/parsed-feed.ts';
import { digest } from '../message.ts';
import { olderPage, type PageRequest } from '../rules/continuity.ts';
import { watchFrom } from '../rules/first-answer.ts';
import { retryAfterInstant } from '../rules/schedule.ts';
import type { PagesEnd, ReadPages, SeenPage, Watch } from '../rules/watch.ts';
import { olderPages as wordPressPages, type FirstPage } from '../systems/wordpress/addresses.ts';
import { readOlderPage } from '../systems/wordpress/comments.ts';
import { fetchWithin } from './fetch.ts';
import type { GatherContext } from './poll-context.ts';
import { type KeyNames, seenPage } from './seen-page.ts';
import { isPassing, type PollFailure } from './poll-failure.ts';

/** Older pages of a poll that are read whatever else there is to read. */
const REQUIRED_PAGES = 2;

/** Page 1 with its older pages, as far as the rules asked for them. */
type WithOlder = { readonly read: ReadPages; readonly pages: readonly (readonly FoundComment[])[] };

/** An older page, or why there is none. `until`: the server asked to be left alone until then. */
type Older =
  | { readonly url: string; readonly feed: ParsedFeed; readonly otherIds: OtherIds }
  | { readonly end: PagesEnd; readonly until: number | null };
type OtherIds = ReadonlyMap<string, readonly string[]>;

const NO_OTHERS: OtherIds = new Map();
const NO_PAGE = { end: 'none', until: null } as const;
const FAILED = { end: 'failed', until: null } as const;

/** Reads older pages of a feed for as long as the rules ask for another. */
export async function readOlderPages(
  context: GatherContext,
  keyNames: KeyNames,
  watch: Watch,
  page1: ReadPages,
  first: FirstPage,
): Promise<WithOlder> {
  const pages: (readonly FoundComment[])[] = [];
  const older: SeenPage[] = [];
  const known = new Set(watch.remembered.map(({ id }) => id));
  const asked = new Set([first.url]);
  let read = page1;
  let before: ParsedFeed = first.feed;
  // They are no part of a search.
  const spare = context.spare === undefined ? {} : { spare: context.spare.all };
  const { child, day, now } = context;
  const nextPage = (): PageRequest | null => olderPage(watchFrom(watch, child, read, day, now), read, day, now);
  for (let next = nextPage(); next !== null; next = nextPage()) {
    // A day later does for a look-back, and the next poll for what two pages do not bring.
    const isSpare = context.isSpare === true || next.isLookBack || older.length >= REQUIRED_PAGES;
    const page = await readOlder({ ...context, ...spare, isSpare }, first, before, next.page, next.url, asked);
    if ('end' in page) return { read: { ...read, olderEnd: page.end, olderUntil: page.until }, pages };
    before = page.feed;
    const comments = await named(findComments(page.feed), page.otherIds, known);
    pages.push(comments);
    older.push(await seenPage(keyNames, watch, comments));
    read = { ...page1, older, olderUrl: page.url };
  }
  return { read, pages };
}

/** WordPress's feeds have no second page; its REST interface does. Others name the next one (RFC 5005, JSON Feed). */
async function readOlder(
  context: GatherContext,
  first: FirstPage,
  before: ParsedFeed,
  number: number,
  resumeAt: string | null,
  asked: Set<string>,
): Promise<Older> {
  // Its pages are longer than the feed, so that the first of them is the second page here.
  const addresses = wordPressPages(first, number - 1);
  if (addresses.length > 0) return readWordPress(context, first, addresses);
  const url = resumeAt ?? before.next;
  if (url === null || asked.has(url)) return NO_PAGE;
  asked.add(url);
  const answer = await fetchWithin(context, url);
  if (!answer.ok) return endOf(answer, context.now);
  if (answer.value.kind !== 'body' || answer.value.cut !== null) return FAILED;
  const parsed = parseFeed(answer.value.bytes, answer.value);
  return parsed.ok && !parsed.value.truncated ? { url, feed: parsed.value, otherIds: NO_OTHERS } : FAILED;
}

async function readWordPress(context: GatherContext, first: FirstPage, addresses: readonly string[]): Promise<Older> {
  let isWalled = false;
  for (const url of addresses) {
    const answer = await fetchWithin(context, url);
    isWalled ||= !answer.ok && answer.reason === 'wall';
    if (!answer.ok && (isPassing(answer) || answer.reason === 'limit')) return endOf(answer, context.now);
    if (!answer.ok || answer.value.kind !== 'body') continue;
    if (answer.value.cut !== null) return FAILED;
    const page = readOlderPage(decodeBytes(answer.value.bytes, answer.value.contentType), first);
    if (page.ok) return { url, ...page.value };
    if (page.reason === 'cut') return FAILED;
  }
  return isWalled ? FAILED : NO_PAGE;
}

function endOf(failure: PollFailure, now: number): Older {
  if (failure.reason === 'limit') return { end: 'limit', until: null };
  // A wall says nothing of what is behind it.
  if (!isPassing(failure) && failure.reason !== 'wall') return NO_PAGE;
  return { end: 'failed', until: retryAfterInstant(failure.retryAfter ?? null, now) };
}

/** Gives each comment whose ID is a guess the ID under which it is known. */
async function named(
  comments: readonly FoundComment[],
  otherIds: OtherIds,
  known: ReadonlySet<string>,
): Promise<readonly FoundComment[]> {
  if (otherIds.size === 0) return comments;
  return Promise.all(
    comments.map(async (comment) => {
      const others = otherIds.get(comment.id) ?? [];
      if (others.length === 0 || known.has(await digest(comment.id))) return comment;
      for (const id of others) if (known.has(await digest(id))) return { ...comment, id };
      return comment;
    }),
  );
}
