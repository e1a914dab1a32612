import { fieldsOfValue, isSame, textOfValue, valueOfText } from '../../config/config-value.ts';
import { SECRET_REFERENCE } from '../../config/fields.ts';
import { FEED_PREFIX } from '../../config/keys.ts';
import type { Fields } from '../../config/value.ts';
import type { Done, Operations } from '../operations.ts';
import type { FeedAnswer } from '../shapes.ts';
import { type Context, pollerOf } from './context.ts';
import { readFeed, writeFeed } from './feeds.ts';
import { invalid } from './invalid.ts';
import { presentFeed } from './stored.ts';

/** Operations that change one field of a feed's value. */
export function feedEdits(context: Context): Pick<Operations, 'pauseFeed' | 'resumeFeed' | 'blockAuthor'> {
  return {
    pauseFeed: (name) => editFeed(context, name, (fields) => ({ ...fields, paused: true })),
    resumeFeed: async (name, deliver) => {
      const stored = await presentFeed(context, name);
      if (!stored.ok) return stored;
      const fields = editableFields(context, name, stored.value.text);
      if (!fields.ok) return fields;
      // Nothing came meanwhile; with the mark, the next comments would be held.
      if (fields.value['paused'] !== true) return readFeed(context, name);
      // First the mark, then the value: cut off in between, the feed stays paused.
      await (await pollerOf(context, name)).resumeFeed(name, deliver, context.now());
      return editFeed(context, name, ({ paused: _, ...others }) => others);
    },
    blockAuthor: (name, author) =>
      editFeed(context, name, (fields) => {
        const { exclude = [] } = fields;
        const rule = { field: 'author', is: author };
        if (!Array.isArray(exclude) || exclude.some((one) => isSame(one, rule))) return fields;
        return { ...fields, exclude: [...exclude, rule] };
      }),
  };
}

/** Changes fields of a feed's value; one that stays as it is costs no write. */
async function editFeed(context: Context, name: string, edit: (fields: Fields) => Fields): Promise<Done<FeedAnswer>> {
  const stored = await presentFeed(context, name);
  if (!stored.ok) return stored;
  const fields = editableFields(context, name, stored.value.text);
  if (!fields.ok) return fields;
  const edited = edit(fields.value);
  return isSame(edited, fields.value) ? readFeed(context, name) : writeFeed(context, name, textOfValue(edited));
}

/** Gives a value's fields where a field can be put beside them: not where a secret holds them all. */
export function editableFields({ secrets }: Context, name: string, text: string): Done<Fields> {
  const value = valueOfText(text);
  const secret = typeof value === 'string' ? SECRET_REFERENCE.exec(value.trim())?.[1] : undefined;
  if (secret === undefined || !(secrets(secret) ?? '').trim().startsWith('{'))
    return { ok: true, value: fieldsOfValue(value) };
  const detail =
    'stands as a whole in a secret of the Worker, which nothing but wrangler can change: put the fields here, and the credentials alone into secrets';
  return invalid({ key: FEED_PREFIX + name, issues: [{ field: null, detail }] });
}
