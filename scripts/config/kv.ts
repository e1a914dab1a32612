import * as v from 'valibot';
import type { Change } from '../../worker/config/changes.ts';
import { metadataOf } from '../../worker/config/metadata.ts';
import type { Entries } from '../../worker/config/document.ts';
import type { Result } from '../../worker/model.ts';
import type { Target } from './target.ts';
import { wranglerKv, wranglerKvWith, type WranglerFailure } from './wrangler-kv.ts';

/** Keys of one bulk read. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const READ = 100;
/** Bulk reads at a time: each starts wrangler anew. */
const AT_ONCE = 3;
/** Values, from so many on reading them takes so long that it is told how far it is. */
const MANY = 500;

const Keys = v.array(v.object({ name: v.string() }));
/** Local and remote answers differ: `{ value }`, and the value alone. */
const Values = v.record(v.string(), v.union([v.nullable(v.string()), v.object({ value: v.nullable(v.string()) })]));

const unreadable: WranglerFailure = {
  ok: false,
  reason: 'wrangler',
  detail: 'What wrangler answered cannot be read: is it the version of package-lock.json? npm ci installs that.',
};

/** Gives the names of all keys in CONFIG. */
export async function readKeys(target: Target): Promise<Result<readonly string[], WranglerFailure>> {
  const listed = await wranglerKv(target, ['key', 'list']);
  if (!listed.ok) return listed;
  const keys = v.safeParse(v.pipe(v.string(), v.parseJson(), Keys), jsonIn(listed.value));
  return keys.success ? { ok: true, value: keys.output.map(({ name }) => name) } : unreadable;
}

/** Reads the values of these keys; one that went meanwhile is missing. */
export async function readValues(target: Target, keys: readonly string[]): Promise<Result<Entries, WranglerFailure>> {
  const entries = new Map<string, string>();
  const pages = Array.from({ length: Math.ceil(keys.length / READ) }, (_, at) =>
    keys.slice(at * READ, (at + 1) * READ),
  );
  // Local runs have one database file, for which one would wait for another.
  const atOnce = target.isLocal ? 1 : AT_ONCE;
  for (let at = 0; at < pages.length; at += atOnce) {
    const some = await Promise.all(pages.slice(at, at + atOnce).map((page) => readPage(target, page)));
    for (const read of some) {
      if (!read.ok) return read;
      for (const [key, text] of read.value) entries.set(key, text);
    }
    if (keys.length >= MANY)
      process.stderr.write(`Read ${Math.min((at + atOnce) * READ, keys.length)} of ${keys.length} values.\n`);
  }
  // In the order of the list.
  return { ok: true, value: new Map(keys.flatMap((key) => entryOf(entries, key))) };
}

/** Reads all of CONFIG. */
export async function readEntries(target: Target): Promise<Result<Entries, WranglerFailure>> {
  process.stderr.write(target.isLocal ? 'Reading the local CONFIG …\n' : 'Reading CONFIG …\n');
  const keys = await readKeys(target);
  return keys.ok ? readValues(target, keys.value) : keys;
}

/**
 * Makes the changes: first what is put, in one call, then what is deleted, in another. Each value's metadata says when it
 * was written, by which the Worker knows it from older ones, and holds its digest.
 */
export async function writeChanges(
  target: Target,
  changes: readonly Change[],
  at: number,
): Promise<Result<null, WranglerFailure>> {
  const texts = changes.flatMap(({ key, text }) => (text === null ? [] : [{ key, text }]));
  const puts = await Promise.all(
    texts.map(async ({ key, text }) => ({ key, value: text, metadata: await metadataOf(text, at) })),
  );
  const deletes = changes.flatMap(({ key, text }) => (text === null ? [key] : []));
  if (puts.length > 0) {
    const put = await wranglerKvWith(target, ['bulk', 'put'], puts);
    if (!put.ok) return put;
  }
  if (deletes.length > 0) {
    const deleted = await wranglerKvWith(target, ['bulk', 'delete'], deletes, ['--force']);
    if (!deleted.ok)
      return puts.length === 0
        ? deleted
        : { ...deleted, detail: `What is new or changed was put, but nothing deleted. ${deleted.detail}` };
  }
  return { ok: true, value: null };
}

async function readPage(target: Target, keys: readonly string[]): Promise<Result<Entries, WranglerFailure>> {
  const got = await wranglerKvWith(
    target,
    ['bulk', 'get'],
    keys.map((name) => ({ name })),
  );
  if (!got.ok) return got;
  const values = v.safeParse(v.pipe(v.string(), v.parseJson(), Values), jsonIn(got.value));
  if (!values.success) return unreadable;
  return {
    ok: true,
    value: new Map(
      Object.entries(values.output).flatMap(([key, value]) => {
        const text = typeof value === 'string' || value === null ? value : value.value;
        return text === null ? [] : [[key, text] as const];
      }),
    ),
  };
}

function entryOf(entries: Entries, key: string): readonly (readonly [string, string])[] {
  const text = entries.get(key);
  return text === undefined ? [] : [[key, text]];
}

/** The JSON in what wrangler printed, behind whatever else it had to say. */
function jsonIn(printed: string): string {
  return printed.slice(Math.max(printed.search(/^[[{]/m), 0));
}
