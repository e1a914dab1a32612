import { existsSync, readFileSync } from 'node:fs';
import type { Failure, Result } from '../../worker/model.ts';

/** Name of the file in which configuration is kept in git. */
export const DOCUMENT = 'earshot.json';

/** Name of the file that has credentials in it; .gitignore names it. */
export const WITH_CREDENTIALS = 'earshot.local.json';

/** The file is not there, or no JSON: where in it is in `detail`, and nothing of what is there. */
export type FileFailure = Failure<'missing' | 'json'>;

/** Reads a file of JSON. */
export function readJsonFile(file: string): Result<unknown, FileFailure> {
  if (!existsSync(file)) return { ok: false, reason: 'missing', detail: 'is not there' };
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: 'json', detail: `is not valid JSON${placeOf(error, text)}` };
  }
}

/** Place of a mistake, as far as the parser tells; its own words repeat what stands there. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return /end of JSON/.test(message) ? ': it ends too early' : '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/** Text of a document's file. */
export function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
