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

/** Beginning of the text that the parser quotes around a mistake, which is so many characters before it. */
const QUOTED = /^Unexpected token '.*?', (?:\.{3})?"(.*?)"(?:\.{3})? is not valid JSON$/s;
const BEFORE = 10;

/** Line of a mistake, as far as the parser tells; its own words repeat what stands there. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const [, quoted] = QUOTED.exec(message) ?? [];
  const position = /at position (\d+)/.exec(message)?.[1];
  const at = position === undefined ? only(text, quoted) + BEFORE : Number(position);
  if (/end of JSON/.test(message)) return ': it ends too early';
  return at < BEFORE && position === undefined ? '' : `: line ${text.slice(0, at).split('\n').length}`;
}

/** Offset of a part that stands once in a text; so far below 0 that nothing makes up for it where it does not. */
function only(text: string, part: string | undefined): number {
  const at = part === undefined ? -1 : text.indexOf(part);
  return at < 0 || text.indexOf(part ?? '', at + 1) >= 0 ? Number.NEGATIVE_INFINITY : at;
}

/** Text of a document's file. */
export function documentText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
