import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Claims a state folder for this process until it exits, however it does: two runtimes on the same files would undo each
 * other's work. False where another run has it. A socket is listened on, which ends with its process, so that nothing
 * that a killed run left behind, and no stranger with its process id, is taken for one.
 */
export async function claim(folder: string): Promise<boolean> {
  makeFolder(folder);
  const address = addressOf(realpathSync(folder));
  if (await listens(address)) return true;
  if (await answers(address)) return false;
  rmSync(address, { force: true });
  return listens(address);
}

/** A socket's path, not in the folder itself: it has to be short (unix(7): 108 bytes), a folder's is anyone's choice. */
function addressOf(folder: string): string {
  const name = `earshot-${createHash('sha256')
    .update(`${process.getuid?.() ?? ''} ${folder}`)
    .digest('hex')
    .slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
}

/** Listens there until the process exits; false where the address is taken. */
function listens(address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(address, () => {
      process.on('exit', () => rmSync(address, { force: true }));
      resolve(true);
    });
    server.unref();
  });
}

/** True if anyone listens there: a socket that a killed process left behind refuses. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}
