import { createServer, type RequestListener, type Server } from 'node:http';

/** Opens a server on loopback at `port`, or at any free one where that is taken. */
export async function listen(port: number, answer: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(answer);
  const taken = await opened(server, port);
  if (taken !== null) {
    if (taken.code !== 'EADDRINUSE' && taken.code !== 'EACCES') throw taken;
    const failed = await opened(server, 0);
    if (failed !== null) throw failed;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

function opened(server: Server, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve).listen(port, '127.0.0.1', () => {
      server.off('error', resolve);
      resolve(null);
    });
  });
}
