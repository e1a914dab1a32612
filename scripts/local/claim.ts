import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Claims a state folder for this process until it exits: two runtimes on the same files would undo each other's work.
 * Gives the other's process id where one has it.
 */
export function claim(folder: string): number | null {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'running');
  const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (other > 0 && alive(other)) return other;
  writeFileSync(file, String(process.pid));
  process.on('exit', () => rmSync(file, { force: true }));
  return null;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
