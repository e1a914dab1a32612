import type { KvEntry, KvFailure } from '../io/kv.ts';
import type { Result } from '../model.ts';
import type { Handed } from '../rpc/config.ts';
import type { OutboxContext } from './context.ts';

/** Longest time for which a value holds that was handed over, ms: KV shows a change within a minute or a few. */
const HOLDS = 10 * 60_000;

/** Takes a value of CONFIG from who has written it, durably: one row. One that was written before the one it has is none. */
export function takeHanded(context: OutboxContext, { value, at }: Handed): void {
  const before = context.state.handed;
  if (before !== null && before.at > at) return;
  context.change({ handed: { value, at, until: context.deps.now() + HOLDS, isShown: false } });
  context.save();
}

/**
 * CONFIG's value, by what KV has answered: the one that was handed over, until KV shows that or a later one; where KV does not
 * answer, the last one known. `null`: there is none. One that was deleted is not shown by being absent, as KV may forget that.
 * Shown here, it may still be older elsewhere: that it was handed over is remembered for as long.
 */
export function currentValue(context: OutboxContext, read: Result<KvEntry | null, KvFailure>): string | null {
  const { handed, config } = context.state;
  const entry = read.ok ? read.value : null;
  if (handed === null || context.deps.now() >= handed.until) {
    if (handed !== null) context.change({ handed: null });
    if (read.ok) return entry?.value ?? null;
    return handed === null ? config : handed.value;
  }
  const at = entry?.at ?? null;
  if (at === handed.at) {
    if (!handed.isShown) context.change({ handed: { ...handed, isShown: true } });
    return handed.value;
  }
  // Once shown, what bears no instant was written by other means since.
  const isOlder = !read.ok || (at === null ? !handed.isShown : at < handed.at);
  if (isOlder) return handed.value;
  context.change({ handed: null });
  return entry?.value ?? null;
}
