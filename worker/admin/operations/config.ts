import { type Change, changesOf } from '../../config/changes.ts';
import { documentOf, type DocumentFailure, readDocument } from '../../config/document.ts';
import { DESTINATION_PREFIX } from '../../config/keys.ts';
import type { Done, Operations, Refusal } from '../operations.ts';
import type { Context } from './context.ts';
import { readEntries } from './entries.ts';
import { writeValue } from './write.ts';

/** Writes at once: KV takes as many connections. https://developers.cloudflare.com/workers/platform/limits/ */
const AT_ONCE = 6;

/** Operations on the configuration as a whole. */
export function configOperations(context: Context): Pick<Operations, 'config' | 'configChanges' | 'putConfig'> {
  return {
    config: async () => {
      const entries = await readEntries(context);
      return entries.ok ? { ok: true, value: documentOf(entries.value) } : entries;
    },
    configChanges: async (document) => {
      const planned = await planChanges(context, document);
      return planned.ok ? { ok: true, value: { changes: planned.value.sentences } } : planned;
    },
    putConfig: async (document) => {
      const planned = await planChanges(context, document);
      if (!planned.ok) return planned;
      const { changes, sentences } = planned.value;
      const written = await writeAll(context, changes);
      return written.ok ? { ok: true, value: { changes: sentences } } : written;
    },
  };
}

/** Changes to be made, and the sentences about them, warnings last. */
type Plan = { readonly changes: readonly Change[]; readonly sentences: readonly string[] };

/** Gives what turns CONFIG into a document. What is the same stays as it is in KV, byte for byte. */
async function planChanges(context: Context, given: unknown): Promise<Done<Plan>> {
  const document = readDocument(given);
  if (!document.ok) return refusal(document);
  const entries = await readEntries(context);
  if (!entries.ok) return entries;
  const planned = changesOf(entries.value, document.value, { secrets: context.secrets, areKnown: true });
  if (!planned.ok) return refusal(planned);
  const { changes, warnings } = planned.value;
  return { ok: true, value: { changes, sentences: [...changes.map(({ sentence }) => sentence), ...warnings] } };
}

function refusal({ issues }: DocumentFailure): Refusal {
  return { ok: false, status: 422, detail: 'The document is not valid, and nothing is changed.', errors: issues };
}

/**
 * Writes changes, destinations before the feeds that name them, and deletes last. Each is whole by itself; one that fails
 * ends it, and the same document again makes the others.
 */
export async function writeAll(context: Context, changes: readonly Change[]): Promise<Done<null>> {
  const ordered = changes.toSorted((one, other) => rank(one) - rank(other));
  for (let first = 0; first < ordered.length; first += AT_ONCE) {
    const some = ordered.slice(first, first + AT_ONCE);
    const written = await Promise.all(some.map(({ key, text }) => writeValue(context, key, text)));
    const failed = written.find((one) => !one.ok);
    if (failed === undefined) continue;
    const done = first + written.filter(({ ok }) => ok).length;
    const detail = `${done} of ${ordered.length} changes are made. For the others send the same again. The reason: ${failed.detail}`;
    return { ok: false, status: 503, detail };
  }
  return { ok: true, value: null };
}

function rank({ key, text }: Change): number {
  if (text === null) return 2;
  return key.startsWith(DESTINATION_PREFIX) ? 0 : 1;
}
