import { isSameValue, textOfValue, valueOfText } from '../../config/config-value.ts';
import { NAME } from '../../config/fields.ts';
import { DESTINATION_PREFIX, FEED_PREFIX } from '../../config/keys.ts';
import type { Fields } from '../../config/value.ts';
import { listNames } from '../../io/kv.ts';
import { log } from '../../io/log.ts';
import type { Done, Operations, Refusal } from '../operations.ts';
import type { FeedAnswer } from '../shapes.ts';
import { type Context, outboxOf, pollerOf } from './context.ts';
import { editableFields } from './edit-feed.ts';
import { readFeed, writeFeed } from './feeds.ts';
import { invalidField } from './invalid.ts';
import { presentFeed, storedFeed } from './stored.ts';
import { withRecent, writeValue } from './write.ts';

/** Mark in the metadata of a feed's key: it is paused for a rename alone. */
const RENAMING = 'renaming';

const CUT_OFF: Refusal = {
  ok: false,
  status: 503,
  detail:
    'The feed could not be renamed. It has its old name, is paused, and has lost nothing: rename it again, or resume it.',
};

const TAKEN: Refusal = {
  ok: false,
  status: 409,
  detail: 'There is a feed of that name already: take another name, or delete that one first.',
};

const UNDER_WAY: Refusal = {
  ok: false,
  status: 409,
  detail: 'The feed is just being given another name: look in a moment at which it has.',
};

/** Feeds that this isolate renames now: a form that is sent twice, to two names, would leave two feeds that tell the same. */
const underWay = new Set<string>();

/** A feed under its old name, and what it is to be under the new one. */
type Rename = { readonly from: string; readonly to: string; readonly fields: Fields; readonly wasPaused: boolean };

/** The operation that gives a feed another name. */
export function renaming(context: Context): Pick<Operations, 'renameFeed'> {
  return {
    renameFeed: async (from, to) => {
      if (underWay.has(from)) return UNDER_WAY;
      underWay.add(from);
      try {
        return await renameFeed(context, from, to);
      } finally {
        underWay.delete(from);
      }
    },
  };
}

async function renameFeed(context: Context, from: string, to: string): Promise<Done<FeedAnswer>> {
  const stored = await presentFeed(context, from);
  if (!stored.ok) return stored;
  if (!NAME.test(to)) return invalidField('to', 'must be a-z, 0-9, ".", "_" or "-", 64 characters at most');
  if (from === to) return readFeed(context, from);
  const other = await storedFeed(context, to);
  if (!other.ok) return other;
  const fields = editableFields(context, from, stored.value.text);
  if (!fields.ok) return fields;
  try {
    const isAgain = fields.value['paused'] === true && (await isRenaming(context, from));
    const rename = { from, to, fields: fields.value, wasPaused: fields.value['paused'] === true && !isAgain };
    if (other.value.text === null) return await move(context, rename);
    // The one before was cut off between its last two steps.
    const isMoved = isAgain && isSameValue(valueOfText(other.value.text), valueOf(rename));
    return isMoved ? await finish(context, rename, await readFeed(context, to)) : TAKEN;
  } catch {
    log('admin.rename-failed', { feed: from });
    return CUT_OFF;
  }
}

/**
 * Moves a feed in steps of which each can be the last that is done. The two are never polled at once: where a comment's key
 * has the feed's name in it, the receivers would get it twice.
 *
 * 1. The old one is paused, in KV, so that it stays so however long this takes. From here on: it is not polled, and it is
 *    shown as paused. A rename that is tried again knows by the mark that it did not use to be.
 * 2. Its memory goes to the new name's Poller, in place of what that remembers of a feed that was deleted. Nothing polls it:
 *    CONFIG has no such feed. Again: the same.
 * 3. The Outboxes rename it in their logs and queues, so that what waits stays in one line with what will come, and no edit
 *    waits for an owner that is gone. Again: nothing is left to rename.
 * 4. The new one is put into CONFIG, and is polled from now on: what came meanwhile is news by the memory of step 2. From
 *    here on both are there, the old one paused.
 * 5. The old one is deleted; its memory is forgotten in 30 days.
 */
async function move(context: Context, rename: Rename): Promise<Done<FeedAnswer>> {
  const { from, to, fields, wasPaused } = rename;
  const isPaused = await writeFeed(context, from, textOfValue({ ...fields, paused: true }), { [RENAMING]: !wasPaused });
  if (!isPaused.ok) return isPaused;

  const destinations = await outboxNames(context);
  if (destinations === null) return CUT_OFF;
  const [old, poller] = await Promise.all([pollerOf(context, from), pollerOf(context, to)]);
  const copy = await old.copyFeed(from);
  if (copy !== null && !(await poller.adoptFeed(to, copy, context.now()))) {
    // A feed of that name is there after all: KV did not show it.
    const restored = await writeFeed(context, from, textOfValue(valueOf(rename)));
    return restored.ok ? TAKEN : CUT_OFF;
  }

  await Promise.all(destinations.map((destination) => outboxOf(context, destination).renameFeed(from, to)));

  const moved = await writeFeed(context, to, textOfValue(valueOf(rename)));
  if (!moved.ok) return moved.status === 503 ? CUT_OFF : moved;
  return finish(context, rename, moved);
}

/** Value of the feed under its new name. */
function valueOf({ fields, wasPaused }: Rename): Fields {
  const { paused: _, ...others } = fields;
  return wasPaused ? fields : others;
}

async function finish(context: Context, { from }: Rename, moved: Done<FeedAnswer>): Promise<Done<FeedAnswer>> {
  const deleted = await writeValue(context, FEED_PREFIX + from, null);
  if (deleted.ok) return moved;
  const detail = 'The feed is read under its new name. The old one is still there, paused: delete it.';
  return { ok: false, status: 503, detail };
}

/** Names of all Outboxes that may hold messages of the feed: also of destinations that it once named. Two lists of KV. */
async function outboxNames({ env, now }: Context): Promise<readonly string[] | null> {
  const [used, configured] = await Promise.all([
    listNames(env.SEEN, 'outbox:'),
    listNames(env.CONFIG, DESTINATION_PREFIX),
  ]);
  if (!used.ok || !configured.ok) return null;
  const names = new Set([...used.value, ...withRecent(DESTINATION_PREFIX, configured.value, now())]);
  return [...names].filter((name) => NAME.test(name));
}

async function isRenaming({ env }: Context, name: string): Promise<boolean> {
  const { metadata } = await env.CONFIG.getWithMetadata<Readonly<Record<string, unknown>>>(FEED_PREFIX + name);
  return metadata?.[RENAMING] === true;
}
