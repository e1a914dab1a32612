import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from '../../scripts/local/listen.ts';
import { whyUnreachable } from '../../scripts/local/unreachable.ts';

/** A port at which nothing listens: it was just given back. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a port at which nothing listens', async () => {
  const port = await freePort();
  expect(await whyUnreachable(`http://127.0.0.1:${port}/feed`)).toBe(`nothing listens at 127.0.0.1:${port}`);
});

test('a name that DNS does not know: a name under .invalid never exists (RFC 6761)', async () => {
  // Offline, no name can be looked up at all.
  expect(await whyUnreachable('https://blog.invalid/feed')).toMatch(/name blog\.invalid .*\(DNS\)/);
});

test('a server without TLS, asked for https, and the same one asked for http', async () => {
  const { server, origin } = await listen(0, (_request, response) => response.end());
  expect(await whyUnreachable(origin.replace('http:', 'https:'))).toMatch(/does not speak TLS, .* try http:/);
  expect(await whyUnreachable(origin)).toBeNull();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
