import { DESTINATION_PREFIX, sortKeys } from '../../worker/config/keys.ts';
import { checkValue, checkingElsewhere } from '../../worker/config/check-value.ts';
import { fieldsOfValue } from '../../worker/config/config-value.ts';
import type { Entries } from '../../worker/config/document.ts';
import { isMask, maskDestination, maskFeed } from '../../worker/config/mask.ts';

/** Credential that stands in CONFIG as it is, and a name for a secret of the Worker to put it into. `field`: `null`: the value is one. */
export type Credential = { readonly key: string; readonly field: string | null; readonly secret: string };

/** Finds the credentials in valid values, each with a name that no other has. */
export function credentialsIn(entries: Entries): readonly Credential[] {
  const { feeds, destinations, misnamed } = sortKeys([...entries.keys()]);
  const left = new Set(misnamed);
  const names = new Set<string>();
  if (feeds.length + destinations.length === 0) return [];
  return [...entries].flatMap(([key, text]) => {
    // In a value that is invalid another field may be masked, where no secret would be read.
    if (left.has(key) || checkValue(key, text, checkingElsewhere(true)).length > 0) return [];
    const shown = key.startsWith(DESTINATION_PREFIX) ? maskDestination(text) : maskFeed(text);
    const fields = typeof shown === 'string' ? (isMask(shown) ? [null] : []) : masksIn(fieldsOfValue(shown), '');
    return fields.map((field) => ({ key, field, secret: nameOf(key, field, names) }));
  });
}

/** Paths of the masks in a value: `url`, `headers.x-key`, `secret.1`. */
function masksIn(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return isMask(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => masksIn(item, path === '' ? name : `${path}.${name}`));
}

/** A name that begins with `FEED_` or `DESTINATION_`, as none of Earshot's own secrets does. */
function nameOf(key: string, field: string | null, names: Set<string>): string {
  const base = `${key}${field === null ? '' : `_${field}`}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  let name = base;
  for (let number = 2; names.has(name); number++) name = `${base}_${number}`;
  names.add(name);
  return name;
}

/** Commands that move a credential out of CONFIG into a secret of the Worker. `words`: options that say which CONFIG. */
export function commandsFor({ key, field, secret }: Credential, isLocal: boolean, words: string): readonly string[] {
  const place = field === null ? key : `${key} ${field}`;
  const read = `npm run --silent config -- get ${place} --credential${words}`;
  const put = isLocal
    ? `printf '\\n%s="%s"\\n' ${secret} "$(${read})" >> .dev.vars`
    : `${read} | npx wrangler secret put ${secret}${words}`;
  return [put, `npm run config -- set ${place} secret:${secret}${words}`];
}
