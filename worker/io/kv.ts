import type { Failure, Result } from '../model.ts';

/** KV did not answer, or its quota is used up. Whatever was asked stays undone and can be tried again. */
export type KvFailure = Failure<'kv'>;

/** Most keys that one bulk read takes. https://developers.cloudflare.com/kv/api/read-key-value-pairs/ */
const BULK_KEYS = 100;

const failure: KvFailure = { ok: false, reason: 'kv', detail: 'KV did not answer' };

async function guarded<T>(ask: () => Promise<T>): Promise<Result<T, KvFailure>> {
  try {
    return { ok: true, value: await ask() };
  } catch {
    return failure;
  }
}

/** A name in a list of KV's, and the digest of its value that the metadata beside it holds; `null`: it holds none. */
export type ListedName = { readonly name: string; readonly digest: string | null };

/** The names behind `prefix` (`feed:`), without it, all pages; a list that breaks off is a failure as a whole. */
export async function listNames(kv: KVNamespace, prefix: string): Promise<Result<readonly string[], KvFailure>> {
  const listed = await listDigests(kv, prefix);
  return listed.ok ? { ok: true, value: listed.value.map(({ name }) => name) } : listed;
}

/** The same with the digests of the values; it costs no more. */
export function listDigests(kv: KVNamespace, prefix: string): Promise<Result<readonly ListedName[], KvFailure>> {
  return guarded(async () => {
    const names: ListedName[] = [];
    let cursor: string | undefined;
    do {
      const page: KVNamespaceListResult<unknown> = await kv.list({ prefix, cursor: cursor ?? null });
      for (const { name, metadata } of page.keys)
        names.push({ name: name.slice(prefix.length), digest: digestIn(metadata) });
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor !== undefined);
    return names;
  });
}

/** Longest digest that is taken from metadata, characters: what is longer is a stranger's, of which a list may hold many. */
const DIGEST_LENGTH = 32;

function digestIn(metadata: unknown): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('digest' in metadata)) return null;
  const { digest } = metadata;
  return typeof digest === 'string' && digest.length <= DIGEST_LENGTH ? digest : null;
}

/** The values of `keys` as text, `null` where there is none. It may be what KV held a minute ago, absence included. */
export function readTexts(
  kv: KVNamespace,
  keys: readonly string[],
): Promise<Result<ReadonlyMap<string, string | null>, KvFailure>> {
  return guarded(async () => {
    const values = new Map<string, string | null>();
    for (let at = 0; at < keys.length; at += BULK_KEYS) {
      // As text: a bulk read as JSON fails as a whole where one value is none.
      const page = await kv.get(keys.slice(at, at + BULK_KEYS), 'text');
      for (const [key, value] of page) values.set(key, value);
    }
    return values;
  });
}

/** A key's value, and the instant at which Earshot's API wrote it, ms; `null`: it was written by other means. */
export type KvEntry = { readonly value: string; readonly at: number | null };

/** The same as `readTexts` with what the metadata says of when it was written; as many reads. */
export function readEntries(
  kv: KVNamespace,
  keys: readonly string[],
): Promise<Result<ReadonlyMap<string, KvEntry | null>, KvFailure>> {
  return guarded(async () => {
    const entries = new Map<string, KvEntry | null>();
    for (let at = 0; at < keys.length; at += BULK_KEYS) {
      const page = await kv.getWithMetadata(keys.slice(at, at + BULK_KEYS), 'text');
      for (const [key, entry] of page) entries.set(key, entryOf(entry));
    }
    return entries;
  });
}

/** Of a key that is not there, some runtimes give `null`, others an entry without a value. */
function entryOf(entry: KVNamespaceGetWithMetadataResult<string, unknown> | null): KvEntry | null {
  if (entry === null || entry.value === null) return null;
  return { value: entry.value, at: writtenAt(entry.metadata) };
}

function writtenAt(metadata: unknown): number | null {
  if (typeof metadata !== 'object' || metadata === null || !('at' in metadata)) return null;
  return typeof metadata.at === 'number' ? metadata.at : null;
}

/** Puts one value; `metadata` stands beside it, 1 KB at most. */
export function put(
  kv: KVNamespace,
  key: string,
  value: string,
  metadata: Readonly<Record<string, unknown>> | null = null,
): Promise<Result<null, KvFailure>> {
  return guarded(async () => {
    await (metadata === null ? kv.put(key, value) : kv.put(key, value, { metadata }));
    return null;
  });
}

/** Deletes one key; one that is not there is no failure. */
export function remove(kv: KVNamespace, key: string): Promise<Result<null, KvFailure>> {
  return guarded(async () => {
    await kv.delete(key);
    return null;
  });
}
