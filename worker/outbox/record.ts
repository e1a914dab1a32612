import { log } from '../io/log.ts';
import { advance, type Step } from '../rules/advance.ts';
import type { Outcome } from '../rules/attempt.ts';
import { announcedOf } from '../rules/clock.ts';
import type { Desk } from './desk.ts';
import { noticeRecovered } from './notice.ts';
import { type Parcel, singlyFrom } from './parcel.ts';
import type { Sent } from './send.ts';

/** What was sent: the number of its claim, and the message that it was to find out about. */
export type Turn = { readonly parcel: Parcel; readonly claim: number; readonly accused: number | null };

/** Records how a send ended, moves the clock on, and does what follows, all at once; gives the clock's step. */
export function record(desk: Desk, turn: Turn, sent: Sent): Step {
  const now = desk.world.now();
  const { parcel, accused } = turn;
  const { seq, failures } = parcel.messages[0];
  // Which of its comments the chat does not take is not known: each goes by itself now, and will show.
  const disbanded = parcel.isRoundup && sent.outcome.kind === 'refused';
  const outcome: Outcome = disbanded ? { kind: 'untried' } : sent.outcome;
  const step = desk.atomically(() => {
    const before = desk.state.clock;
    const advanced = advance(before, { seq, accused, failures, outcome, now, jitter: desk.world.random() });
    note(desk.sql, turn, sent, advanced.message, now);
    if (advanced.condemned !== null) condemn(desk, advanced.condemned, now);
    for (const other of advanced.revived) revive(desk.sql, other);
    if (advanced.clock !== before) desk.change({ clock: advanced.clock });
    if (parcel.isRoundup) regroup(desk, parcel.feed, disbanded ? 'refused' : advanced.message, now);
    const trouble = announcedOf(before);
    if (trouble !== null && announcedOf(advanced.clock) === null) noticeRecovered(desk, trouble, now);
    return advanced;
  });
  tell(desk, turn, sent, step);
  return step;
}

/** Whether the feed's next comments may go as a roundup: not where one was refused, or two in a row have failed. */
function regroup(desk: Desk, feed: string, ended: Step['message'] | 'refused', now: number): void {
  const { singly } = desk.state;
  const failedBefore = singly?.feed === feed;
  if (ended === 'delivered') desk.change({ singly: failedBefore ? null : singly });
  else if (ended === 'refused' || (ended === 'failed' && failedBefore)) desk.change({ singly: singlyFrom(feed, now) });
  else if (ended === 'failed') desk.change({ singly: { feed, until: now } });
}

function note(sql: SqlStorage, { parcel, claim }: Turn, sent: Sent, state: Step['message'], now: number): void {
  const seqs = JSON.stringify(parcel.messages.map(({ seq }) => seq));
  if (sent.outcome.kind === 'untried') {
    sql.exec('UPDATE message SET claim = ? WHERE seq IN (SELECT value FROM json_each(?))', claim, seqs);
    return;
  }
  const settled = state === 'delivered' || state === 'dead';
  const reason = parcel.isRoundup && settled ? `roundup ${parcel.id}` : null;
  sql.exec(
    `UPDATE message SET state = ?, settled = ?, reason = ?, status = ?, tried = ?, claim = ?, attempts = attempts + 1,
       failures = failures + iif(seq = ?, ?, 0), uncertain = max(uncertain, ?)
     WHERE seq IN (SELECT value FROM json_each(?))`,
    settled ? state : 'waiting',
    settled ? now : null,
    'reason' in sent.outcome ? sent.outcome.reason : reason,
    sent.status,
    now,
    claim,
    // Of a roundup the first, which is probed with, answers for all.
    parcel.messages[0].seq,
    state === 'failed' ? 1 : 0,
    sent.uncertain ? 1 : 0,
    seqs,
  );
}

function condemn({ sql, name }: Desk, seq: number, now: number): void {
  const dead = sql.exec<{ id: string }>(
    `UPDATE message SET state = 'dead', settled = ?, reason = coalesce(reason || ', ', '') || 'while others passed'
     WHERE seq = ? AND state = 'waiting' RETURNING id`,
    now,
    seq,
  );
  for (const { id } of dead) log('message.condemned', { destination: name, message: id });
}

function revive(sql: SqlStorage, seq: number): void {
  sql.exec("UPDATE message SET state = 'waiting', settled = NULL WHERE seq = ? AND state = 'dead'", seq);
}

function tell({ name }: Desk, { parcel }: Turn, { outcome, status, duration }: Sent, step: Step): void {
  const { id, feed, messages } = parcel;
  log('message.sent', {
    destination: name,
    feed,
    message: id,
    messages: messages.length,
    outcome: outcome.kind,
    state: step.message,
    reason: 'reason' in outcome ? outcome.reason : null,
    status,
    duration,
    attempt: messages[0].attempts + (outcome.kind === 'untried' ? 0 : 1),
  });
}
