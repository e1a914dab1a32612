import * as v from 'valibot';

/** A body in openapi.json: the name of its schema there, and for JSON the shape that it is made of. */
export type Body = { readonly schema: string; readonly shape: v.GenericSchema | null; readonly type: string };

/** An answer that is no problem; `body` `null`: it has none. */
export type Answer = { readonly status: number; readonly when: string; readonly body: Body | null };

const value = v.union([v.string(), v.record(v.string(), v.unknown())]);
const values = v.record(v.string(), value);
const health = v.object({
  status: v.literal('ok'),
  version: v.string(),
  commit: v.exactOptional(v.nullable(v.string())),
});

/** A body of JSON. */
export function json(schema: string, shape: v.GenericSchema | null): Body {
  return { schema, shape, type: 'application/json' };
}

/** A page of a list. */
export function page(schema: string, item: v.GenericSchema): Body {
  return json(schema, v.object({ items: v.array(item), next: v.nullable(v.string()) }));
}

/** The one answer that a route has beside problems. */
export function ok(body: Body, when = 'OK'): readonly Answer[] {
  return [{ status: 200, when, body }];
}

/** The answer of what leaves nothing to be shown. */
export const GONE: readonly Answer[] = [{ status: 204, when: 'It is gone.', body: null }];

/** A list of feeds as feed readers have it. */
export const OPML: Body = { schema: 'Opml', shape: null, type: 'text/x-opml' };

/** Bodies that are no feed, destination, message or comment. */
export const bodies = {
  config: json('Config', v.object({ $schema: v.exactOptional(v.string()), destinations: values, feeds: values })),
  changes: json('Changes', v.object({ changes: v.array(v.string()) })),
  imported: json('Imported', v.object({ added: v.array(v.string()), known: v.number() })),
  health: json('Health', health),
  testSent: json('TestSent', v.object({ id: v.string() })),
  secrets: json('Secrets', v.object({ secrets: v.array(v.string()) })),
  openApi: json('OpenApi', v.looseObject({ openapi: v.string() })),
  request: json('JsonRpcRequest', v.looseObject({ jsonrpc: v.literal('2.0'), method: v.string() })),
  response: json('JsonRpcResponse', v.looseObject({ jsonrpc: v.literal('2.0') })),
};
