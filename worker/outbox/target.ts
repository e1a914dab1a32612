import { readDestination, type Secrets } from '../config.ts';
import type { Platform } from '../destination/platform.ts';
import { platformOf } from '../destination/registry.ts';
import { deriveSecret, signingKey } from '../destination/sign.ts';
import { log } from '../io/log.ts';
import { digest } from '../message.ts';
import type { Destination, Failure, MessageType, Result } from '../model.ts';
import { reopened } from '../rules/clock.ts';
import { isWanted } from '../rules/wanted.ts';
import type { Desk } from './desk.ts';

/** A destination that can be sent to. `secrets`: the `whsec_…` to sign with, the current one first. */
export type Target = {
  readonly destination: Destination;
  readonly platform: Platform;
  readonly secrets: readonly string[];
};

/** Nothing can be sent, for the reason in `detail`; `field`: of CONFIG's value, where it is one's fault. */
export type Unusable = Failure<'unusable'> & { readonly field: string | null };

/** A destination, and when that was read, ms. */
export type Known = { readonly at: number; readonly target: Result<Target, Unusable> };

/** KV itself answers with what it held a minute ago: asking more often tells nothing new. */
const FRESH = 60_000;

/**
 * The destination as CONFIG has it; where KV does not answer, as it was when it last did. That it is another address, or
 * has another secret, is a reason to try again at once.
 */
export async function lookUp(desk: Desk): Promise<Result<Target, Unusable>> {
  const at = desk.world.now();
  if (desk.known?.target.ok === true && at - desk.known.at < FRESH) return desk.known.target;
  const read = await desk.world.destination(desk.name);
  if (!read.ok) log('outbox.config-not-read', { destination: desk.name });
  const before = desk.state.config;
  const text = read.ok ? read.value : before;
  const target = await readTarget(desk.name, text, desk.world.secret);
  const digested = target.ok ? await digestOf(target.value) : desk.state.target;
  desk.known = { at, target };
  if (target.ok) learn(desk, target.value.destination.events, at);
  if (text !== before) desk.change({ config: text });
  if (digested !== desk.state.target) desk.change({ target: digested, clock: reopened(desk.state.clock, at) });
  desk.save();
  return target;
}

function digestOf({ destination: { type, settings }, secrets }: Target): Promise<string> {
  return digest(JSON.stringify([type, settings, secrets]));
}

/** What was accepted before anybody knew what is wanted, or while something else was, is sorted out now. */
function learn(desk: Desk, events: Destination['events'], now: number): void {
  if (JSON.stringify(desk.state.events) !== JSON.stringify(events)) {
    const types = desk.sql.exec<{ type: MessageType }>("SELECT DISTINCT type FROM message WHERE state = 'waiting'");
    const unwanted = types.toArray().flatMap(({ type }) => (isWanted(type, events) ? [] : [type]));
    desk.sql.exec(
      `UPDATE message SET state = 'filtered', settled = ?, reason = 'not wanted'
       WHERE state = 'waiting' AND type IN (SELECT value FROM json_each(?))`,
      now,
      JSON.stringify(unwanted),
    );
  }
  desk.change({ events });
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
