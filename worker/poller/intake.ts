import { log } from '../io/log.ts';
import type { Feed, Offer } from '../model.ts';
import type { Mark } from '../rules/diff.ts';
import type { Head } from './document.ts';
import { enqueue, type OtherContents } from './enqueue.ts';
import { fail } from './failing.ts';
import { iso, type Job, type Outcome } from './job.ts';
import { commentOffers, conditionOffer, gapOffer, keyOf, watchingOffer } from './offers.ts';
import { isOpen } from './memory.ts';
import type { Reading } from './reading.ts';
import { serialsOf } from './serial.ts';

/** A body that is another at every poll though no comment is: the newest is remembered no more often than this. */
const UNEVENTFUL_WRITE = 60 * 60_000;

/** What is to be remembered of an answer that was whole. */
export type Answer = Pick<Head, 'source' | 'resolved' | 'digest' | 'validators' | 'maxAge'>;

/** Hands over what came and what changed, and only when every Outbox has accepted remembers it. */
export async function takeIn(job: Job, head: Head, reading: Reading, answer: Answer): Promise<Outcome> {
  const { world, memory, feed, now, signal } = job;
  const { baseline, cut, marks, change } = reading;
  const counts = { comments: marks.length, news: change.news.length, edits: change.edits.length };
  if (!baseline && change.edits.length > 0) doubt(job, head, reading);
  const taken = await enqueue(world, feed.to, offersOf(job, head, reading, answer), signal);
  if (!taken.ok) {
    if (baseline) begin(job, head, reading, answer);
    return { ...counts, outcome: 'postponed', reason: taken.reason };
  }
  const known = [
    ...change.known.slice(0, change.known.length - marks.length),
    ...agreedMarks(feed, reading, taken.value),
  ];
  const seen: Head = {
    ...head,
    title: reading.facts.title,
    homePage: reading.facts.homePage,
    watchingSince: baseline ? iso(now) : head.watchingSince,
    begun: false,
    lastNews: baseline || change.news.length > 0 ? iso(now) : head.lastNews,
    window: change.window,
    serial: serialsOf(reading.sightings)?.last ?? head.serial,
  };
  if (cut !== null) return { ...counts, ...(await fail(job, head, seen, { reason: 'cut', detail: cut }, known)) };
  const next: Head = { ...seen, ...answer, failing: null, notBefore: null };
  // Where an Outbox holds another content, the next poll has to read the body again, to find the edit.
  const final = taken.value.size === 0 ? next : { ...next, validators: null, digest: null };
  if (change.changed || isEventful(job, head, final)) memory.commit(feed.name, final, known, now);
  if (answer.resolved !== head.resolved) sayWhere(job, answer.resolved);
  if (!baseline) return { ...counts, outcome: 'read' };
  log('feed.watching', {
    feed: feed.name,
    comments: marks.length,
    delivered: marks.length - reading.silent.size,
  });
  return { ...counts, outcome: 'watching' };
}

/** Remembers what a baseline that not all Outboxes accepted held when it was offered first: what comes then is news. */
function begin({ memory, feed, now }: Job, head: Head, { begun, marks, change }: Reading, answer: Answer): void {
  const { source, resolved } = answer;
  if (marks.length === 0 || (begun && head.source === source)) return;
  const next: Head = { ...head, source, resolved, validators: null, digest: null, begun: true };
  memory.commit(feed.name, next, begun ? null : change.known, now);
}

/**
 * Forgets, before they are offered, the former contents of what was edited: if not all Outboxes accept, or we crash, what
 * some of them hold is not known any more, and an edit that is taken back meanwhile is still one for those.
 */
function doubt({ memory, feed, now }: Job, head: Head, { marks, change }: Reading): void {
  const known = memory.known(feed.name);
  if (!known.ok) return;
  const edited = new Set(change.edits.map((at) => marks[at]?.[0]));
  const isDoubted = known.value.every(([id, , content]) => content === '' || !edited.has(id));
  if (isDoubted && head.validators === null && head.digest === null) return;
  const doubted = known.value.map((mark): Mark => (edited.has(mark[0]) ? [mark[0], mark[1], ''] : mark));
  memory.commit(feed.name, { ...head, validators: null, digest: null }, doubted, now);
}

function* offersOf({ feed, now }: Job, head: Head, reading: Reading, { source }: Answer): Generator<Offer> {
  if (head.failing?.announced && reading.cut === null) {
    yield conditionOffer('feed.recovered', feed, reading.facts, head.failing, now);
  }
  // Nothing but what was remembered before: a poll that is repeated after a crash repeats the id.
  if (reading.baseline) yield watchingOffer(feed, reading, `${source} ${head.watchingSince ?? ''}`, now);
  if (reading.gap) yield gapOffer(feed, reading, head, now);
  yield* commentOffers(feed, reading, now);
}

/** The marks of what was read, without the contents of which not all Outboxes hold these: the next poll offers them as edits. */
function agreedMarks(feed: Feed, { sightings, marks }: Reading, others: OtherContents): readonly Mark[] {
  if (others.size === 0) return marks;
  return marks.map(([id, fingerprint, content], at) => {
    const sighting = sightings[at];
    return [id, fingerprint, sighting !== undefined && others.has(keyOf(feed, sighting)) ? '' : content];
  });
}

/** Whether more has changed than what names the body; if only that has, whether it is long ago that it was written. */
function isEventful({ memory, feed, now }: Job, before: Head, after: Head): boolean {
  if (butForBody(before) !== butForBody(after)) return true;
  const { changedAt } = memory.row(feed.name);
  return changedAt === null || now - changedAt >= UNEVENTFUL_WRITE;
}

function butForBody(head: Head): string {
  return JSON.stringify({ ...head, validators: null, digest: null });
}

/** Where the feed was found, if not where it was configured; but nothing that a person keeps in a secret, and no key. */
function sayWhere({ memory, feed }: Job, url: string | null): void {
  if (url === null || url === feed.url) return;
  const { origin, pathname, search } = new URL(url);
  const shown = `${origin}${pathname}${search === '' ? '' : '?…'}`;
  log('feed.found', { feed: feed.name, url: isOpen(memory.row(feed.name), feed) ? shown : null });
}
