import { mcp } from '../mcp/mcp.ts';
import { configHandlers } from './config.ts';
import { destinationHandlers } from './destinations.ts';
import { feedHandlers } from './feeds.ts';
import { jsonResponse, type Handler } from './handler.ts';
import type { RouteId } from './routes.ts';

/** Handlers of all routes that need a token. */
export const handlers: Readonly<Record<Exclude<RouteId, 'readHealth'>, Handler>> = {
  ...feedHandlers,
  ...destinationHandlers,
  ...configHandlers,
  readOpenApi: async () => {
    // Bundled, and not evaluated before it is asked for: as an object it costs a start as much as a room of code.
    const { default: openApi } = await import('../../../openapi.json');
    return jsonResponse(openApi);
  },
  mcp: ({ request, env, operations, role, now }) => mcp(request, { env, operations, role, now }),
};
