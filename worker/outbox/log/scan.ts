import { readEvent } from '../../message.ts';
import type { LogEntry, LogQuery } from '../../rpc/log.ts';

/** Most entries of a page of the log. */
const PAGE = 200;

/** Most rows that are looked at for a page: what has more to go through goes on in the next. */
const LOOKED_AT = 20_000;

/** Most text that is searched for a page, in UTF-16 units: some ten thousand comments. */
const SEARCHED = 8 * 1024 * 1024;

/** Bodies in memory at once while they are searched. */
const AT_ONCE = 100;

/** A message as the log needs it: as stored, the reason for its state included. */
export type LoggedRow = Omit<LogEntry, 'until' | 'uncertain' | 'kept' | 'summary'> & {
  readonly uncertain: number;
  /** End of an edit's wait for the feed that its comment belongs to. */
  readonly due: number | null;
  readonly key: string | null;
  readonly body: string | null;
};

/** Columns of such a row. */
export const LOGGED = `seq, id, feed, type, state, reason, accepted, tried, settled, replayed, attempts, status, ms, answer,
  uncertain, due, key, body`;

/** Rows of a page, newest first; `next`: the `before` of the page that follows, `null` at the end. */
export type ScannedPage = { readonly rows: readonly LoggedRow[]; readonly next: number | null };

/**
 * Reads the messages that a query is for, newest first, as many as a page holds and as far as a page looks: by number, for
 * which there is an index anyway, so that the log costs no row written. `type`: of that type alone.
 */
export function scan(sql: SqlStorage, query: LogQuery, type: string | null = null): ScannedPage {
  const { state = null, feed = null, q } = query;
  const limit = Math.max(1, Math.min(query.limit ?? PAGE, PAGE));
  const newest = newestBefore(sql, query.before ?? Number.MAX_SAFE_INTEGER);
  if (newest === null) return { rows: [], next: null };
  const floor = newest - LOOKED_AT;
  const matches = q === undefined || q === '' ? null : searchFor(q);
  const rows: LoggedRow[] = [];
  let [before, left] = [newest + 1, SEARCHED];
  while (rows.length < limit && before > floor && left > 0) {
    const count = matches === null ? limit : AT_ONCE;
    const some = sql.exec<LoggedRow>(
      `SELECT ${LOGGED} FROM message WHERE seq < ?1 AND seq > ?2 AND state <> 'known' AND state = coalesce(?3, state)
         AND feed = coalesce(?4, feed) AND type = coalesce(?5, type) ORDER BY seq DESC LIMIT ?6`,
      before,
      floor,
      state,
      feed,
      type,
      count,
    );
    const found = some.toArray();
    before = found.length < count ? floor : (found.at(-1)?.seq ?? floor);
    for (const row of found) {
      left -= matches === null ? 0 : (row.body?.length ?? 0);
      if (matches !== null && !matches(row.body)) continue;
      rows.push(row);
      if (rows.length < limit) continue;
      before = row.seq;
      break;
    }
  }
  const next = newestBefore(sql, Math.max(before, floor + 1));
  return { rows, next: next === null ? null : next + 1 };
}

function newestBefore(sql: SqlStorage, before: number): number | null {
  return sql.exec<{ seq: number | null }>('SELECT max(seq) AS seq FROM message WHERE seq < ?', before).one().seq;
}

/** True for the body of a message about a comment with that text in its text, author or post's title. */
function searchFor(q: string): (body: string | null) => boolean {
  const wanted = q.toLowerCase();
  // As JSON has it: most bodies need no parsing.
  const written = JSON.stringify(wanted).slice(1, -1);
  return (body) => {
    if (body?.toLowerCase().includes(written) !== true) return false;
    const event = readEvent(body);
    if (event === null || !('comment' in event.data)) return false;
    const { comment, post } = event.data;
    return [comment.text, comment.author.name, post?.title].some((text) => text?.toLowerCase().includes(wanted));
  };
}
