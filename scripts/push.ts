// Puts earshot.json into CONFIG, whole: npm run push -- --help
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changesOf } from '../worker/config/changes.ts';
import { checkingElsewhere } from '../worker/config/check-value.ts';
import { type ConfigDocument, documentOf, type Entries, readDocument } from '../worker/config/document.ts';
import { importOf, readOpml } from '../worker/config/opml.ts';
import { misused, readArguments } from './command-line.ts';
import { DOCUMENT, readJsonFile } from './config/document-file.ts';
import { readEntries, writeChanges } from './config/kv.ts';
import { changesText, failWith, issuesText, mayDelete } from './config/report.ts';
import { fromHere, refuseSwallowed, TARGET_OPTIONS, TARGET_USAGE, targetOf } from './config/target.ts';

const USAGE = `Put earshot.json into CONFIG, whole.

  npm run push [-- options] [file]   the file is ./earshot.json; npm run pull writes it

What it has and CONFIG has not is put, what CONFIG has and it has not is deleted, and what means the same stays as it is. A
credential that reads "masked:…" is left unchanged. Nothing is changed if anything is wrong with the file.

  --dry-run           say what would be done, and do nothing
  --yes               delete without asking; has to be given where nobody can be asked
  --opml <file>       add the feeds of a reader's list (OPML) instead, and delete nothing
${TARGET_USAGE}

Exit status: 0 done, or nothing to do; 1 nothing was changed, or not all of it; 2 not used as above.`;

const { values, positionals } = readArguments(
  USAGE,
  {
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
    opml: { type: 'string' },
    ...TARGET_OPTIONS,
  },
  1,
);
refuseSwallowed('push', values, ['dry-run', 'opml', 'local', 'config', 'env', 'persist-to']);
if (values.opml !== undefined && positionals.length > 0) misused('Either --opml or a file.');
const target = targetOf(values);
const file = positionals[0] === undefined ? path.resolve(DOCUMENT) : fromHere(positionals[0]);

const wanted = values.opml === undefined ? documentIn(file) : withFeedsOf(fromHere(values.opml));
const read = await readEntries(target);
if (!read.ok) failWith(`Nothing was changed. ${read.detail}`);
const changes = changesOf(read.value, wanted.of(read.value), checkingElsewhere(target.isLocal));
if (!changes.ok) failWith(issuesText(wanted.name, changes));
process.stdout.write(changesText(changes.value));
if (changes.value.changes.length === 0) process.stdout.write('Nothing to do.\n');
else if (values['dry-run'] === true) process.stdout.write('Nothing was changed: this was --dry-run.\n');
else if (await mayDelete(changes.value.changes, values.yes === true)) await push(changes.value.changes);
else process.exitCode = 1;

/** Document that CONFIG is to be like, made of what it has now. `name`: of the file, as people are told of it. */
type Wanted = { readonly name: string; readonly of: (entries: Entries) => ConfigDocument };

function documentIn(from: string): Wanted {
  const name = path.basename(from);
  const given = readJsonFile(from);
  if (!given.ok) failWith(`Nothing was changed: ${name} ${given.detail}. npm run pull writes one of what CONFIG has.`);
  const document = readDocument(given.value);
  if (!document.ok) failWith(issuesText(name, document));
  return { name, of: () => document.value };
}

function withFeedsOf(from: string): Wanted {
  const name = path.basename(from);
  const feeds = readOpml(bytesOf(from, name));
  if (!feeds.ok) failWith(`Nothing was changed: ${name} is not understood. ${feeds.detail}`);
  return {
    name,
    of: (entries) => {
      const document = documentOf(entries);
      const { added, known } = importOf(feeds.value, entries);
      process.stdout.write(`${name} has ${feeds.value.length} feeds, of which CONFIG has ${known} already.\n\n`);
      return { ...document, feeds: { ...document.feeds, ...added } };
    },
  };
}

function bytesOf(from: string, name: string): Uint8Array {
  try {
    return readFileSync(from);
  } catch {
    return failWith(`Nothing was changed: ${name} cannot be read.`);
  }
}

async function push(changed: Parameters<typeof writeChanges>[1]): Promise<void> {
  const written = await writeChanges(target, changed, Date.now());
  if (!written.ok) failWith(`Not all of it was done; npm run push does the rest. ${written.detail}`);
  process.stdout.write(
    target.isLocal
      ? 'Done. npm run dev works with it from its next ticks on.\n'
      : 'Done. Live within about two minutes.\n',
  );
  if (values.opml !== undefined) {
    process.stdout.write(
      `If you keep an ${DOCUMENT}, npm run pull${target.words === '' ? '' : ` --${target.words}`} brings these feeds into it.\n`,
    );
  }
}
