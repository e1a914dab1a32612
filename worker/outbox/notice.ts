import { log } from '../io/log.ts';
import type { Happening } from '../model.ts';
import { announced, announcesAt, type Trouble, troubleOf } from '../rules/clock.ts';
import type { Desk } from './desk.ts';
import { anyWaits, countWaiting } from './line.ts';
import { type Notice, noticeOf } from './state.ts';
import type { Unusable } from './target.ts';

/** Most notices kept while they cannot be handed over, newest ones: they lie in the one row of the state. */
const KEPT = 20;

/** Writes `destination.failing` for the others, if its time has come and anything waits. */
export function noticeFailing(desk: Desk, now: number): void {
  const { clock } = desk.state;
  const at = announcesAt(clock);
  const trouble = troubleOf(clock);
  if (trouble === null || at === null || at > now || !anyWaits(desk.sql)) return;
  tellFailing(desk, trouble, now);
  desk.change({ clock: announced(clock) });
  desk.save();
}

/** Writes `destination.failing` for the others. */
export function tellFailing(desk: Desk, trouble: Trouble, now: number): void {
  add(desk, noticeOf(desk.name, health(desk, 'destination.failing', trouble, now)), now);
}

/** Writes `destination.recovered` for those to whom `destination.failing` went, and for nobody else. */
export function noticeRecovered(desk: Desk, trouble: Trouble, now: number): void {
  const happening = health(desk, 'destination.recovered', trouble, now);
  const { told } = desk.state;
  const went = told.find(({ since }) => since === iso(trouble.since));
  desk.change({ told: told.filter((one) => one !== went) });
  // One that has not gone to all yet goes before this one. Of an older version's nobody knows to whom it went: to all.
  const to = went?.to ?? null;
  if (to?.length !== 0) add(desk, noticeOf(desk.name, happening, to), now);
}

/** Writes `config.invalid` for the others, in the stead of one that nobody needs any more. */
export function noticeInvalid(desk: Desk, { field, detail }: Unusable, now: number): void {
  const key = `destination:${desk.name}`;
  const since = iso(now);
  const data = { key, field, reason: detail, keys: [key], since };
  add(desk, noticeOf(desk.name, { type: 'config.invalid', timestamp: since, data }), now);
}

/** Whether a notice says that a destination fails. */
export function isFailing({ happening }: Notice): boolean {
  return happening.type === 'destination.failing';
}

/** Since when what a notice is about has been so, as it says. */
export function sinceOf({ happening }: Notice): string {
  return 'since' in happening.data ? happening.data.since : happening.timestamp;
}

type HealthType = 'destination.failing' | 'destination.recovered';

function health(desk: Desk, type: HealthType, { reason, since }: Trouble, now: number): Happening {
  const kind = desk.known?.target.ok === true ? desk.known.target.value.destination.type : null;
  const destination = { name: desk.name, type: kind };
  log(type, { destination: desk.name, reason });
  return {
    type,
    timestamp: iso(now),
    data: { destination, reason, since: iso(since), waiting: countWaiting(desk.sql) },
  };
}

function isInvalid({ happening }: Notice): boolean {
  return happening.type === 'config.invalid';
}

function add(desk: Desk, notice: Notice, now: number): void {
  const { notices } = desk.state;
  const before = (notices?.list ?? []).filter((one) => !(isInvalid(one) && isInvalid(notice)));
  desk.change({ notices: { list: newest([...before, notice]), tries: 0, next: now } });
}

/** The newest ones. Where a failing is dropped, so is its end. */
function newest(list: readonly Notice[]): readonly Notice[] {
  const [oldest, ...rest] = list;
  if (oldest === undefined || list.length <= KEPT) return list;
  return newest(isFailing(oldest) ? rest.filter((one) => sinceOf(one) !== sinceOf(oldest)) : rest);
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
