import { describe, expect, test } from 'vitest';
import { VERSION } from '../../../worker/version.ts';
import { type Answer, call, contextOf, META, post, postModern, read, rpc, send, textOf } from './asking.ts';
import { InMemory } from './in-memory.ts';

const context = contextOf(new InMemory());
const error = async (response: Response) => [response.status, (await read(response)).error?.code];

const names = (answer: Answer) => answer.result?.tools?.map(({ name }) => name);

describe('over HTTP', () => {
  test.each(['GET', 'DELETE', 'PUT', 'HEAD', 'OPTIONS'])('%s is 405, and POST is named', async (method) => {
    const response = await send(method, context);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each(['https://evil.example', 'null', 'http://earshot.example', 'https://earshot.example:8443'])(
    'a page of the origin %s is refused with 403, whatever it asks',
    async (origin) => {
      expect((await post(rpc('ping'), context, { origin })).status).toBe(403);
      expect((await send('GET', context, { origin })).status).toBe(403);
    },
  );

  test('a page of its own origin may ask', async () => {
    expect((await post(rpc('ping'), context, { origin: 'https://earshot.example' })).status).toBe(200);
  });

  test('a body that is not said to be JSON is 415, so that no form of another page can send one', async () => {
    expect((await post(rpc('ping'), context, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(rpc('ping'), context, { 'content-type': 'application/jsonp' })).status).toBe(415);
    expect((await post(rpc('ping'), context, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  test.each([
    ['text/event-stream', 406],
    ['text/html', 406],
    ['*/*', 200],
    ['application/json', 200],
  ])('of a client that accepts %s the status is %i', async (accept, status) => {
    expect((await post(rpc('ping'), context, { accept })).status).toBe(status);
  });

  test('answers are JSON, are not kept by caches, and start no session', async () => {
    const { headers } = await post(rpc('initialize', { protocolVersion: '2025-11-25' }), context);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('mcp-session-id')).toBeNull();
  });

  test('a body over 1 MiB is 413, with its length and without', async () => {
    const padding = ' '.repeat(1_048_577);
    expect(await error(await post(padding, context))).toEqual([413, -32_600]);
    const stream = new Response(padding).body;
    expect(await error(await post(stream, context))).toEqual([413, -32_600]);
    expect((await post(rpc('ping').padEnd(1_048_576), context)).status).toBe(200);
  });

  test('an endless body is read no further than that', async () => {
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    expect((await post(endless, context)).status).toBe(413);
    expect(chunks).toBeLessThan(40);
  });
});

describe('JSON-RPC', () => {
  test.each(['', '{', 'null and void', '{"jsonrpc":"2.0","id":1,"method":"ping"', '\u{feff}{'])(
    'malformed JSON (%j) is -32700',
    async (body) => expect(await error(await post(body, context))).toEqual([400, -32_700]),
  );

  test('bytes that are no UTF-8 are malformed', async () => {
    expect(await error(await post(new Uint8Array([0x22, 0xff, 0x22]), context))).toEqual([400, -32_700]);
  });

  test('half a megabyte of brackets is an answer like any other', async () => {
    const deep = '['.repeat(250_000) + ']'.repeat(250_000);
    expect(await error(await post(deep, context))).toEqual([400, -32_600]);
    const inArguments = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_feed","arguments":{"name":${deep}}}}`;
    expect((await read(await post(inArguments, context))).result?.isError).toBe(true);
  });

  test.each([
    'null',
    '1',
    '"ping"',
    '[]',
    '{}',
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":null,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":7}',
    '{"jsonrpc":"2.0","id":1,"result":{}}',
  ])('%s is no request: -32600', async (body) => {
    expect(await error(await post(body, context))).toEqual([400, -32_600]);
  });

  test('a batch is refused: there are none since revision 2025-06-18', async () => {
    expect(await error(await post(`[${rpc('ping')}]`, context))).toEqual([400, -32_600]);
  });

  test.each(['notifications/initialized', 'notifications/cancelled', 'notifications/unheard-of'])(
    'the notification %s is 202 without a body',
    async (method) => {
      const response = await post(JSON.stringify({ jsonrpc: '2.0', method }), context);
      expect([response.status, await response.text()]).toEqual([202, '']);
    },
  );

  test.each([0, 7, 'seven', ''])('the id %j comes back', async (id) => {
    expect(await read(await post(rpc('ping', {}, id), context))).toEqual({ jsonrpc: '2.0', id, result: {} });
  });

  test('what a broken operation throws stays inside', async () => {
    const broken = new InMemory();
    broken.broken = true;
    const response = await post(rpc('tools/call', { name: 'list_feeds' }), contextOf(broken));
    const body = await response.text();
    expect([response.status, JSON.parse(body)]).toMatchObject([200, { id: 1, error: { code: -32_603 } }]);
    expect(body).not.toContain('hunter2');
  });
});

describe('revision 2025-11-25', () => {
  test.each(['2025-11-25', '2024-11-05', '2099-01-01', undefined])(
    'initialize that asks for %s is told 2025-11-25',
    async (protocolVersion) => {
      const { result } = await read(await post(rpc('initialize', { protocolVersion }), context));
      expect(result).toMatchObject({
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'earshot', version: VERSION },
      });
      expect(result?.['instructions']).toContain('untrusted');
    },
  );

  test('its results have nothing of the other revision', async () => {
    const { result } = await read(await post(rpc('tools/list'), context, { 'mcp-protocol-version': '2025-11-25' }));
    expect(Object.keys(result ?? {})).toEqual(['tools']);
  });

  test.each(['server/discover', 'resources/list', 'prompts/get', 'tools/List', 'constructor'])(
    'it has no method %s: -32601',
    async (method) => {
      const asked = post(rpc(method), context, { 'mcp-protocol-version': '2025-11-25' });
      expect(await error(await asked)).toEqual([200, -32_601]);
    },
  );

  test.each([
    { params: [] },
    { params: 'x' },
    { params: {} },
    { params: { name: 7 } },
    { params: { name: 'nothing' } },
  ])('tools/call with $params is -32602', async ({ params }) =>
    expect(await error(await post(rpc('tools/call', params), context))).toEqual([200, -32_602]),
  );

  test('arguments that are no object are -32602, as is a cursor, which was never given', async () => {
    const named = { name: 'list_feeds', arguments: [] };
    expect(await error(await post(rpc('tools/call', named), context))).toEqual([200, -32_602]);
    expect(await error(await post(rpc('tools/list', { cursor: 'x' }), context))).toEqual([200, -32_602]);
  });

  test('arguments that do not fit are an answer of the tool, so that an assistant can correct them', async () => {
    const answer = await call('list_feeds', { limit: 1000, nonsense: 1 }, context);
    expect(answer.result?.isError).toBe(true);
    expect(textOf(answer)).toMatch(/limit: .*100.*nonsense/s);
  });
});

describe('revision 2026-07-28', () => {
  test('server/discover names both revisions, and who answers', async () => {
    const { result } = await read(await postModern('server/discover', {}, context));
    expect(result).toMatchObject({
      resultType: 'complete',
      supportedVersions: ['2026-07-28', '2025-11-25'],
      capabilities: { tools: {} },
      cacheScope: 'private',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'earshot', version: VERSION } },
    });
    expect(result?.['ttlMs']).toBeGreaterThan(0);
  });

  test('tools/list can be kept by its client alone, and a call says that it is complete', async () => {
    const { result } = await read(await postModern('tools/list', {}, context));
    expect(result).toMatchObject({ resultType: 'complete', cacheScope: 'private', ttlMs: 300_000 });
    const called = await read(await postModern('tools/call', { name: 'list_feeds' }, context));
    expect(called.result).toMatchObject({ resultType: 'complete', isError: false });
  });

  test.each(['ping', 'initialize', 'subscriptions/listen', 'resources/read'])(
    'it has no method %s here: 404 and -32601',
    async (method) => expect(await error(await postModern(method, {}, context))).toEqual([404, -32_601]),
  );

  test('another revision is -32022 with those there are', async () => {
    const named = { ...META, 'io.modelcontextprotocol/protocolVersion': '1900-01-01' };
    const response = await post(rpc('tools/list', { _meta: named }), context, { 'mcp-protocol-version': '1900-01-01' });
    expect([response.status, await read(response)]).toMatchObject([
      400,
      { error: { code: -32_022, data: { supported: ['2026-07-28', '2025-11-25'], requested: '1900-01-01' } } },
    ]);
    const byHeader = post(rpc('tools/list'), context, { 'mcp-protocol-version': '2025-03-26' });
    expect(await error(await byHeader)).toEqual([400, -32_022]);
  });

  test.each([
    ['without _meta', {}],
    ['with another’s _meta', { _meta: { progressToken: 1 } }],
    ['with _meta that is no object', { _meta: [] }],
    ['without capabilities', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }],
    ['with a version that is no text', { _meta: { ...META, 'io.modelcontextprotocol/protocolVersion': 7 } }],
  ])('a request %s is 400 and -32602', async (_name, params) => {
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
    expect(await error(await post(rpc('tools/list', params), context, headers))).toEqual([400, -32_602]);
  });

  test.each([
    ['mcp-protocol-version', '2025-11-25'],
    ['mcp-method', 'tools/list'],
    ['mcp-name', 'get_feed'],
    ['mcp-name', '=?base64?Z2V0X2ZlZWQ=?='],
    ['mcp-name', '=?base64?*?='],
    ['mcp-name', 'LIST_FEEDS'],
  ])('a header %s: %s that is not what the body says is 400 and -32020', async (header, value) => {
    const response = await postModern('tools/call', { name: 'list_feeds' }, context, { [header]: value });
    expect(await error(response)).toEqual([400, -32_020]);
  });

  test.each(['mcp-protocol-version', 'mcp-method', 'mcp-name'])(
    'without the header %s it is 400 and -32020',
    async (left) => {
      const all = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'list_feeds' };
      const headers = Object.fromEntries(Object.entries(all).filter(([name]) => name !== left));
      const body = rpc('tools/call', { name: 'list_feeds', _meta: META });
      expect(await error(await post(body, context, headers))).toEqual([400, -32_020]);
    },
  );

  test('a name in base64 is the name', async () => {
    const headers = { 'mcp-name': '=?base64?bGlzdF9mZWVkcw==?=' };
    const response = await postModern('tools/call', { name: 'list_feeds' }, context, headers);
    expect((await read(response)).result?.isError).toBe(false);
  });

  test('initialize under its header is a mismatch', async () => {
    const response = post(rpc('initialize', {}), context, { 'mcp-protocol-version': '2026-07-28' });
    expect(await error(await response)).toEqual([400, -32_020]);
  });
});

describe('who holds READ_TOKEN', () => {
  const reader = contextOf(new InMemory(), { role: 'reader' });

  test('is shown the tools that read', async () => {
    const owned = await read(await post(rpc('tools/list'), context));
    const readable = await read(await post(rpc('tools/list'), reader));
    const reading = [
      'list_problems',
      'list_feeds',
      'get_feed',
      'list_posts',
      'recent_comments',
      'list_destinations',
      'list_messages',
      'discover',
      'preview',
    ];
    const changing = ['add_feed', 'pause_feed', 'resume_feed', 'poll_feed', 'replay', 'test_destination'];
    expect(names(readable)).toEqual(reading);
    expect(names(owned)).toEqual([...reading, ...changing]);
    expect(readable.result?.tools?.map((tool) => tool['annotations'])).toEqual(
      reading.map(() => expect.objectContaining({ readOnlyHint: true })),
    );
    expect(owned.result?.tools?.slice(reading.length).map((tool) => tool['annotations'])).toEqual(
      changing.map(() => expect.objectContaining({ readOnlyHint: false, destructiveHint: true })),
    );
  });

  test('cannot call those that change, with a token of the owner’s neither', async () => {
    const owned = new InMemory();
    const first = await call('pause_feed', { name: 'blog' }, contextOf(owned));
    const confirm = first.result?.structuredContent?.['confirm'];
    const context2 = contextOf(owned, { role: 'reader' });
    expect((await call('pause_feed', { name: 'blog', confirm }, context2)).error?.code).toBe(-32_602);
    expect(owned.done).toEqual([]);
  });
});
