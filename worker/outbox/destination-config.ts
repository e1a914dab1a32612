import { type OpenDestination, readDestinationConfig } from '../config/destination.ts';
import type { Secrets } from '../config/value.ts';
import { log } from '../io/log.ts';
import { digest } from '../message.ts';
import type { Result } from '../model.ts';
import { afterConfigChange } from '../rules/circuit.ts';
import type { OutboxContext, UnusableConfig } from './context.ts';
import { currentValue } from './handed.ts';
import type { Blocked } from './store/state.ts';

/** Time, ms, for which a value that was read is used: KV itself answers with what it held a minute ago. */
const FRESH = 60_000;

/**
 * Destination as CONFIG has it, or had it less than `age` ago (ms); where KV does not answer, as it was when it last
 * did. Another address or another secret is a reason to try again at once.
 */
export async function readConfig(
  context: OutboxContext,
  age = FRESH,
): Promise<Result<OpenDestination, UnusableConfig>> {
  const at = context.deps.now();
  if (context.cached?.config.ok === true && at - context.cached.at < age) return context.cached.config;
  const read = await context.deps.destination(context.name);
  if (!read.ok) log('outbox.config-not-read', { destination: context.shownName });
  const before = context.state.config;
  const text = currentValue(context, read);
  const { handed } = context.state;
  const asked = new Map<string, string | undefined>();
  const config = parseConfig(context, text, (name) => {
    const value = context.deps.secret(name);
    asked.set(name, value);
    return value;
  });
  const digested = config.ok ? await configDigestOf(config.value, asked) : context.state.configDigest;
  // Another value was handed over meanwhile.
  if (context.state.handed !== handed) return readConfig(context, 0);
  context.cached = { at, isRead: read.ok || handed !== null, config };
  if (text !== before) context.change({ config: text, configSince: before === null ? 0 : at });
  if (digested !== context.state.configDigest)
    context.change({
      configDigest: digested,
      circuit: afterConfigChange(context.state.circuit, at),
      blocked: withoutAnswer(context.state.blocked),
    });
  context.save();
  return config;
}

/** The block once CONFIG has another value: an answer to the former one says nothing of it. */
function withoutAnswer(blocked: Blocked | null): Blocked | null {
  return blocked === null ? null : { ...blocked, byAnswer: false };
}

/** True if CONFIG may say something else by now than when it was last read. */
export function isStale({ cached, deps }: OutboxContext): boolean {
  return cached === null || deps.now() - cached.at >= FRESH;
}

/** Digest of where and how a destination is sent to; the secrets that it asked for are part of that. */
function configDigestOf(
  { type, settings }: OpenDestination,
  asked: ReadonlyMap<string, string | undefined>,
): Promise<string> {
  return digest(JSON.stringify([type, settings, [...asked]]));
}

/** The destination as it is known without asking KV: as last read, also where the object was evicted since; `null`: not usable. */
export function knownConfig(context: OutboxContext): OpenDestination | null {
  const { cached, state, deps } = context;
  const config = cached?.config ?? parseConfig(context, state.config, deps.secret);
  return config.ok ? config.value : null;
}

function parseConfig(
  { name, deps }: OutboxContext,
  text: string | null,
  secret: Secrets,
): Result<OpenDestination, UnusableConfig> {
  if (text === null) return unusableConfig(null, 'there is no such key');
  const read = readDestinationConfig(name, text, secret, deps.platforms);
  return read.ok ? read : unusableConfig(read.field, read.detail);
}

/** A problem with that field of CONFIG's value (`null`: with the value itself). */
export function unusableConfig(field: string | null, detail: string): UnusableConfig {
  return { ok: false, reason: 'unusable', field, detail };
}
