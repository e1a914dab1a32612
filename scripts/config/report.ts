import { createInterface } from 'node:readline/promises';
import type { Change, Changes } from '../../worker/config/changes.ts';
import type { DocumentFailure, DocumentIssue } from '../../worker/config/document.ts';

const SIGNS = { new: '+', changed: '~', gone: '-' } as const;

/** Free plan's quota of KV's writes a day. https://developers.cloudflare.com/kv/platform/limits/ */
const WRITES_A_DAY = 1_000;

/** Text about changes for people: a line for each, then what is to be thought of, then their numbers. */
export function changesText({ changes, unchanged, warnings }: Changes): string {
  const lines = changes.map(({ kind, sentence }) => `  ${SIGNS[kind]} ${sentence}\n`);
  const many =
    changes.length > WRITES_A_DAY
      ? [`these are more than ${WRITES_A_DAY} writes, which is what the Free plan has a day`]
      : [];
  const notes = [...warnings, ...many].map((warning) => `  ! ${warning}\n`);
  const count = (kind: Change['kind']) => changes.filter((one) => one.kind === kind).length;
  const counts = `${count('new')} new, ${count('changed')} changed, ${count('gone')} deleted, ${unchanged.length} as they were.\n`;
  return [...lines, ...(lines.length > 0 ? ['\n'] : []), ...notes, ...(notes.length > 0 ? ['\n'] : []), counts].join(
    '',
  );
}

/** Text about what is wrong with a document: key, field and what to do, a line each. */
export function issuesText(subject: string, { detail, issues }: DocumentFailure): string {
  const lines = issues.map((issue) => `  ${placeOf(issue)}: ${issue.detail}\n`).join('');
  return `Nothing was changed. ${subject} ${detail}:\n\n${lines}`;
}

function placeOf({ key, field }: DocumentIssue): string {
  return [key, field].filter((part) => part !== '' && part !== null).join('  ') || 'the document';
}

/** Asks a question that is answered with yes or no; no where nobody answers. */
export async function isConfirmed(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } catch {
    return false;
  } finally {
    asking.close();
  }
}

/** True if keys may be deleted: with `--yes`, or where somebody at a terminal says so. Says what to do where they may not. */
export async function mayDelete(changes: readonly Change[], yes: boolean): Promise<boolean> {
  const count = changes.filter(({ kind }) => kind === 'gone').length;
  if (count === 0 || yes) return true;
  if (process.stdin.isTTY && (await isConfirmed(`Delete ${count === 1 ? 'this key' : `these ${count} keys`}?`)))
    return true;
  process.stderr.write(
    process.stdin.isTTY
      ? 'Nothing was changed.\n'
      : `Nothing was changed: keys would be deleted, which takes --yes where nobody can be asked.\n`,
  );
  return false;
}

/** Ends with exit status 1 and these words. */
export function failWith(words: string): never {
  process.stderr.write(`${words.trimEnd()}\n`);
  process.exit(1);
}
