import { listNames } from '../../io/kv.ts';

/** Most names that one list of KV gives. https://developers.cloudflare.com/kv/api/list-keys/ */
const PAGE = 1_000;

/** Time for which names are given as they were listed, ms: what others write KV lists as late as that anyway. */
const FRESH = 60_000;

/**
 * Time for which they are given while they are listed anew for the next who asks, ms: with KV's own delay, which is a minute or
 * two, less than the ten minutes for which what the API writes is held.
 */
const KEPT = 5 * 60_000;

/** Time in which they are listed anew once, however many ask, ms. */
const PAUSE = 30_000;

/** Names as KV listed them, `at` when, and `asked` when they were last asked for anew, ms. */
type Listed = { readonly names: readonly string[]; readonly at: number; readonly asked: number };

/** Names as KV listed them last to this isolate, where that took several lists, by prefix. */
const kept = new Map<string, Listed>();

/**
 * Gives the names that KV lists behind a prefix at `now`; `null`: KV did not answer. A list for each 1,000, one after the
 * other, which is nearly all that a page of many feeds has to wait for: so those are kept, and listed anew behind the answer.
 */
export async function listedNames(
  kv: KVNamespace,
  prefix: string,
  now: number,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<readonly string[] | null> {
  const last = kept.get(prefix);
  const age = last === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - last.at);
  if (last === undefined || age >= KEPT) return list(kv, prefix, now);
  if (age >= FRESH && Math.abs(now - last.asked) >= PAUSE) {
    kept.set(prefix, { ...last, asked: now });
    waitUntil(list(kv, prefix, now));
  }
  return last.names;
}

async function list(kv: KVNamespace, prefix: string, now: number): Promise<readonly string[] | null> {
  const listed = await listNames(kv, prefix);
  if (!listed.ok) return null;
  if (listed.value.length > PAGE) kept.set(prefix, { names: listed.value, at: now, asked: now });
  else kept.delete(prefix);
  return listed.value;
}
