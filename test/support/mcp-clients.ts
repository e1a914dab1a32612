import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const INFO = { name: 'test', version: '1.0.0' };

/** Result of a tool. */
type Called = { readonly isError?: boolean; readonly structured: Record<string, unknown>; readonly text: string };

/** A connected client of either package: the methods of both, in one form. */
export type Connected = {
  readonly revision: string | undefined;
  readonly server: string | undefined;
  readonly instructions: string | undefined;
  readonly tools: () => Promise<ReadonlyArray<{ readonly name: string; readonly annotations?: object | undefined }>>;
  readonly call: (name: string, args: Record<string, unknown>) => Promise<Called>;
  readonly close: () => Promise<void>;
};

const headersFor = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } });

/** Connects the client of today's revision, or as an older one. */
export async function connectModern(
  url: URL,
  token: string,
  mode: 'auto' | 'legacy' | { readonly pin: string } = 'auto',
): Promise<Connected> {
  const client = new ModernClient(INFO, { versionNegotiation: { mode } });
  await client.connect(new ModernTransport(url, headersFor(token)));
  return {
    revision: client.getNegotiatedProtocolVersion(),
    server: client.getServerVersion()?.name,
    instructions: client.getInstructions(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, args) => called(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

/** Connects the client of the revision before. */
export async function connectLegacy(url: URL, token: string): Promise<Connected> {
  const client = new LegacyClient(INFO);
  const transport = new LegacyTransport(url, headersFor(token));
  await client.connect(transport);
  return {
    revision: transport.protocolVersion,
    server: client.getServerVersion()?.name,
    instructions: client.getInstructions(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, args) => called(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  };
}

function called(result: Record<string, unknown>): Called {
  const content = result['content'] as ReadonlyArray<{ readonly text?: string }>;
  return {
    isError: result['isError'] === true,
    structured: (result['structuredContent'] ?? {}) as Record<string, unknown>,
    text: content.map(({ text }) => text ?? '').join('\n'),
  };
}
