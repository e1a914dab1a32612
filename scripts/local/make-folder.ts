import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Makes a folder that can be written to, with those above it. Throws Node's own error, with its `code` and `path`. */
export function makeFolder(folder: string): void {
  make(folder);
  accessSync(folder, constants.W_OK);
}

/** One after another: `mkdir` with `recursive` never comes back from a file system that takes no folder, such as /proc. */
function make(folder: string): void {
  if (existsSync(folder)) {
    // The separator asks for a folder: a file fails with ENOTDIR.
    accessSync(folder + path.sep);
    return;
  }
  make(path.dirname(folder));
  mkdirSync(folder);
}
