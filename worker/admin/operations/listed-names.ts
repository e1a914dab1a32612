import { listNames } from '../../io/kv.ts';

/** Most names that one list of KV gives. https://developers.cloudflare.com/kv/api/list-keys/ */
const PAGE = 1_000;

/** Time for which a list of several pages is given again, ms: what others write KV lists as late as that anyway. */
const KEPT = 60_000;

/** Lists of several pages as KV gave them last to this isolate, by prefix. */
const kept = new Map<string, { readonly names: readonly string[]; readonly at: number }>();

/**
 * Gives the names that KV lists behind a prefix at `now`; `null`: KV did not answer. A list for each 1,000, one after the
 * other, which is nearly all that a page of many feeds has to wait for; so those are kept for a minute.
 */
export async function listedNames(kv: KVNamespace, prefix: string, now: number): Promise<readonly string[] | null> {
  const before = kept.get(prefix);
  if (before !== undefined && Math.abs(now - before.at) < KEPT) return before.names;
  const listed = await listNames(kv, prefix);
  if (!listed.ok) return null;
  if (listed.value.length > PAGE) kept.set(prefix, { names: listed.value, at: now });
  else kept.delete(prefix);
  return listed.value;
}
