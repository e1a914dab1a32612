import { readDestination, type Secrets } from '../config.ts';
import type { Platform } from '../destination/platform.ts';
import { platformOf } from '../destination/registry.ts';
import { deriveSecret, signingKey } from '../destination/sign.ts';
import { log } from '../io/log.ts';
import { digest } from '../message.ts';
import type { Destination, Failure, Result } from '../model.ts';
import { reopened } from '../rules/clock.ts';
import type { Desk } from './desk.ts';

/** A destination that can be sent to. `secrets`: the `whsec_…` to sign with, the current one first. */
export type Target = {
  readonly destination: Destination;
  readonly platform: Platform;
  readonly secrets: readonly string[];
};

/** Nothing can be sent, for the reason in `detail`; `field`: of CONFIG's value, where it is one's fault. */
export type Unusable = Failure<'unusable'> & { readonly field: string | null };

/** A destination, and when that was read, ms. `isRead`: KV answered then; else it is what was read last. */
export type Known = { readonly at: number; readonly isRead: boolean; readonly target: Result<Target, Unusable> };

/** KV itself answers with what it held a minute ago: asking more often tells nothing new. */
const FRESH = 60_000;

/**
 * The destination as CONFIG has it, or had it less than `age` ago (ms); where KV does not answer, as it was when it last
 * did. That it is another address, or has another secret, is a reason to try again at once.
 */
export async function lookUp(desk: Desk, age = FRESH): Promise<Result<Target, Unusable>> {
  const at = desk.world.now();
  if (desk.known?.target.ok === true && at - desk.known.at < age) return desk.known.target;
  const read = await desk.world.destination(desk.name);
  if (!read.ok) log('outbox.config-not-read', { destination: desk.name });
  const before = desk.state.config;
  const text = read.ok ? read.value : before;
  const target = await readTarget(desk.name, text, desk.world.secret);
  const digested = target.ok ? await digestOf(target.value) : desk.state.target;
  desk.known = { at, isRead: read.ok, target };
  if (text !== before) desk.change({ config: text, configSince: before === null ? 0 : at });
  if (digested !== desk.state.target) desk.change({ target: digested, clock: reopened(desk.state.clock, at) });
  desk.save();
  return target;
}

/** Whether CONFIG may say something else by now than when it was last read. */
export function isStale({ known, world }: Desk): boolean {
  return known === null || world.now() - known.at >= FRESH;
}

function digestOf({ destination: { type, settings }, secrets }: Target): Promise<string> {
  return digest(JSON.stringify([type, settings, secrets]));
}

async function readTarget(name: string, text: string | null, secret: Secrets): Promise<Result<Target, Unusable>> {
  if (text === null) return unusable(null, 'there is no such key');
  const read = readDestination(name, text, secret);
  if (!read.ok) return unusable(read.field, read.detail);
  const platform = platformOf(read.value.type);
  // Only for the types: what readDestination read is of a platform.
  if (platform === undefined) return unusable('type', 'unknown');
  return {
    ok: true,
    value: { destination: read.value, platform, secrets: await secretsOf(platform, read.value, secret) },
  };
}

function unusable(field: string | null, detail: string): Unusable {
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
