import { readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../docs/receivers');

/** Languages, in the order in which they are shown, and their files. */
const RECEIVERS: readonly (readonly [language: string, file: string])[] = [
  ['Node.js', 'verify.mjs'],
  ['Python', 'verify.py'],
  ['Ruby', 'verify.rb'],
  ['PHP', 'verify.php'],
  ['Go', 'verify.go'],
];

/** Code that verifies a message, of docs/receivers, which tests run: the Worker has no files, so that it brings a copy. */
export function receiverSamples(): readonly (readonly [language: string, code: string])[] {
  return RECEIVERS.map(([language, file]) => [language, readFileSync(path.join(FOLDER, file), 'utf8').trimEnd()]);
}
