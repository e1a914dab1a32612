import * as v from 'valibot';
import { destinationShape, messageStates } from '../shapes.ts';
import { readJson, readShape } from './body.ts';
import { readConfigValue } from './config-value.ts';
import { answer, emptyAnswer, type Handler, param, refusalResponse } from './handler.ts';
import { readListQuery } from './list-query.ts';
import type { RouteId } from './routes.ts';

/** Most messages that one request names. */
const IDS = 1_000;

/** Body of a replay: ids, or a span of time, a state and a feed. */
export const replayShape = v.union(
  [
    v.strictObject({ ids: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(IDS)) }),
    v.strictObject({
      from: v.exactOptional(v.string()),
      to: v.exactOptional(v.string()),
      state: v.exactOptional(v.string()),
      feed: v.exactOptional(v.string()),
    }),
  ],
  'must have "ids", a list, or any of "from", "to", "state" and "feed", which are strings; and nothing else',
);

/** Handlers of a destination's routes. */
export const destinationHandlers = {
  listDestinations: async (call) => {
    const query = readListQuery(call, destinationShape.entries.state.options);
    return query.ok ? answer(await call.operations.destinations(query.value)) : refusalResponse(query);
  },
  readDestination: async (call) => answer(await call.operations.destination(param(call, 'name'))),
  putDestination: async (call) => {
    const value = readConfigValue(await readJson(call.request));
    return value.ok
      ? answer(await call.operations.putDestination(param(call, 'name'), value.value))
      : refusalResponse(value);
  },
  deleteDestination: async (call) => emptyAnswer(await call.operations.deleteDestination(param(call, 'name'))),
  testDestination: async (call) => answer(await call.operations.testDestination(param(call, 'name'))),
  replayMessages: async (call) => {
    const body = await readShape(call.request, replayShape);
    return body.ok ? answer(await call.operations.replay(param(call, 'name'), body.value)) : refusalResponse(body);
  },
  listMessages: async (call) => {
    const query = readListQuery(call, messageStates);
    return query.ok ? answer(await call.operations.messages(param(call, 'name'), query.value)) : refusalResponse(query);
  },
  readMessage: async (call) => answer(await call.operations.message(param(call, 'name'), param(call, 'id'))),
  readSecret: async (call) => answer(await call.operations.secret(param(call, 'name'))),
} as const satisfies Partial<Record<RouteId, Handler>>;
