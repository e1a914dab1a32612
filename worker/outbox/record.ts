import { log } from '../io/log.ts';
import { advance, type Step } from '../rules/advance.ts';
import type { Desk } from './desk.ts';
import type { Waiting } from './line.ts';
import { noticeRecovered } from './notice.ts';
import type { Sent } from './send.ts';

/** What was sent: the number of its claim, and the message that it was to find out about. */
export type Turn = { readonly message: Waiting; readonly claim: number; readonly accused: number | null };

/** Records how a send ended, moves the clock on, and does what follows, all at once; gives the clock's step. */
export function record(desk: Desk, turn: Turn, sent: Sent): Step {
  const now = desk.world.now();
  const { message, accused } = turn;
  const attempt = { seq: message.seq, accused, failures: message.failures, outcome: sent.outcome, now };
  const step = desk.atomically(() => {
    const before = desk.state.clock;
    const advanced = advance(before, { ...attempt, jitter: desk.world.random() });
    note(desk.sql, turn, sent, advanced.message, now);
    if (advanced.condemned !== null) condemn(desk, advanced.condemned, now);
    for (const seq of advanced.revived) revive(desk.sql, seq);
    if (advanced.clock !== before) desk.change({ clock: advanced.clock });
    if (before.failing?.announced === true && advanced.clock.failing === null) {
      noticeRecovered(desk, before.failing, now);
    }
    return advanced;
  });
  tell(desk, turn, sent, step);
  return step;
}

function note(sql: SqlStorage, turn: Turn, sent: Sent, state: Step['message'], now: number): void {
  if (sent.outcome.kind === 'untried') {
    sql.exec('UPDATE message SET claim = ? WHERE seq = ?', turn.claim, turn.message.seq);
    return;
  }
  const settled = state === 'delivered' || state === 'dead';
  sql.exec(
    `UPDATE message SET state = ?, settled = ?, reason = ?, status = ?, tried = ?, claim = ?,
       attempts = attempts + 1, failures = failures + ?, uncertain = max(uncertain, ?) WHERE seq = ?`,
    settled ? state : 'waiting',
    settled ? now : null,
    'reason' in sent.outcome ? sent.outcome.reason : null,
    sent.status,
    now,
    turn.claim,
    state === 'failed' ? 1 : 0,
    sent.uncertain ? 1 : 0,
    turn.message.seq,
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

function tell({ name }: Desk, { message }: Turn, { outcome, status, duration }: Sent, step: Step): void {
  const { id, feed, attempts } = message;
  log('message.sent', {
    destination: name,
    feed,
    message: id,
    outcome: outcome.kind,
    state: step.message,
    reason: 'reason' in outcome ? outcome.reason : null,
    status,
    duration,
    attempt: attempts + (outcome.kind === 'untried' ? 0 : 1),
  });
}
