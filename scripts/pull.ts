// Writes CONFIG into earshot.json: npm run pull -- --help
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isFields } from '../worker/config/value.ts';
import { documentOf, documentWithCredentials, type Entries } from '../worker/config/document.ts';
import { keyProblem, shownKey, sortKeys } from '../worker/config/keys.ts';
import { writeOpml } from '../worker/config/opml.ts';
import { misused, readArguments } from './command-line.ts';
import { DOCUMENT, documentText, readJsonFile, WITH_CREDENTIALS } from './config/document-file.ts';
import { readEntries } from './config/kv.ts';
import { failWith, isConfirmed } from './config/report.ts';
import { commandsFor, credentialsIn } from './config/secret-name.ts';
import { fromHere, refuseSwallowed, TARGET_OPTIONS, TARGET_USAGE, targetOf } from './config/target.ts';

const USAGE = `Write CONFIG into earshot.json, for git.

  npm run pull [-- options] [file]   the file is ./earshot.json

Credentials that stand in CONFIG as they are read "masked:…" in it, and the commands are printed that turn each into a secret
of the Worker. npm run push understands both.

  --with-credentials  write them as they are, into ./${WITH_CREDENTIALS} or another file that git ignores
  --opml <file>       write the feeds as a reader's list (OPML) instead
  --yes               write over a file that has changes which git does not have
${TARGET_USAGE}

Exit status: 0 the file is as CONFIG is; 1 it was not written; 2 not used as above.`;

const { values, positionals } = readArguments(
  USAGE,
  { 'with-credentials': { type: 'boolean' }, opml: { type: 'string' }, yes: { type: 'boolean' }, ...TARGET_OPTIONS },
  1,
);
refuseSwallowed('pull', values, ['with-credentials', 'opml', 'local', 'config', 'env', 'persist-to']);
const target = targetOf(values);
const isWhole = values['with-credentials'] === true;
if (values.opml !== undefined && (isWhole || positionals.length > 0)) misused('--opml goes alone.');
const given = values.opml ?? positionals[0];
const file = given === undefined ? path.resolve(isWhole ? WITH_CREDENTIALS : DOCUMENT) : fromHere(given);
const name = path.basename(file);
if (isWhole && !isIgnored()) {
  failWith(`Nothing was written: git does not ignore ${name}. Credentials are written only into a file that it ignores,
as ${WITH_CREDENTIALS} is where no other is named.`);
}

const read = await readEntries(target);
if (!read.ok) failWith(`Nothing was written. ${read.detail}`);
const { text, counts } = values.opml === undefined ? earshotJson(read.value) : readersList(read.value);
if (existsSync(file) && readFileSync(file, 'utf8') === text)
  process.stdout.write(`${name} is as CONFIG is: ${counts}.\n`);
else {
  if (!(await mayWrite()))
    failWith(`Nothing was written: ${name} has changes that git does not have. --yes writes over them.`);
  writeFileSync(file, text, isWhole ? { mode: 0o600 } : {});
  process.stdout.write(`${name} is written: ${counts}.\n`);
}
for (const key of sortKeys([...read.value.keys()]).misnamed) {
  process.stdout.write(`  ! ${shownKey(key)} is not in it: ${keyProblem(key)}\n`);
}
if (!isWhole && values.opml === undefined) printCommands(read.value);

/** Text of a file, and what is in it, in words. */
type Written = { readonly text: string; readonly counts: string };

function earshotJson(entries: Entries): Written {
  const document = isWhole ? documentWithCredentials(entries) : documentOf(entries);
  const [destinations, feeds] = [document.destinations, document.feeds].map((all) => Object.keys(all).length);
  return {
    text: documentText({ $schema: schemaOf(), ...document }),
    counts: `${counted(destinations ?? 0, 'destination')}, ${counted(feeds ?? 0, 'feed')}`,
  };
}

function readersList(entries: Entries): Written {
  const list = writeOpml(entries);
  const { left } = list;
  const count = sortKeys([...entries.keys()]).feeds.length - left;
  return {
    text: list.text,
    counts: `${counted(count, 'feed')}${left === 0 ? '' : `; ${left} with a secret URL left out`}`,
  };
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Git's exit status for a question about the file; `null`: there is no git. */
function git(...args: readonly string[]): number | null {
  try {
    execFileSync('git', [...args, '--', file], { cwd: path.dirname(file), stdio: 'ignore' });
    return 0;
  } catch (error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null;
  }
}

/** True if git ignores the file; outside of a repository, if it is the one that .gitignore names. */
function isIgnored(): boolean {
  const status = git('check-ignore', '--quiet');
  return status === 0 || (status !== 1 && name === WITH_CREDENTIALS);
}

/** True if the file is not there, git has it as it is, or somebody says that it may be written over. */
async function mayWrite(): Promise<boolean> {
  if (!existsSync(file) || values.yes === true) return true;
  if (git('ls-files', '--error-unmatch') === 0 && git('diff', '--quiet', 'HEAD') === 0) return true;
  return process.stdin.isTTY && (await isConfirmed(`Write over ${name}, which has changes that git does not have?`));
}

/** `$schema` of the file as it is. */
function schemaOf(): string {
  const before = readJsonFile(file);
  const schema = before.ok && isFields(before.value) ? before.value['$schema'] : null;
  return typeof schema === 'string' ? schema : './earshot.schema.json';
}

function printCommands(entries: Entries): void {
  const credentials = credentialsIn(entries);
  if (credentials.length === 0) return;
  const lines = credentials.map((credential) => {
    const { key, field } = credential;
    const commands = commandsFor(credential, target.isLocal, target.words).map((command) => `    ${command}\n`);
    return `  ${key}${field === null ? '' : `, ${field}`}\n${commands.join('')}\n`;
  });
  process.stdout.write(
    `\nThese credentials stand in CONFIG as they are. To move one into a secret of the Worker, which nobody can read again:\n\n${lines.join('')}` +
      'Then npm run pull writes secret:NAME for it.\n',
  );
}
