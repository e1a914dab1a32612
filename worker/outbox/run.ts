import { log } from '../io/log.ts';
import { announcesAt, opensAt } from '../rules/clock.ts';
import { readyAt, spend } from '../rules/pace.ts';
import { retryIn } from '../rules/retry.ts';
import { noticeBacklog } from './backlog.ts';
import { claim, findCutOff } from './claim.ts';
import type { Desk } from './desk.ts';
import { releaseEdits, releasesAt } from './edits.ts';
import { anyWaits, type Waiting } from './line.ts';
import { nextStandIn, nextWanted, type Visit } from './next.ts';
import { handOver } from './handover.ts';
import { noticeFailing, noticeInvalid } from './notice.ts';
import { parcelOf, single } from './parcel.ts';
import { record } from './record.ts';
import { send } from './send.ts';
import { sweep, sweepsAt } from './sweep.ts';
import { lookUp, type Unusable } from './target.ts';

/** Of the Free plan's 50 subrequests an invocation; KV and other objects count apart. */
const SENDS = 40;

/** How long to wait where the platform under us does not even let the first one go. */
const REST = 60_000;

/** What KV says of a key that was just put can be wrong for minutes: people are told of what stays so. */
const LASTING = 5 * 60_000;

/** Does what is due. To be run once at a time; what others change meanwhile, they change at its awaits. */
export async function run(desk: Desk): Promise<void> {
  const accused = findCutOff(desk);
  desk.atomically(() => releaseEdits(desk, desk.world.now()));
  const isOpen = anyWaits(desk.sql) || desk.state.parked !== null;
  if (isOpen && (accused !== null || desk.isAsked || sendsAt(desk) <= desk.world.now())) {
    desk.isAsked = false;
    const before = desk.known;
    const target = await lookUp(desk);
    const isFresh = desk.known !== before;
    if (target.ok) await drain(desk, { target: target.value, isFresh, settled: 0 }, accused);
    else park(desk, target);
  }
  noticeFailing(desk, desk.world.now());
  noticeBacklog(desk, desk.world.now());
  // Before it is told: its instant is in the message's id.
  desk.save();
  await handOver(desk);
  await mark(desk);
  sweep(desk);
  desk.save();
}

/** Looks at the destination though nothing may wait: that it cannot be used is told before it is missed. */
export async function lookAgain(desk: Desk): Promise<void> {
  const { parked } = desk.state;
  if (parked !== null) {
    desk.change({ parked: { ...parked, next: desk.world.now() } });
    return;
  }
  const target = await lookUp(desk);
  if (!target.ok) park(desk, target);
  desk.save();
}

/** When there is something to do next, ms since the epoch; `null`: not before something comes. */
export function dueAt(desk: Desk): number | null {
  const { sql, state } = desk;
  const isUsed = sql.exec('SELECT 1 FROM message LIMIT 1').toArray().length > 0;
  const { parked, notices, mark: marks } = state;
  if (!isUsed && parked === null && notices === null) return null;
  const times = [sweepsAt(desk), releasesAt(sql) ?? undefined, notices?.next, marks?.next];
  const waits = anyWaits(sql);
  if (parked !== null || waits) times.push(desk.isAsked ? desk.world.now() : sendsAt(desk));
  if (waits) times.push(announcesAt(state.clock) ?? undefined);
  return Math.min(...times.filter((time) => time !== undefined));
}

/** When the next message may go. */
function sendsAt({ state, known, world }: Desk): number {
  if (state.parked !== null) return state.parked.next;
  const paced = known?.target.ok === true ? readyAt(state.bucket, known.target.value.destination.pace, world.now()) : 0;
  return Math.max(opensAt(state.clock), state.rest, paced);
}

async function drain(desk: Desk, visit: Visit, first: Waiting | null): Promise<void> {
  if (desk.state.parked !== null) log('outbox.unparked', { destination: desk.name });
  desk.change({ parked: null });
  let accused = first;
  for (let sends = 0; sends < SENDS; sends++) {
    // Who is sent to find out about another goes right after it, whatever the pace: it is one.
    if (accused === null && sendsAt(desk) > desk.world.now()) return;
    const message: Waiting | null =
      accused === null ? await nextWanted(desk, visit) : await nextStandIn(desk, visit, accused);
    if (message === null) return;
    const parcel = accused === null ? parcelOf(desk, visit.target, message) : single(message);
    const number = claim(desk, parcel);
    const sent = await send(desk, visit.target, parcel);
    const step = record(desk, { parcel, claim: number, accused: accused?.seq ?? null }, sent);
    const now = desk.world.now();
    if (sent.outcome.kind === 'untried') {
      desk.change({ rest: sends === 0 ? now + REST : now });
      return;
    }
    desk.change({ bucket: spend(desk.state.bucket, visit.target.destination.pace, now) });
    const isSettled = step.message === 'delivered' || step.message === 'dead';
    if (accused !== null && !isSettled) desk.change({ stoodIn: standsAt(desk, accused, message) });
    if (accused === null && isSettled) {
      desk.change({ turn: message.feed, stoodIn: null });
    }
    accused = step.accused === null ? null : message;
  }
}

/** Behind which message the next one to stand in is looked for. The first may have been taken from the middle of the line. */
function standsAt({ state }: Desk, accused: Waiting, tried: Waiting): number {
  return state.stoodIn === null ? Math.min(accused.seq, tried.seq) : tried.seq;
}

function park(desk: Desk, unusable: Unusable): void {
  if (desk.state.config === null && !anyWaits(desk.sql)) {
    // It is not there, and nobody misses it.
    desk.change({ parked: null });
    return;
  }
  const now = desk.world.now();
  const reason = unusable.field === null ? unusable.detail : `${unusable.field}: ${unusable.detail}`;
  const before = desk.state.parked?.reason === reason ? desk.state.parked : null;
  if (before === null) log('outbox.parked', { destination: desk.name, reason });
  const { since, tries, announced } = before ?? { since: now, tries: 0, announced: false };
  // A value that is there and wrong was written so; that there is none may be what KV does not know yet.
  const isLasting = desk.state.config !== null || now - since >= LASTING;
  if (isLasting && !announced) noticeInvalid(desk, unusable, now);
  const parked = { reason, since, tries: tries + 1, next: now + retryIn(tries), announced: announced || isLasting };
  desk.change({ parked });
}

async function mark(desk: Desk): Promise<void> {
  const { mark: due } = desk.state;
  const now = desk.world.now();
  if (due === null || due.next > now) return;
  const { ok } = await desk.world.mark(desk.name, now);
  if (!ok) log('outbox.mark-failed', { destination: desk.name });
  desk.change({ mark: ok ? null : { tries: due.tries + 1, next: now + retryIn(due.tries) } });
}
