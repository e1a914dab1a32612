import * as v from 'valibot';

// JSON-RPC 2.0 as MCP uses it: one request or notification a body, no batches (revision 2025-06-18 took them out).

/** A request's id, which its answer repeats. */
export type RequestId = string | number;

/** A message of a client, one that can be answered. `params` is `null` where it is no object. */
export type RpcRequest = {
  readonly id: RequestId;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>> | null;
};

/** JSON-RPC's own error codes, and those that MCP's revision 2026-07-28 defines (basic, "Error Codes"). */
export const CODES = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  headers: -32_020,
  revision: -32_022,
} as const;

/** Failure of a request. `status` is HTTP's: 200 where the request reached a method. */
export type RpcFailure = {
  readonly ok: false;
  readonly code: (typeof CODES)[keyof typeof CODES];
  readonly status: number;
  /** It quotes nothing. */
  readonly message: string;
  readonly data?: unknown;
};

/** A method's result. */
export type RpcResult = { readonly ok: true; readonly result: Readonly<Record<string, unknown>> };

const id = v.union([v.string(), v.pipe(v.number(), v.safeInteger())]);
const base = { jsonrpc: v.literal('2.0'), method: v.string() };
const requestShape = v.object({ ...base, id, params: v.optional(v.unknown(), {}) });
const notificationShape = v.object({ ...base, id: v.optional(v.never()) });
const objectShape = v.record(v.string(), v.unknown());

/** Reads a body that has been parsed: a request, a notification (`null`), or the failure that answers it. */
export function readMessage(body: unknown): { readonly ok: true; readonly request: RpcRequest | null } | RpcFailure {
  const request = v.safeParse(requestShape, body);
  if (request.success) return { ok: true, request: { ...request.output, params: asObject(request.output.params) } };
  if (v.is(notificationShape, body)) return { ok: true, request: null };
  const message = Array.isArray(body)
    ? 'Send one message a request: there are no batches.'
    : 'The body is no JSON-RPC 2.0 request or notification.';
  return failure('request', message, 400);
}

/** Gives a value if it is an object, else `null`. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return !Array.isArray(value) && v.is(objectShape, value) ? value : null;
}

/** Makes a failure. */
export function failure(code: keyof typeof CODES, message: string, status = 200, data?: unknown): RpcFailure {
  return { ok: false, code: CODES[code], message, status, ...(data === undefined ? {} : { data }) };
}

/** Makes the HTTP answer of a request; `id` is left out where the request could not be read that far. */
export function rpcResponse(requestId: RequestId | null, outcome: RpcResult | RpcFailure, headers = {}): Response {
  const named = requestId === null ? {} : { id: requestId };
  const init = { headers: { 'cache-control': 'no-store', ...headers }, status: outcome.ok ? 200 : outcome.status };
  if (outcome.ok) return Response.json({ jsonrpc: '2.0', ...named, result: outcome.result }, init);
  const { code, message, data } = outcome;
  const error = { code, message, ...(data === undefined ? {} : { data }) };
  return Response.json({ jsonrpc: '2.0', ...named, error }, init);
}
