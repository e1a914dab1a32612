import { asObject, failure, type RpcFailure, type RpcRequest } from './json-rpc.ts';

/** Revision in which each request says of itself what it is, without a handshake. */
export const MODERN = '2026-07-28';
/** Revision with the `initialize` handshake; without sessions, which it leaves to the server. */
export const LEGACY = '2025-11-25';

/** Revisions of MCP that are spoken, the newest first. */
export const REVISIONS = [MODERN, LEGACY] as const;
/** A revision that is spoken. */
export type Revision = (typeof REVISIONS)[number];

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities';

/**
 * Revision that a request is made in, by its `_meta`, else by its header; or the failure that answers it. The checks are
 * those of modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http, "Request Metadata".
 */
export function revisionOf(
  request: RpcRequest,
  headers: Headers,
): { readonly ok: true; readonly revision: Revision } | RpcFailure {
  const meta = asObject(request.params?.['_meta']) ?? {};
  const claim = meta[VERSION_KEY];
  const header = headers.get('mcp-protocol-version');
  if (claim !== undefined && typeof claim !== 'string') return missing([VERSION_KEY]);
  if (claim !== undefined && header !== null && claim !== header) {
    return mismatch('MCP-Protocol-Version is not what the _meta of the body says.');
  }
  if (request.method === 'initialize' && claim === undefined) {
    return header === MODERN
      ? mismatch(`"initialize" is no method of ${MODERN}, which MCP-Protocol-Version names.`)
      : { ok: true, revision: LEGACY };
  }
  // Without any word of a revision it is one with a handshake, but for the method that those do not have.
  const named = claim ?? header ?? (request.method === 'server/discover' ? MODERN : LEGACY);
  const revision = REVISIONS.find((known) => known === named);
  if (revision === undefined) {
    const data = { supported: REVISIONS, requested: named.slice(0, 40) };
    return failure('revision', `Unsupported protocol version; there are ${REVISIONS.join(' and ')}.`, 400, data);
  }
  if (revision === LEGACY) return { ok: true, revision };
  const lacking = [
    ...(claim === undefined ? [VERSION_KEY] : []),
    ...(asObject(meta[CAPABILITIES_KEY]) === null ? [CAPABILITIES_KEY] : []),
  ];
  return (lacking.length > 0 ? missing(lacking) : headerMismatch(request, headers)) ?? { ok: true, revision };
}

function headerMismatch({ method, params }: RpcRequest, headers: Headers): RpcFailure | null {
  if (headers.get('mcp-protocol-version') === null) return mismatch('The header MCP-Protocol-Version is missing.');
  if (headers.get('mcp-method') !== method) return mismatch('The header Mcp-Method is not the method of the body.');
  const name = params?.['name'];
  if (method !== 'tools/call' || typeof name !== 'string') return null;
  return decoded(headers.get('mcp-name')) === name
    ? null
    : mismatch('The header Mcp-Name is not the name in the body.');
}

/** A header's value, taken out of its `=?base64?…?=` where it is in one; `null`: it is not there or none. */
function decoded(value: string | null): string | null {
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(value ?? '') ?? [];
  if (base64 === undefined) return value;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function mismatch(message: string): RpcFailure {
  return failure('headers', `Header mismatch: ${message}`, 400);
}

function missing(keys: readonly string[]): RpcFailure {
  return failure('params', `Invalid params: _meta has no valid ${keys.join(', ')}.`, 400);
}
