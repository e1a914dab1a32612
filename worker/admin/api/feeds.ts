import * as v from 'valibot';
import { feedShape, messageStates, postShape } from '../shapes.ts';
import { readJson, readShape } from './body.ts';
import { readConfigValue } from './config-value.ts';
import { answer, emptyAnswer, type Handler, param, refusalResponse } from './handler.ts';
import { readListQuery } from './list-query.ts';
import type { RouteId } from './routes.ts';

/** Body of a rename. */
export const renameShape = v.strictObject({ to: v.string() });
/** Body of a resumption: `deliver` says if what came meanwhile is sent. */
export const resumeShape = v.strictObject({ deliver: v.boolean() });

/** Handlers of a feed's routes. */
export const feedHandlers = {
  listFeeds: async (call) => {
    const query = readListQuery(call, feedShape.entries.state.options);
    return query.ok ? answer(await call.operations.feeds(query.value)) : refusalResponse(query);
  },
  readFeed: async (call) => answer(await call.operations.feed(param(call, 'name'))),
  putFeed: async (call) => {
    const value = readConfigValue(await readJson(call.request));
    return value.ok ? answer(await call.operations.putFeed(param(call, 'name'), value.value)) : refusalResponse(value);
  },
  deleteFeed: async (call) => emptyAnswer(await call.operations.deleteFeed(param(call, 'name'))),
  pollFeed: async (call) => {
    const polled = await call.operations.pollFeed(param(call, 'name'));
    // RFC 9110, section 15.3.3: it goes on, and the feed will tell how it ended.
    return answer(polled, polled.ok && polled.value.outcome === 'polling' ? 202 : 200);
  },
  resetFeed: async (call) => answer(await call.operations.resetFeed(param(call, 'name'))),
  renameFeed: async (call) => {
    const body = await readShape(call.request, renameShape);
    return body.ok
      ? answer(await call.operations.renameFeed(param(call, 'name'), body.value.to))
      : refusalResponse(body);
  },
  resumeFeed: async (call) => {
    const body = await readShape(call.request, resumeShape);
    return body.ok
      ? answer(await call.operations.resumeFeed(param(call, 'name'), body.value.deliver))
      : refusalResponse(body);
  },
  listPosts: async (call) => {
    const query = readListQuery(call, postShape.entries.state.options);
    return query.ok ? answer(await call.operations.posts(param(call, 'name'), query.value)) : refusalResponse(query);
  },
  listComments: async (call) => {
    const query = readListQuery(call, messageStates);
    return query.ok ? answer(await call.operations.comments(param(call, 'name'), query.value)) : refusalResponse(query);
  },
} as const satisfies Partial<Record<RouteId, Handler>>;
