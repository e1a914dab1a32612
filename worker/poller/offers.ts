import type { Sighting } from '../feed/comments.ts';
import { commentKey, noticeKey } from '../message.ts';
import type { Feed, FeedFacts, Offer } from '../model.ts';
import type { Head } from './document.ts';
import { iso } from './job.ts';
import type { Reading } from './reading.ts';
import { serialsOf } from './serial.ts';

/** What there is to tell of a reading's comments, in their order: at a baseline all of them, else what came or changed. */
export function* commentOffers(feed: Feed, reading: Reading, now: number): Generator<Offer> {
  const { sightings, marks, change, baseline, silent } = reading;
  const news = new Set(change.news);
  const edits = new Set(change.edits);
  for (const [at, sighting] of sightings.entries()) {
    const [, , content] = marks[at] ?? [];
    const came = baseline || news.has(at);
    if (content === undefined || !(came || edits.has(at))) continue;
    const type = came ? 'comment.created' : 'comment.updated';
    const hold = silent.has(at) ? 'baseline' : null;
    yield commentOffer(type, feed, reading.facts, sighting, { content, hold }, now);
  }
}

function commentOffer(
  type: 'comment.created' | 'comment.updated',
  feed: Feed,
  facts: FeedFacts,
  sighting: Sighting,
  standing: Pick<Offer, 'content' | 'hold'>,
  now: number,
): Offer {
  const { post, ...comment } = sighting.render();
  const { published, updated } = comment;
  // Many feeds repeat the time of writing in `updated`: that is not when it was edited.
  const edited = updated === published ? null : updated;
  const timestamp = (type === 'comment.created' ? published : edited) ?? iso(now);
  const happening = { type, timestamp, data: { feed: facts, post, comment } };
  return { key: keyOf(feed, sighting), feed: feed.name, ...standing, happening };
}

/** The comment's key, by which the Outboxes know it. */
export function keyOf(feed: Feed, { id }: Sighting): string {
  return commentKey(feed, feed.url, id);
}

/** What there is to tell of a first successful poll. `since`: the same until that poll has been remembered. */
export function watchingOffer(feed: Feed, { facts, sightings }: Reading, since: string, now: number): Offer {
  const newest = sightings.at(-1)?.render();
  const { post = null, ...comment } = newest ?? {};
  return {
    ...notice(feed, 'feed.watching', since),
    happening: {
      type: 'feed.watching',
      timestamp: iso(now),
      data: { feed: facts, count: sightings.length, newest: 'id' in comment ? { post, comment } : null },
    },
  };
}

/** What there is to tell where comments may have been missed, since one last came; how many at most, if they count. */
export function gapOffer(feed: Feed, { facts, sightings }: Reading, { lastNews, serial }: Head, now: number): Offer {
  const since = lastNews ?? iso(now);
  const first = serialsOf(sightings)?.first ?? null;
  const between = first === null || serial === null ? 0 : first - serial - 1;
  const data = { feed: facts, since, missed: between > 0 ? between : null };
  return { ...notice(feed, 'feed.gap', since), happening: { type: 'feed.gap', timestamp: iso(now), data } };
}

/** What there is to tell of a feed that has broken, or is whole again. `since` (ISO 8601) is when it broke. */
export function conditionOffer(
  type: 'feed.failing' | 'feed.recovered',
  feed: Feed,
  facts: FeedFacts,
  { since, reason }: { readonly since: string; readonly reason: string },
  now: number,
): Offer {
  return {
    ...notice(feed, type, since),
    happening: { type, timestamp: iso(now), data: { feed: facts, reason, since } },
  };
}

function notice(feed: Feed, type: string, since: string): Omit<Offer, 'happening'> {
  return { key: noticeKey(type, feed.name, since), feed: feed.name, content: null, hold: null };
}
