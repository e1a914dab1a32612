import { messageId, readEvent } from '../../message.ts';
import type { LoggedComment, LogQuery } from '../../rpc/log.ts';
import type { OutboxContext } from '../context.ts';
import { knownConfig } from '../destination-config.ts';
import { entryOf } from './log.ts';
import { LOGGED, type LoggedRow, scan } from './scan.ts';

/** Type of a comment's first message, which stands for the comment. */
const FIRST = 'comment.created';

/** A page of a feed's comments, newest first. */
export async function readComments(
  context: OutboxContext,
  query: LogQuery & { readonly feed: string },
): Promise<{ readonly comments: readonly LoggedComment[]; readonly next: number | null }> {
  const { rows, next } = scan(context.sql, query, FIRST);
  const keys = await Promise.all(rows.map((row) => keyOf(context, row)));
  const comments = rows.flatMap((row, at) => loggedComment(context, row, keys[at] ?? null));
  return { comments, next };
}

/**
 * Comments by their keys, in that order: each is found by its first message's id, which is a digest of its key. One that
 * another feed offered first stands in the log as that feed's, and is the same.
 */
export async function readCommentsByKey(
  context: OutboxContext,
  keys: readonly string[],
): Promise<readonly LoggedComment[]> {
  const ids = await Promise.all(keys.map((key) => messageId(key, null, context.name)));
  const rows = context.sql.exec<LoggedRow>(
    `SELECT ${LOGGED} FROM message WHERE id IN (SELECT value FROM json_each(?)) AND type = ? AND state <> 'known'`,
    JSON.stringify(ids),
    FIRST,
  );
  const found = new Map(rows.toArray().map((row) => [row.id, row]));
  return keys.flatMap((key, at) => {
    const row = found.get(ids[at] ?? '');
    return row === undefined ? [] : loggedComment(context, row, key);
  });
}

function loggedComment(context: OutboxContext, row: LoggedRow, key: string | null): readonly LoggedComment[] {
  if (key === null) return [];
  const event = readEvent(row.body);
  return [{ key, entry: entryOf(context, knownConfig(context), row, event), event }];
}

/** A comment's key; a row of an earlier version has none, but its id tells which of two it is. `null`: neither. */
async function keyOf({ name }: OutboxContext, { id, key, feed, body }: LoggedRow): Promise<string | null> {
  if (key !== null) return key;
  const event = readEvent(body);
  if (event === null || !('comment' in event.data)) return null;
  const { comment } = event.data;
  for (const candidate of [comment.id, `${feed} ${comment.id}`])
    if ((await messageId(candidate, null, name)) === id) return candidate;
  return null;
}
