import { mcp, type McpContext } from '../../../worker/admin/mcp/mcp.ts';
import type { Env } from '../../../worker/env.ts';
import type { InMemory } from './in-memory.ts';

/** The ADMIN_TOKEN of these tests. */
export const ADMIN_TOKEN = 'a-token-of-more-than-sixteen';

/** The instant at which they ask, ms. */
export const NOW = Date.parse('2026-11-26T10:00:00Z');

const URL_OF_MCP = 'https://earshot.example/mcp';

/** Context of a request to an Earshot in memory. The tools touch no binding, so that there are none. */
export function contextOf(earshot: InMemory, facts: Partial<McpContext> = {}): McpContext {
  const env = { ADMIN_TOKEN } as unknown as Env;
  return { env, operations: earshot.operations(), role: 'owner', now: NOW, ...facts };
}

/** Posts a body as it is. */
export function post(
  body: BodyInit | null,
  context: McpContext,
  headers: Record<string, string> = {},
): Promise<Response> {
  const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return mcp(new Request(URL_OF_MCP, { method: 'POST', body, headers: { ...usual, ...headers } }), context);
}

/** Sends a request of another HTTP method. */
export function send(method: string, context: McpContext, headers: Record<string, string> = {}): Promise<Response> {
  return mcp(new Request(URL_OF_MCP, { method, headers }), context);
}

/** Body of a JSON-RPC request. */
export function rpc(method: string, params?: unknown, id: unknown = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** `_meta` of a request of 2026-07-28. */
export const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Posts a request of 2026-07-28, with the headers that belong to it. */
export function postModern(
  method: string,
  params: Readonly<Record<string, unknown>>,
  context: McpContext,
  headers: Record<string, string> = {},
): Promise<Response> {
  const name = params['name'];
  const own = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
  const named = typeof name === 'string' ? { 'mcp-name': name } : {};
  return post(rpc(method, { _meta: META, ...params }), context, { ...own, ...named, ...headers });
}

/** The parts of an answer that tests look at. */
export type Answer = {
  readonly id?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly result?: {
    readonly content?: ReadonlyArray<{ readonly type: string; readonly text: string }>;
    readonly structuredContent?: Record<string, unknown>;
    readonly isError?: boolean;
    readonly tools?: ReadonlyArray<Record<string, unknown> & { readonly name: string }>;
    readonly [key: string]: unknown;
  };
};

/** Reads an answer. */
export async function read(response: Response): Promise<Answer> {
  return response.json<Answer>();
}

/** Calls a tool in revision 2025-11-25. */
export async function call(name: string, args: unknown, context: McpContext): Promise<Answer> {
  return read(await post(rpc('tools/call', { name, arguments: args }), context));
}

/** All text of a tool's answer. */
export function textOf(answer: Answer): string {
  return (answer.result?.content ?? []).map(({ text }) => text).join('\n');
}
