import { readDestination } from '../config.ts';
import { log } from '../io/log.ts';
import { noticeKey } from '../message.ts';
import type { Happening, Offer } from '../model.ts';
import { announced, announcesAt, type Failing } from '../rules/clock.ts';
import { retryIn } from '../rules/retry.ts';
import type { Desk } from './desk.ts';
import { countWaiting } from './line.ts';
import type { Unusable } from './target.ts';

/** Writes `destination.failing` for the others, if its time has come. */
export function noticeFailing(desk: Desk, now: number): void {
  const { clock } = desk.state;
  const at = announcesAt(clock);
  if (clock.failing === null || at === null || at > now) return;
  write(desk, 'destination.failing', clock.failing, now);
  desk.change({ clock: announced(clock) });
  desk.save();
}

/** Writes `destination.recovered` for the others. */
export function noticeRecovered(desk: Desk, failing: Failing, now: number): void {
  write(desk, 'destination.recovered', failing, now);
}

/** Writes `config.invalid` for the others. */
export function noticeInvalid(desk: Desk, { field, detail }: Unusable, now: number): void {
  const key = `destination:${desk.name}`;
  const since = new Date(now).toISOString();
  add(
    desk,
    { type: 'config.invalid', timestamp: since, data: { key, field, reason: detail, keys: [key], since } },
    now,
  );
}

/**
 * Hands notices to the Outboxes of all other destinations that are valid; what fails is tried again later. New ones come
 * from the same run alone, so none is added meanwhile.
 */
export async function handOver(desk: Desk): Promise<void> {
  const { notices } = desk.state;
  if (notices === null || notices.next > desk.world.now()) return;
  const told = await handToAll(desk, notices.happenings);
  const now = desk.world.now();
  const { parked } = desk.state;
  if (told === null) {
    desk.change({ notices: { ...notices, tries: notices.tries + 1, next: now + retryIn(notices.tries) } });
    log('outbox.notice-failed', { destination: desk.name });
  } else {
    // Where there was nobody to tell, whoever is there by the next look at CONFIG is told of what is still wrong.
    desk.change({ notices: null, parked: parked === null || told > 0 ? parked : { ...parked, announced: false } });
  }
  desk.save();
}

type NoticeType = 'destination.failing' | 'destination.recovered';

function write(desk: Desk, type: NoticeType, { reason, since }: Failing, now: number): void {
  const kind = desk.known?.target.ok === true ? desk.known.target.value.destination.type : null;
  const destination = { name: desk.name, type: kind };
  const data = { destination, reason, since: new Date(since).toISOString(), waiting: countWaiting(desk.sql) };
  add(desk, { type, timestamp: new Date(now).toISOString(), data }, now);
  log(type, { destination: desk.name, reason });
}

function add(desk: Desk, happening: Happening, now: number): void {
  const happenings = [...(desk.state.notices?.happenings ?? []), happening];
  desk.change({ notices: { happenings, tries: 0, next: now } });
}

/** How many were told; `null`: not all could be. */
async function handToAll({ name, world }: Desk, happenings: readonly Happening[]): Promise<number | null> {
  const read = await world.destinations();
  if (!read.ok) return null;
  const others = [...read.value].filter(
    ([other, text]) => other !== name && text !== null && readDestination(other, text, world.secret).ok,
  );
  const offers = happenings.map((happening) => offerOf(happening, name));
  const handed = await Promise.all(others.map(([other]) => world.offer(other, offers)));
  return handed.every(({ ok }) => ok) ? others.length : null;
}

function offerOf(happening: Happening, name: string): Offer {
  const subject = 'key' in happening.data ? happening.data.key : name;
  const since = 'since' in happening.data ? happening.data.since : happening.timestamp;
  return { key: noticeKey(happening.type, subject, since), feed: '', content: null, hold: null, happening };
}
