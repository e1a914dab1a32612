import type { OpenDestination } from '../../config/destination.ts';
import type { Outgoing } from '../../exchange.ts';
import { readEvent } from '../../message.ts';
import type { LoggedMessage } from '../../rpc/log.ts';
import { blank } from '../../config/blank.ts';
import type { OutboxContext } from '../context.ts';
import { knownConfig } from '../destination-config.ts';
import { batchOfOne } from '../queue/batch.ts';
import { toldFirst } from '../queue/first-told.ts';
import { messageBy } from '../queue/queue.ts';
import { renderNow } from '../send.ts';
import { entryOf } from './log.ts';
import { LOGGED, type LoggedRow } from './scan.ts';

/** Reads one message, with the body of its request as it would be now, without credentials; `null`: there is none. */
export async function readMessage(context: OutboxContext, id: string): Promise<LoggedMessage | null> {
  const query = `SELECT ${LOGGED} FROM message WHERE id = ? AND state <> 'known'`;
  const [row] = context.sql.exec<LoggedRow>(query, id).toArray();
  if (row === undefined) return null;
  const config = knownConfig(context);
  const event = readEvent(row.body);
  const payload = config === null || event === null ? null : await payloadOf(context, config, row);
  return { entry: entryOf(context, config, row, event), event, payload };
}

async function payloadOf(context: OutboxContext, config: OpenDestination, { seq }: LoggedRow): Promise<string | null> {
  const message = messageBy(context.sql, seq);
  if (message === null) return null;
  const request = await renderNow(context, config, batchOfOne(toldFirst(context, message)));
  return request === null ? null : blank(bodyOf(request), config);
}

/** The body of a request; of a mail, what its reader sees. */
function bodyOf(request: Outgoing): string {
  if (request.kind === 'http') return request.body;
  const { subject, text, html } = request;
  return JSON.stringify({ subject, text, html });
}
