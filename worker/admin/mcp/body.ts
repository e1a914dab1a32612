import { failure, type RpcFailure } from './json-rpc.ts';

/** Largest body that is read, in bytes. Calls of tools have some hundred. */
const LARGEST = 1_048_576;

/** Reads a body as JSON, no further than its limit. */
export async function readBody(request: Request): Promise<{ readonly ok: true; readonly value: unknown } | RpcFailure> {
  const tooLarge = failure('request', 'The body is over 1 MiB.', 413);
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST) return tooLarge;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > LARGEST) return tooLarge;
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(
      await new Blob(chunks).arrayBuffer(),
    );
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return failure('parse', 'Parse error: the body is no JSON.', 400);
  }
}
