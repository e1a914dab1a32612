import { readDestination, type Secrets } from '../config/config.ts';
import type { Platform } from '../destination/platform.ts';
import { platformOf } from '../destination/registry.ts';
import { deriveSecret, signingKey } from '../destination/sign.ts';
import { log } from '../io/log.ts';
import { digest } from '../message.ts';
import type { Destination, Failure, Result } from '../model.ts';
import { reopened } from '../rules/circuit.ts';
import type { OutboxContext } from './context.ts';
import type { Blocked } from './store/state.ts';

/** A destination that can be sent to. `secrets`: the `whsec_…` to sign with, the current one first. */
export type DestinationConfig = {
  readonly destination: Destination;
  readonly platform: Platform;
  readonly secrets: readonly string[];
};

/** Nothing can be sent, for the reason in `detail`; `field`: of CONFIG's value, where it is one's fault. */
export type ConfigProblem = Failure<'unusable'> & { readonly field: string | null };

/** A destination, and when that was read, ms. `isRead`: KV answered then; else it is what was read last. */
export type CachedConfig = {
  readonly at: number;
  readonly isRead: boolean;
  readonly config: Result<DestinationConfig, ConfigProblem>;
};

/** KV itself answers with what it held a minute ago: asking more often tells nothing new. */
const FRESH = 60_000;

/**
 * The destination as CONFIG has it, or had it less than `age` ago (ms); where KV does not answer, as it was when it last
 * did. That it is another address, or has another secret, is a reason to try again at once.
 */
export async function readConfig(
  context: OutboxContext,
  age = FRESH,
): Promise<Result<DestinationConfig, ConfigProblem>> {
  const at = context.deps.now();
  if (context.cached?.config.ok === true && at - context.cached.at < age) return context.cached.config;
  const read = await context.deps.destination(context.name);
  if (!read.ok) log('outbox.config-not-read', { destination: context.shownName });
  const before = context.state.config;
  const text = read.ok ? read.value : before;
  const config = await parseConfig(context.name, text, context.deps.secret);
  const digested = config.ok ? await digestOf(config.value) : context.state.configDigest;
  context.cached = { at, isRead: read.ok, config };
  if (text !== before) context.change({ config: text, configSince: before === null ? 0 : at });
  if (digested !== context.state.configDigest)
    context.change({ configDigest: digested, circuit: reopened(context.state.circuit, at), blocked: trusted(context) });
  context.save();
  return config;
}

/** The block once CONFIG has another value: an answer to the former one says nothing of it. */
function trusted({ state: { blocked } }: OutboxContext): Blocked | null {
  return blocked === null ? null : { ...blocked, byAnswer: false };
}

/** True if CONFIG may say something else by now than when it was last read. */
export function isStale({ cached, deps }: OutboxContext): boolean {
  return cached === null || deps.now() - cached.at >= FRESH;
}

function digestOf({ destination: { type, settings }, secrets }: DestinationConfig): Promise<string> {
  return digest(JSON.stringify([type, settings, secrets]));
}

async function parseConfig(
  name: string,
  text: string | null,
  secret: Secrets,
): Promise<Result<DestinationConfig, ConfigProblem>> {
  if (text === null) return problem(null, 'there is no such key');
  const read = readDestination(name, text, secret);
  if (!read.ok) return problem(read.field, read.detail);
  const platform = platformOf(read.value.type);
  // Only for the types: what readDestination read is of a platform.
  if (platform === undefined) return problem('type', 'unknown');
  return {
    ok: true,
    value: { destination: read.value, platform, secrets: await secretsOf(platform, read.value, secret) },
  };
}

/** A problem with that field of CONFIG's value (`null`: with the value itself). */
export function problem(field: string | null, detail: string): ConfigProblem {
  return { ok: false, reason: 'unusable', field, detail };
}

async function secretsOf(
  platform: Platform,
  { name, settings }: Destination,
  secret: Secrets,
): Promise<readonly string[]> {
  if (platform.secrets === undefined) return [];
  const own = platform.secrets(settings);
  if (own !== null) return own;
  const keys = [signingKey(secret('SIGNING_KEY')), signingKey(secret('SIGNING_KEY_PREVIOUS'))];
  return Promise.all(keys.filter((key) => key !== null).map((key) => deriveSecret(key, name)));
}
