import { findComments, type Sighting } from '../feed/comments.ts';
import type { FeedFailure } from '../feed/failure.ts';
import { parseFeed } from '../feed/parse.ts';
import { webUrl } from '../feed/web-url.ts';
import type { Body } from '../io/fetch-feed.ts';
import type { Failure, FeedFacts, Result } from '../model.ts';
import { type Diff, diff, type Mark } from '../rules/diff.ts';
import type { DocumentFailure, Head } from './document.ts';
import type { Job } from './job.ts';
import { marksOf } from './marks.ts';
import { olderNews } from './pages.ts';
import { keepGuids } from './shared.ts';

/** More are no feed of comments. What is remembered of twice as many has to fit SQLite's 2 MB a row. */
const COMMENTS_AT_MOST = 15_000;

/** Longest title or address that is remembered of a feed: all that is has to fit a row. */
const FACT_LENGTH = 1000;

/** A body as it was understood, beside what is remembered. */
export type Reading = Comparison & {
  readonly facts: FeedFacts;
  /** The first reading of a feed, or of another one under its name: what it holds is not news. */
  readonly baseline: boolean;
  /** It is a baseline that was begun before, and that not all Outboxes have accepted: what has come since is news. */
  readonly begun: boolean;
  /** Indexes of a baseline's comments that are not delivered. */
  readonly silent: ReadonlySet<number>;
  /** Nothing in the feed is known any more, nor in its older pages as far as they could be read. */
  readonly gap: boolean;
  /** Why the body is not whole, in words; `null`: it is. */
  readonly cut: string | null;
};

/** Comments, oldest first, with the mark of each, and how they differ from what is remembered. */
type Comparison = {
  readonly sightings: readonly Sighting[];
  readonly marks: readonly Mark[];
  readonly change: Diff;
};

/** Nothing can be taken from this body. */
type ReadingFailure = FeedFailure | DocumentFailure | Failure<'too-many' | 'cut' | 'limit'>;

/** Reads a body and compares it with what is remembered. `source`: digest of the URL that is configured now. */
export async function read(job: Job, head: Head, source: string, body: Body): Promise<Result<Reading, ReadingFailure>> {
  const { feed, memory, now } = job;
  const parsed = parseFeed(body.bytes, { url: body.url, contentType: body.contentType });
  if (!parsed.ok) return parsed;
  const { title, url, truncated } = parsed.value;
  const sightings = findComments(parsed.value, now);
  if (sightings.length > COMMENTS_AT_MOST) {
    return { ok: false, reason: 'too-many', detail: `The feed holds more than ${COMMENTS_AT_MOST} comments.` };
  }
  const known = memory.known(feed.name);
  if (!known.ok) return known;
  const first = await compare(known.value, head, sightings);
  const anotherFeed = head.source !== source && first.change.news.length === sightings.length;
  const begun = head.begun && !anotherFeed;
  const baseline = head.watchingSince === null || begun || anotherFeed;
  const cut = body.cut ?? (truncated ? 'The feed breaks off before its end, or is longer than Earshot reads.' : null);
  // What a broken answer leaves out would be taken for news after a baseline; and where nothing is known, hide a gap.
  if ((baseline || first.change.strange) && cut !== null) return { ok: false, reason: 'cut', detail: cut };
  const page = { url: body.url, feed: parsed.value };
  const older = !baseline && isOverrun(head, first) ? await olderNews(job, page, known.value) : null;
  // Our own limit is no gap: the next tick reads on.
  if (older === 'limit') return { ok: false, reason: 'limit', detail: 'Too many requests were made in one run.' };
  const all = older === null ? first : await compare(known.value, head, joined(older.sightings, first.sightings));
  // Another URL under the same name starts in silence: what was asked for was delivered from the first one.
  const backfill = head.watchingSince === null ? feed.backfill : 0;
  const news = new Set(begun ? first.change.news : []);
  const old = sightings.flatMap((_, at) => (news.has(at) ? [] : [at]));
  const common = {
    facts: { name: feed.name, title: short(title), homePage: webUrl(url) },
    baseline,
    begun,
    silent: new Set(baseline ? old.slice(0, Math.max(old.length - backfill, 0)) : []),
    gap: older !== null && !older.joins && all.change.strange,
    cut,
  };
  // Older pages are no part of the feed's window.
  return { ok: true, value: { ...all, ...common, change: { ...all.change, window: first.change.window } } };
}

function short(fact: string | null): string | null {
  return fact?.slice(0, FACT_LENGTH).toWellFormed() ?? null;
}

/**
 * Whether more may have come than the feed holds. Not where it holds less than half of what it ever did, for then
 * comments were taken away from it; nor where it holds a single one, which is always the newest.
 */
function isOverrun(head: Head, { change, sightings }: Comparison): boolean {
  return change.strange && sightings.length >= 2 && sightings.length * 2 >= head.window;
}

async function compare(known: readonly Mark[], head: Head, found: readonly Sighting[]): Promise<Comparison> {
  const sightings = await keepGuids(known, found);
  const marks = await marksOf(sightings);
  return { sightings, marks, change: diff(known, head.window, marks) };
}

/** Both in order, the newest of them; a comment that slid from one page to the next meanwhile is taken once. */
function joined(older: readonly Sighting[], newer: readonly Sighting[]): readonly Sighting[] {
  const all = new Map([...older, ...newer].map((sighting) => [sighting.id, sighting]));
  return [...all.values()].slice(-COMMENTS_AT_MOST);
}
