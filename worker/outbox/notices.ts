import { log } from '../io/log.ts';
import { iso, missingKey } from '../message.ts';
import type { Event } from '../model.ts';
import { announced, announcementDueAt, type Outage, outageOf } from '../rules/circuit.ts';
import { quietUntil } from '../rules/quiet.ts';
import type { OutboxContext, UnusableConfig } from './context.ts';
import { anyWaits, countWaiting } from './queue/queue.ts';
import { type Notice, noticeOf } from './store/state.ts';
import type { Outdated } from './store/receipts.ts';

/** Most notices kept while they cannot be handed over, newest ones: they lie in the one row of the state. */
const KEPT = 20;

/** Writes `destination.failing` for the others, if its time has come and anything waits. */
export function announceFailingIfDue(context: OutboxContext, now: number): void {
  const { circuit } = context.state;
  const at = announcesAt(context, now);
  const outage = outageOf(circuit);
  if (outage === null || at === null || at > now || !anyWaits(context.sql)) return;
  announceFailing(context, outage, now);
  context.change({ circuit: announced(circuit) });
  context.save();
}

/**
 * Instant at which people are to be told that the destination takes nothing, ms; `null`: not, or they have been. Not in its
 * quiet hours, in which nothing is tried, unless a person must act.
 */
export function announcesAt({ state: { circuit }, cached }: OutboxContext, now: number): number | null {
  const at = announcementDueAt(circuit);
  const quiet = cached?.config.ok === true ? cached.config.value.quiet : null;
  if (at === null || quiet === null || circuit.failing?.broken === true) return at;
  return Math.max(at, quietUntil(quiet, now) ?? at);
}

/** Writes `destination.failing` for the others. */
export function announceFailing(context: OutboxContext, outage: Outage, now: number): void {
  add(context, noticeOf(context.name, health(context, 'destination.failing', outage, now)), now);
}

/** Writes `destination.recovered` for those to whom `destination.failing` went, and for nobody else. */
export function announceRecovered(context: OutboxContext, outage: Outage, now: number): void {
  const event = health(context, 'destination.recovered', outage, now);
  const { told } = context.state;
  const went = told.find(({ since }) => since === iso(outage.since));
  context.change({ told: told.filter((one) => one !== went) });
  // One that has not gone to all yet goes before this one. Of an older version's nobody knows to whom it went: to all.
  const to = went?.to ?? null;
  if (to?.length !== 0) add(context, noticeOf(context.name, event, to), now);
}

/** Writes `config.invalid` for the others, and drops an earlier one that was not handed over yet. */
export function announceInvalid(context: OutboxContext, { field, detail }: UnusableConfig, now: number): void {
  const key = `destination:${context.shownName}`;
  const since = iso(now);
  const data = { key, field, reason: detail, keys: [key], since };
  const notice = noticeOf(context.name, { type: 'config.invalid', timestamp: since, data });
  const isMissing = context.state.config === null;
  add(context, isMissing ? { ...notice, key: missingKey(context.name, since) } : notice, now);
}

/** Writes `config.invalid` for all, this destination among them, which works: an answer has shown what has changed. */
export function announceOutdated(context: OutboxContext, { field, detail }: Outdated, now: number): void {
  const key = `destination:${context.shownName}`;
  const since = iso(now);
  const data = { key, field, reason: detail, keys: [key], since };
  log('config.outdated', { key, field, reason: detail });
  add(context, { ...noticeOf(context.name, { type: 'config.invalid', timestamp: since, data }), toItself: true }, now);
}

/** True if a notice says that a destination fails. */
export function isFailing({ event }: Notice): boolean {
  return event.type === 'destination.failing';
}

/** Beginning of what a notice is about, as it says. */
export function sinceOf({ event }: Notice): string {
  return 'since' in event.data ? event.data.since : event.timestamp;
}

type HealthType = 'destination.failing' | 'destination.recovered';

function health(context: OutboxContext, type: HealthType, { reason, since }: Outage, now: number): Event {
  const kind = context.cached?.config.ok === true ? context.cached.config.value.type : null;
  const destination = { name: context.shownName, type: kind };
  log(type, { destination: context.shownName, reason });
  return {
    type,
    timestamp: iso(now),
    data: { destination, reason, since: iso(since), waiting: countWaiting(context.sql) },
  };
}

function isInvalid({ event }: Notice): boolean {
  return event.type === 'config.invalid';
}

function add(context: OutboxContext, notice: Notice, now: number): void {
  const { notices } = context.state;
  const before = (notices?.list ?? []).filter((one) => !(isInvalid(one) && isInvalid(notice)));
  context.change({ notices: { list: newest([...before, notice]), tries: 0, next: now } });
}

/** The newest ones. Where a failing is dropped, so is its end. */
function newest(list: readonly Notice[]): readonly Notice[] {
  const [oldest, ...rest] = list;
  if (oldest === undefined || list.length <= KEPT) return list;
  return newest(isFailing(oldest) ? rest.filter((one) => sinceOf(one) !== sinceOf(oldest)) : rest);
}
