import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Arrow } from './picture.ts';

const WORKER = path.resolve(import.meta.dirname, '../../worker');

/** An import in worker/: the file that has it, that file's room, and the specifier. */
export type Import = { readonly from: string; readonly room: string; readonly what: string };

/** Folders and lone files right under worker/. */
export function rooms(): readonly string[] {
  return readdirSync(WORKER).toSorted();
}

/** The room of a file, by its path from worker/. */
function roomOf(file: string): string {
  return file.split(path.sep)[0] ?? file;
}

/** All imports and re-exports in worker/, static and dynamic. */
export function imports(): readonly Import[] {
  return readdirSync(WORKER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(WORKER, file), 'utf8');
      return [
        ...text.matchAll(/^(?:import|export)\b[^'"]*?(?:from|import)\s*['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]/gm),
      ].map((found) => ({ from: file, room: roomOf(file), what: found[1] ?? found[2] ?? '' }));
    });
}

/** The room that an import leads into; `null`: it is a package, or a file beside worker/. */
export function importedRoom({ from, what }: Import): string | null {
  const room = what.startsWith('.') ? roomOf(path.normalize(path.join(path.dirname(from), what))) : null;
  return room === '..' ? null : room;
}

/** Pairs of a room and a room that it imports, each as often as there are imports. */
export function arrows(): readonly Arrow[] {
  return imports().flatMap((one) => {
    const to = importedRoom(one);
    return to === null ? [] : [{ from: one.room, to }];
  });
}
