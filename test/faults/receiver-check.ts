import type { Destination } from './destination.ts';
import type { Row } from '../support/outbox-row.ts';
import { MINUTE } from './time.ts';

/** Checks how an Outbox behaves towards its receiver. */
export function* receiverViolations({ receiver, settings }: Destination, rows: readonly Row[]): Generator<string> {
  for (const { at, mode } of receiver.intrusions)
    yield `it was asked for peace, and sends at ${new Date(at).toISOString()} (${mode})`;
  const limit = Math.max(...settings.map(({ setting }) => setting.perMinute));
  // One that is sent to find out about another goes right after it, whatever the pace.
  const times = receiver.attempts.filter(({ taken }) => taken).map(({ at }) => at);
  const isReplayed = rows.some(({ replayed }) => replayed !== null);
  const tooMany = times.find((at, index) => at - (times[index - limit - 1] ?? -Infinity) < MINUTE);
  if (tooMany !== undefined && !isReplayed) yield `over ${limit} a minute at ${new Date(tooMany).toISOString()}`;
}
