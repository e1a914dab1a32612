import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { comments, movableType } from './feeds.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of this file's server. */
    answers: string;
  }
}

/** Requests since the last DELETE of a path's first part under `/limited/`, each with its status. */
const limited = new Map<string, { readonly path: string; readonly status: number }[]>();

const MEBIBYTE = 'x'.repeat(1024 * 1024);

/** Starts an HTTP server on loopback for tests in workerd, with one answer for each path. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/echo') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    } else if (pathname === '/status') {
      const retryAfter = searchParams.get('retry-after');
      if (retryAfter !== null) response.setHeader('retry-after', retryAfter);
      response.writeHead(Number(searchParams.get('is')), { location: '/echo' }).end('said');
    } else if (pathname === '/serve') serve(searchParams, response);
    else if (pathname.startsWith('/limited/')) limit(request.method, pathname, response);
    else misbehave(pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  provide('answers', `http://127.0.0.1:${address.port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/** Answers with the `status`, each `header` (`name: value`) and the `body` that the address itself names, packed as it says. */
function serve(said: URLSearchParams, response: ServerResponse): void {
  for (const header of said.getAll('header')) {
    const [name = '', ...value] = header.split(': ');
    response.appendHeader(name, value.join(': '));
  }
  const packing = said.get('packing');
  if (packing !== null) response.setHeader('content-encoding', packing);
  const body = said.get('body') ?? '';
  response.writeHead(Number(said.get('status') ?? 200));
  response.end(packing === 'br' ? brotliCompressSync(body) : packing === 'gzip' ? gzipSync(body) : body);
}

/** Answers one request with a feed, and all others with 429, until a DELETE, whose answer are those that were made. */
function limit(method: string | undefined, pathname: string, response: ServerResponse): void {
  const [, , key = '', ...rest] = pathname.split('/');
  const asked = limited.get(key) ?? [];
  if (method === 'DELETE') {
    limited.delete(key);
    response.end(JSON.stringify(asked));
    return;
  }
  const status = asked.length === 0 ? 200 : 429;
  limited.set(key, [...asked, { path: rest.join('/'), status }]);
  response.writeHead(status, { 'content-type': 'application/atom+xml' }).end(movableType(comments(1, 2)));
}

function misbehave(pathname: string, response: ServerResponse): void {
  switch (pathname) {
    case '/hang':
      break;
    case '/drip': {
      response.writeHead(200).write('a');
      const drops = setInterval(() => response.write('a'), 20);
      response.on('close', () => clearInterval(drops));
      break;
    }
    case '/huge': {
      let left = 100;
      const pour = () => {
        while (left > 0 && response.write(MEBIBYTE)) left--;
        if (left === 0) response.end();
      };
      response.writeHead(200).on('drain', pour);
      pour();
      break;
    }
    case '/reset-in-body':
      response.writeHead(200, { 'content-length': '1000' }).write('a');
      setTimeout(() => response.destroy(), 20);
      break;
    default:
      response.destroy();
  }
}
