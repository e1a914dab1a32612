import { textOfValue } from '../../config/config-value.ts';
import { FEED_PREFIX } from '../../config/keys.ts';
import { importOf, readOpml, writeOpml } from '../../config/opml.ts';
import { readFeedConfig } from '../../config/feed.ts';
import type { Done, Operations } from '../operations.ts';
import { writeAll } from './config.ts';
import type { Context } from './context.ts';
import { readEntries } from './entries.ts';
import { errorsOf } from './invalid.ts';

/** Operations on lists of feeds, as feed readers exchange them. */
export function opmlOperations(context: Context): Pick<Operations, 'opml' | 'importOpml'> {
  return {
    opml: async () => {
      const entries = await readEntries(context);
      return entries.ok ? { ok: true, value: writeOpml(entries.value).text } : entries;
    },
    importOpml: (text) => importOpml(context, text),
  };
}

/** Adds the feeds of a list that are not there yet. One that is not valid keeps all of them out: nothing is done by half. */
async function importOpml(context: Context, text: string): ReturnType<Operations['importOpml']> {
  const feeds = readOpml(text);
  if (!feeds.ok)
    return {
      ok: false,
      status: 422,
      detail: feeds.detail,
      errors: [{ key: 'body', field: null, detail: feeds.detail }],
    };
  const entries = await readEntries(context);
  if (!entries.ok) return entries;
  const { added, known } = importOf(feeds.value, entries.value);
  const changes = Object.entries(added).map(([name, value]) => ({
    key: FEED_PREFIX + name,
    text: textOfValue(value),
    kind: 'new' as const,
    sentence: '',
  }));
  const errors = changes.flatMap(({ key, text: value }) => {
    const read = readFeedConfig(key.slice(FEED_PREFIX.length), value, context.secrets);
    return read.ok ? [] : errorsOf(key, read.issues);
  });
  if (errors.length > 0) return refused(errors);
  const written = await writeAll(context, changes);
  return written.ok ? { ok: true, value: { added: Object.keys(added), known } } : written;
}

function refused(errors: ReturnType<typeof errorsOf>): Done<never> {
  const detail = 'Some feeds of the list cannot be read, so none is added. Take them out, and send it again.';
  return { ok: false, status: 422, detail, errors };
}
