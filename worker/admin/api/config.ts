import * as v from 'valibot';
import { API_HEADERS } from '../problem-response.ts';
import { readJson, readShape, readText } from './body.ts';
import { isConfigValue } from './config-value.ts';
import { answer, type Handler, refusalResponse } from './handler.ts';
import type { RouteId } from './routes.ts';

const configValue = v.custom<string | Readonly<Record<string, unknown>>>(
  isConfigValue,
  'must be a string or an object',
);

/** Body of a discovery. */
export const discoverShape = v.strictObject({ url: v.string() });
/** Body of a preview. */
export const previewRequestShape = v.strictObject({ feed: configValue, destination: configValue });

/** Handlers of the routes about the configuration as a whole, and about what is to become a part of it. */
export const configHandlers = {
  readConfig: async ({ operations }) => answer(await operations.config()),
  putConfig: async ({ request, operations }) => {
    const body = await readJson(request);
    return body.ok ? answer(await operations.putConfig(body.value)) : refusalResponse(body);
  },
  readOpml: async ({ operations }) => {
    const opml = await operations.opml();
    if (!opml.ok) return refusalResponse(opml);
    // The type that feed readers give it; IANA knows none. http://opml.org/spec2.opml
    return new Response(opml.value, { headers: { ...API_HEADERS, 'content-type': 'text/x-opml; charset=utf-8' } });
  },
  importOpml: async ({ request, operations }) => {
    const text = await readText(request);
    return text.ok ? answer(await operations.importOpml(text.value)) : refusalResponse(text);
  },
  discover: async ({ request, operations }) => {
    const body = await readShape(request, discoverShape);
    return body.ok ? answer(await operations.discover(body.value.url)) : refusalResponse(body);
  },
  preview: async ({ request, operations }) => {
    const body = await readShape(request, previewRequestShape);
    return body.ok ? answer(await operations.preview(body.value.feed, body.value.destination)) : refusalResponse(body);
  },
} as const satisfies Partial<Record<RouteId, Handler>>;
