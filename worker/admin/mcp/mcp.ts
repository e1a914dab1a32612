import type { Env } from '../../env.ts';
import { log } from '../../io/log.ts';
import type { Operations } from '../operations.ts';
import { readBody } from './body.ts';
import { failure, readMessage, type RpcFailure, type RpcRequest, type RpcResult, rpcResponse } from './json-rpc.ts';
import { answer } from './methods.ts';
import { revisionOf } from './revision.ts';
import type { Role } from './tools.ts';
import { fence } from './untrusted.ts';

/** Context of a request that has been authenticated. `now`: ms. */
export type McpContext = {
  readonly env: Env;
  readonly operations: Operations;
  readonly role: Role;
  readonly now: number;
};

/**
 * Answers a request to `/mcp`: the Model Context Protocol over Streamable HTTP, one JSON-RPC request a POST, each answered
 * with JSON; no sessions, no streams. Who asks has been authenticated before.
 */
export async function mcp(request: Request, context: McpContext): Promise<Response> {
  const refused = refusedRequest(request);
  if (refused !== null) return refused;
  const body = await readBody(request);
  if (!body.ok) return rpcResponse(null, body);
  const message = readMessage(body.value);
  if (!message.ok) return rpcResponse(null, message);
  // None of the notifications that clients send asks for anything here.
  if (message.request === null) return new Response(null, { status: 202 });
  return rpcResponse(message.request.id, await outcomeOf(message.request, request.headers, context));
}

async function outcomeOf(request: RpcRequest, headers: Headers, context: McpContext): Promise<RpcResult | RpcFailure> {
  const spoken = revisionOf(request, headers);
  if (!spoken.ok) return spoken;
  const nonce = crypto.randomUUID().slice(0, 13).replace('-', '');
  try {
    return await answer(request, { ...context, revision: spoken.revision, fence: fence(nonce) });
  } catch {
    log('http.failed');
    return failure('internal', 'Something in Earshot broke; the Worker’s log says when.');
  }
}

/** The answer to a request whose body is not worth reading; `null`: it is. */
function refusedRequest(request: Request): Response | null {
  const { headers, method, url } = request;
  const origin = headers.get('origin');
  // Against pages that reach a Worker on one's own machine, or use a browser's cookie.
  if (origin !== null && origin !== new URL(url).origin) {
    return rpcResponse(null, failure('request', 'Pages of other origins may not ask.', 403));
  }
  if (method !== 'POST') {
    // RFC 9110 section 15.5.6. Clients of 2025-11-25 try GET for a stream, and go on without.
    return rpcResponse(null, failure('request', 'POST alone: there are no streams and no sessions.', 405), {
      allow: 'POST',
    });
  }
  if (!/^application\/json\s*(?:;|$)/i.test(headers.get('content-type') ?? '')) {
    return rpcResponse(null, failure('request', 'The content type must be application/json.', 415));
  }
  if (!/application\/(?:json|\*)|\*\/\*/i.test(headers.get('accept') ?? '*/*')) {
    return rpcResponse(null, failure('request', 'Answers are application/json: accept that.', 406));
  }
  return null;
}
