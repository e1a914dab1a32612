import { findComments, type Sighting } from '../feed/comments.ts';
import type { FeedFailure } from '../feed/failure.ts';
import { parseFeed } from '../feed/parse.ts';
import type { Body } from '../io/fetch-feed.ts';
import type { Failure, FeedFacts, Result } from '../model.ts';
import { type Diff, diff, type Mark } from '../rules/diff.ts';
import type { DocumentFailure, Head } from './document.ts';
import type { Job } from './job.ts';
import { marksOf } from './marks.ts';

/** More are no feed of comments. What is remembered of twice as many has to fit SQLite's 2 MB a row. */
const COMMENTS_AT_MOST = 15_000;

/** A body as it was understood, beside what is remembered. */
export type Reading = {
  readonly facts: FeedFacts;
  /** Oldest first, with the mark of each. */
  readonly sightings: readonly Sighting[];
  readonly marks: readonly Mark[];
  readonly change: Diff;
  /** The first reading of a feed, or of another one under its name: what it holds is not news. */
  readonly baseline: boolean;
  /** How many of a baseline's comments are delivered all the same, newest ones. */
  readonly backfill: number;
  /** Why the body is not whole, in words; `null`: it is. */
  readonly cut: string | null;
};

/** Nothing can be taken from this body. */
export type ReadingFailure = FeedFailure | DocumentFailure | Failure<'too-many' | 'cut'>;

/** Reads a body and compares it with what is remembered. `source`: digest of the URL that is configured now. */
export async function read(
  { feed, memory, now }: Job,
  head: Head,
  source: string,
  body: Body,
): Promise<Result<Reading, ReadingFailure>> {
  const parsed = parseFeed(body.bytes, { url: body.url, contentType: body.contentType });
  if (!parsed.ok) return parsed;
  const { title, url, truncated } = parsed.value;
  const sightings = findComments(parsed.value, now);
  if (sightings.length > COMMENTS_AT_MOST) {
    return { ok: false, reason: 'too-many', detail: `The feed holds more than ${COMMENTS_AT_MOST} comments.` };
  }
  const known = memory.known(feed.name);
  if (!known.ok) return known;
  const marks = await marksOf(sightings);
  const change = diff(known.value, head.window, marks);
  const anotherFeed = head.source !== source && change.news.length === marks.length;
  const baseline = head.watchingSince === null || anotherFeed;
  const cut = body.cut ?? (truncated ? 'The feed breaks off before its end.' : null);
  // What a broken first answer leaves out would be taken for news by the next.
  if (baseline && cut !== null) return { ok: false, reason: 'cut', detail: cut };
  const facts = { name: feed.name, title, homePage: url };
  // Another URL under the same name starts in silence: what was asked for was delivered from the first one.
  const backfill = head.watchingSince === null ? feed.backfill : 0;
  return { ok: true, value: { facts, sightings, marks, change, baseline, backfill, cut } };
}
