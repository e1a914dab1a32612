import { iso, messageId, noticeKey } from '../message.ts';
import type { Event } from '../model.ts';
import { probedNow } from '../rules/circuit.ts';
import { spend, trim } from '../rules/pace.ts';
import type { OutboxContext } from './context.ts';
import { readConfig } from './destination-config.ts';
import { log } from '../io/log.ts';
import { announceOutdated } from './notices.ts';
import { batchOfOne } from './queue/batch.ts';
import { messageBy, type WaitingMessage } from './queue/queue.ts';
import { send, type SendRecord } from './send.ts';
import { keep, sentOf } from './store/receipts.ts';
import { noteTest } from './usage.ts';

/** Most feeds that a test names. */
const FEEDS = 1000;

/** Reason in the log while a test is under way, and for good where it is cut off. */
const UNDER_WAY = 'cut off';

/**
 * Sends `destination.test` at once, beside the queue: before all that waits, whatever the hour, the pace or the circuit. It
 * never waits itself, so nothing that goes in order is behind it: it is settled by its answer, or by why there can be none,
 * and is never tried again by itself. Gives its message's id. Three rows.
 */
export async function sendTest(context: OutboxContext, feeds: readonly string[]): Promise<string> {
  const config = await readConfig(context, 0);
  const now = context.deps.now();
  const destination = { name: context.shownName, type: config.ok ? config.value.type : null };
  const data = { destination, feeds: feeds.slice(0, FEEDS) };
  const event: Event = { type: 'destination.test', timestamp: iso(now), data };
  const key = noticeKey(event.type, context.name, `${iso(now)} ${context.deps.random()}`);
  const id = await messageId(key, null, context.name);
  const problem = config.ok ? null : [config.field, config.detail].filter((part) => part !== null).join(': ');
  const message = addTest(context, { id, key, event, reason: problem ?? UNDER_WAY }, now);
  if (message === null || !config.ok) return id;
  const batch = batchOfOne(message);
  const sent = await send(context, config.value, batch);
  settle(context, message, sent);
  return id;
}

type Test = { readonly id: string; readonly key: string; readonly event: Event; readonly reason: string };

/** Adds it as dead: cut off, it is to be neither lost nor sent late. */
function addTest({ sql }: OutboxContext, { id, key, event, reason }: Test, now: number): WaitingMessage | null {
  const [row] = sql
    .exec<{ seq: number }>(
      `INSERT INTO message (id, feed, type, state, reason, accepted, settled, key, body)
       VALUES (?1, '', ?2, 'dead', ?3, ?4, ?4, ?5, ?6) RETURNING seq`,
      id,
      event.type,
      reason,
      now,
      key,
      JSON.stringify(event),
    )
    .toArray();
  return row === undefined ? null : messageBy(sql, row.seq);
}

function settle(context: OutboxContext, message: WaitingMessage, sent: SendRecord): void {
  const now = context.deps.now();
  const { outcome, status, answer, uncertain, kept, unusable } = sent;
  const isDelivered = outcome.kind === 'delivered';
  const reason = 'reason' in outcome ? outcome.reason : (unusable?.detail ?? (isDelivered ? null : 'it was not sent'));
  const batch = batchOfOne(message);
  context.atomically(() => {
    const receipt = isDelivered ? sentOf(batch, kept) : null;
    // By its id: numbers are given out again.
    context.sql.exec(
      `UPDATE message SET state = ?, reason = ?, settled = ?, tried = ?, attempts = 1, status = ?, ms = ?, answer = ?,
         uncertain = ?, sent = ?, place = ? WHERE id = ?`,
      isDelivered ? 'delivered' : 'dead',
      reason,
      now,
      now,
      status,
      answer?.ms ?? null,
      answer?.text ?? null,
      uncertain ? 1 : 0,
      receipt,
      receipt === null ? null : kept.place,
      message.id,
    );
    const isNews = keep(context, batch, kept, isDelivered, now);
    if (isNews && kept.outdated !== null) announceOutdated(context, kept.outdated, now);
    noteRequest(context, isDelivered, now);
  });
  const { shownName } = context;
  log('message.tested', { destination: shownName, message: message.id, outcome: outcome.kind, reason, status });
}

/** The destination's pace knows of it, and where it arrived, what waits for the next probe need not wait longer. */
function noteRequest(context: OutboxContext, isDelivered: boolean, now: number): void {
  const { bucket, circuit, blocked } = context.state;
  noteTest(context);
  const pace = context.cached?.config.ok === true ? context.cached.config.value.pace : null;
  if (pace !== null) context.change({ bucket: spend(trim(bucket, pace, now), now) });
  if (!isDelivered) return;
  context.change({
    lastDelivery: now,
    circuit: probedNow(circuit, Math.max(now, circuit.failing?.notBefore ?? 0)),
    blocked: blocked === null ? null : { ...blocked, next: now },
  });
}
