import * as v from 'valibot';
import { readDestinationConfig } from '../../config/destination.ts';
import { reasonOf } from '../../config/failure.ts';
import { deriveSecret, signingKey } from '../../destination/sign.ts';
import type { Done, Operations } from '../operations.ts';
import type { Context } from './context.ts';
import { presentDestination } from './stored.ts';

const settings = v.object({ secret: v.optional(v.union([v.string(), v.array(v.string())])) });

/** The operation that shows a webhook's secrets, as its receiver needs them. */
export function secretOperation(context: Context): Pick<Operations, 'secret'> {
  return { secret: (name) => readSecrets(context, name) };
}

/** Gives the secrets that a webhook's messages are signed with, the current one first. */
async function readSecrets(context: Context, name: string): Promise<Done<{ readonly secrets: readonly string[] }>> {
  const stored = await presentDestination(context, name);
  if (!stored.ok) return stored;
  const read = readDestinationConfig(name, stored.value.text, context.secrets);
  if (!read.ok) return { ok: false, status: 409, detail: `The destination is not valid: ${reasonOf(read)}.` };
  const { type } = read.value;
  if (type !== 'webhook')
    return { ok: false, status: 404, detail: `A ${type} has no signing secret; webhooks alone are signed.` };
  const own = v.safeParse(settings, read.value.settings);
  if (own.success && own.output.secret !== undefined)
    return { ok: true, value: { secrets: [own.output.secret].flat() } };
  const keys = ['SIGNING_KEY', 'SIGNING_KEY_PREVIOUS'].map((key) => signingKey(context.secrets(key)));
  const derived = keys.filter((key) => key !== null).map((key) => deriveSecret(key, name));
  return { ok: true, value: { secrets: await Promise.all(derived) } };
}
