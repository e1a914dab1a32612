import { readDestinationConfig } from './destination.ts';
import { readFeedConfig } from './feed.ts';
import type { ConfigIssue } from './failure.ts';
import { DESTINATION_PREFIX, FEED_PREFIX } from './keys.ts';
import type { Secrets } from './value.ts';

/** The Worker's secrets for checking values. `areKnown` false: it has others as well, so that none is missing. */
export type Checking = { readonly secrets: Secrets; readonly areKnown: boolean };

/** Length of a key that passes for a SIGNING_KEY. */
const KEY_LENGTH = 64;

/** Checking where the Worker's secrets are not known: away from it. `isLocal`: it may use private addresses. */
export function checkingElsewhere(isLocal: boolean): Checking {
  const vars: Readonly<Record<string, string>> = {
    SIGNING_KEY: 'x'.repeat(KEY_LENGTH),
    ...(isLocal ? { ALLOW_PRIVATE_NETWORK: 'true' } : {}),
  };
  return { secrets: (name) => (Object.hasOwn(vars, name) ? vars[name] : undefined), areKnown: false };
}

/** Gives the issues of CONFIG's value of a well-named key; missing secrets only where they are known. */
export function checkValue(key: string, text: string, { secrets, areKnown }: Checking): readonly ConfigIssue[] {
  const read = key.startsWith(FEED_PREFIX)
    ? readFeedConfig(key.slice(FEED_PREFIX.length), text, secrets)
    : readDestinationConfig(key.slice(DESTINATION_PREFIX.length), text, secrets);
  if (read.ok) return [];
  return read.issues.filter(({ isSecretMissing }) => areKnown || isSecretMissing !== true);
}
