import * as v from 'valibot';
import { NAME } from '../../config/fields.ts';
import type { LogQuery } from '../../rpc/log.ts';
import type { Selection } from '../../rpc/outbox.ts';
import type { Done, Operations, ReplayRequest, RequestError } from '../operations.ts';
import { type ListQuery, messageStates, type MessageAnswer, type MessageWithPayload, type Page } from '../shapes.ts';
import { type Context, NO_DESTINATION, outboxOf } from './context.ts';
import { knownDestinations } from './destinations.ts';
import { invalidField } from './invalid.ts';
import { messageAnswer, parsedBody } from './message-answer.ts';
import { presentDestination } from './stored.ts';

const state = v.nullable(v.picklist(messageStates));
const instant = v.union([v.pipe(v.string(), v.isoTimestamp()), v.pipe(v.string(), v.isoDate())]);

/** States whose messages can be sent again. */
const REPLAYED = messageStates.filter((one) => one !== 'waiting');
const replayed = v.picklist(REPLAYED);

/** Operations on the messages of a destination. */
export function messageOperations(context: Context): Pick<Operations, 'messages' | 'message' | 'replay'> {
  return {
    messages: (name, query) => listMessages(context, name, query),
    message: (name, id) => readMessage(context, name, id),
    replay: async (name, request) => {
      const stored = await presentDestination(context, name);
      if (!stored.ok) return stored;
      const selection = selectionOf(request);
      return selection.ok ? { ok: true, value: await outboxOf(context, name).replay(selection.value) } : selection;
    },
  };
}

async function listMessages(context: Context, name: string, query: ListQuery): Promise<Done<Page<MessageAnswer>>> {
  const { after, limit, feed, q } = query;
  if (after !== null && !/^\d{1,15}$/.test(after))
    return invalidField('after', 'is not the "next" of a page before', 'query');
  const wanted = v.parse(state, query.state);
  const [known] = NAME.test(name) ? await knownDestinations(context, [name]) : [];
  if (known === undefined) return NO_DESTINATION;
  const asked: LogQuery = {
    limit,
    ...(after === null ? {} : { before: Number(after) }),
    ...(wanted === null ? {} : { state: wanted }),
    ...(feed === null ? {} : { feed }),
    ...(q === null ? {} : { q }),
  };
  const { entries, next } = await outboxOf(context, name).log(asked);
  const items = entries.map((entry) => messageAnswer(entry, known.status)).filter((one) => one !== null);
  return { ok: true, value: { items, next: next === null ? null : String(next) } };
}

async function readMessage(context: Context, name: string, id: string): Promise<Done<MessageWithPayload>> {
  const [known] = NAME.test(name) ? await knownDestinations(context, [name]) : [];
  if (known === undefined) return NO_DESTINATION;
  const logged = await outboxOf(context, name).message(id);
  const message = logged === null ? null : messageAnswer(logged.entry, known.status);
  if (logged === null || message === null) {
    const detail = 'That destination has no message of that id; after 90 days its row is gone.';
    return { ok: false, status: 404, detail };
  }
  return { ok: true, value: { ...message, payload: logged.payload === null ? null : parsedBody(logged.payload) } };
}

/** Reads a request to send messages again; one that names nothing is none: it would be all of them. */
function selectionOf(request: ReplayRequest): Done<Selection> {
  if ('ids' in request) return { ok: true, value: { ids: request.ids } };
  const { from, to, state: given, feed } = request;
  const errors: RequestError[] = [];
  for (const [field, value] of Object.entries({ from, to })) {
    if (value === undefined || (v.is(instant, value) && !Number.isNaN(Date.parse(value)))) continue;
    errors.push({ key: 'body', field, detail: 'must be an instant in ISO 8601, like 2026-11-02T09:00:00Z' });
  }
  if (given !== undefined && !v.is(replayed, given))
    errors.push({ key: 'body', field: 'state', detail: `must be one of ${REPLAYED.join(', ')}` });
  if (from === undefined && to === undefined && given === undefined && feed === undefined)
    errors.push({ key: 'body', field: null, detail: 'must have "ids", or any of "from", "to", "state" and "feed"' });
  if (errors.length > 0) return { ok: false, status: 422, detail: 'Nothing is sent again.', errors };
  return {
    ok: true,
    value: {
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
      ...(v.is(replayed, given) ? { state: given } : {}),
      ...(feed === undefined ? {} : { feed }),
    },
  };
}
