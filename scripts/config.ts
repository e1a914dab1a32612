// Reads and writes single keys of CONFIG: npm run config -- --help
import { text } from 'node:stream/consumers';
import { changesOf, type Changes } from '../worker/config/changes.ts';
import { destinationsNamed } from '../worker/config/change-words.ts';
import { checkingElsewhere } from '../worker/config/check-value.ts';
import { type ConfigValue, valueOfText } from '../worker/config/config-value.ts';
import { documentOf, type Entries } from '../worker/config/document.ts';
import { DESTINATION_PREFIX, FEED_PREFIX, keyProblem, shownKey, sortKeys } from '../worker/config/keys.ts';
import { maskDestination, maskFeed } from '../worker/config/mask.ts';
import { misused, readArguments } from './command-line.ts';
import { documentWith, fieldOf, withField } from './config/one-value.ts';
import { readEntries, readKeys, readValues, writeChanges } from './config/kv.ts';
import { changesText, failWith, issuesText, mayDelete } from './config/report.ts';
import { refuseSwallowed, TARGET_OPTIONS, TARGET_USAGE, targetOf } from './config/target.ts';

const USAGE = `Read and write single keys of CONFIG.

  npm run config -- list                       all keys
  npm run config -- get feed:blog              a value, credentials masked
  npm run config -- set feed:blog <value>      a URL, secret:NAME or JSON; "-" reads it from standard input, so that
                                               a credential does not end up in the shell's history
  npm run config -- set feed:blog every 15m    one field, the others stay
  npm run config -- delete feed:blog

  --credential        with get and a field, or of a URL: as it is, into a pipe and not onto a terminal
  --yes               delete without asking; has to be given where nobody can be asked
${TARGET_USAGE}

Exit status: 0 done; 1 it was not, or there is no such key; 2 not used as above.`;

/** Sentence for who looks here for what is elsewhere. */
const OTHERS_CONFIG = ' (What npm start watches is kept apart; its pages show it.)';

const { values, positionals } = readArguments(
  USAGE,
  { credential: { type: 'boolean' }, yes: { type: 'boolean' }, ...TARGET_OPTIONS },
  4,
);
refuseSwallowed('config', values, ['credential', 'local', 'config', 'env', 'persist-to']);
const target = targetOf(values);
const [verb, key, ...words] = positionals;

if (verb === 'list' && key === undefined) await list();
else if (verb === 'get' && key !== undefined && words.length < 2) await get(key, words[0] ?? null);
else if (verb === 'delete' && key !== undefined && words.length === 0) await remove(key);
else if (verb === 'set' && key !== undefined && words.length > 0) {
  const value = words.at(-1) ?? '';
  const given = value === '-' ? (await text(process.stdin)).trim() : value;
  await set(key, words.length > 1 ? (words[0] ?? '') : null, given);
} else if (verb === 'set')
  misused('set takes a key and its value, as in: set feed:blog https://blog.example/comments/feed/.');
else misused('It takes list, get, set or delete, and the key.');

/** CONFIG, or the part of it with these keys, ending the process where it cannot be read. */
async function entriesOf(keys: readonly string[] | null): Promise<Entries> {
  const read = keys === null ? await readEntries(target) : await readValues(target, keys);
  return read.ok ? read.value : failWith(`It was not done. ${read.detail}`);
}

async function list(): Promise<void> {
  const entries = await entriesOf(null);
  if (entries.size === 0) process.stderr.write(`CONFIG has no keys yet.${target.isLocal ? OTHERS_CONFIG : ''}\n`);
  const { misnamed } = sortKeys([...entries.keys()]);
  for (const [name, value] of entries) {
    const shown = misnamed.includes(name) ? keyProblem(name) : line(masked(name, value));
    process.stdout.write(`${shownKey(name)}  ${shown}\n`);
  }
}

async function get(name: string, field: string | null): Promise<void> {
  const value = (await entriesOf([name])).get(name) ?? failWith(`There is no ${shownKey(name)} in CONFIG.`);
  if (values.credential !== true) {
    const shown = masked(name, value);
    process.stdout.write(`${line(field === null ? shown : fieldOf(shown, field))}\n`);
    return;
  }
  if (process.stdout.isTTY) failWith('A credential is not shown in a terminal: --credential is for a pipe.');
  const whole = valueOfText(value);
  const part = field === null ? whole : fieldOf(whole, field);
  process.stdout.write(typeof part === 'string' ? part.trim() : JSON.stringify(part));
}

async function set(name: string, field: string | null, value: string): Promise<void> {
  if (sortKeys([name]).misnamed.length > 0) failWith(`Nothing was changed. ${shownKey(name)}: ${keyProblem(name)}`);
  const keys = await readKeys(target);
  if (!keys.ok) failWith(`Nothing was changed. ${keys.detail}`);
  const entries = keys.value.includes(name) ? await entriesOf([name]) : new Map<string, string>();
  const before = entries.get(name);
  if (field !== null && before === undefined) failWith(`Nothing was changed: there is no ${shownKey(name)} yet.`);
  const possible = field === null ? [valueOfText(value)] : withField(valueOfText(before ?? ''), field, value);
  const changes = possible.map((after) =>
    changesOf(entries, documentWith(name, after), checkingElsewhere(target.isLocal)),
  );
  const fitting = changes.find(({ ok }) => ok) ?? changes.at(-1);
  if (fitting === undefined || !fitting.ok) failWith(fitting === undefined ? '' : issuesText('The value', fitting));
  const after = fitting.value.changes[0]?.text ?? '';
  const warnings = name.startsWith(FEED_PREFIX) ? missing(valueOfText(after), new Set(keys.value)) : [];
  await write({ ...fitting.value, warnings });
}

async function remove(name: string): Promise<void> {
  const entries = await entriesOf(null);
  if (!entries.has(name)) failWith(`There is no ${shownKey(name)} in CONFIG.`);
  const isMisnamed = sortKeys([name]).misnamed.length > 0;
  const sentence = `${shownKey(name)} goes away`;
  const others = new Map([...entries].filter(([one]) => one !== name));
  const changes = changesOf(entries, documentOf(others), checkingElsewhere(target.isLocal));
  if (!changes.ok) failWith(issuesText('CONFIG', changes));
  const { value } = changes;
  await write(
    isMisnamed ? { ...value, changes: [{ key: name, text: null, kind: 'gone', sentence }], warnings: [] } : value,
  );
}

async function write(changes: Changes): Promise<void> {
  process.stdout.write(changesText(changes));
  if (changes.changes.length === 0) process.stdout.write('Nothing to do.\n');
  else if (await mayDelete(changes.changes, values.yes === true)) {
    const written = await writeChanges(target, changes.changes, Date.now());
    if (!written.ok) failWith(`It was not done. ${written.detail}`);
    process.stdout.write(target.isLocal ? 'Done.\n' : 'Done. Live within about two minutes.\n');
  } else process.exitCode = 1;
}

function missing(value: ConfigValue, keys: ReadonlySet<string>): readonly string[] {
  const names = destinationsNamed(value).filter((name) => !keys.has(DESTINATION_PREFIX + name));
  return names.map((name) => `${shownKey(DESTINATION_PREFIX + name)} is not there: its messages wait until it is`);
}

function masked(name: string, value: string): ConfigValue {
  return name.startsWith(FEED_PREFIX) ? maskFeed(value) : maskDestination(value);
}

function line(value: unknown): string {
  const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'is not given');
  return written.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
