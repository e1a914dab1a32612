import type { OpenDestination } from '../../config/destination.ts';
import { excerpt } from '../../destination/content/excerpt.ts';
import { readEvent } from '../../message.ts';
import type { Event } from '../../model.ts';
import type { LogEntry, LogPage, LogQuery, MessageSummary } from '../../rpc/log.ts';
import type { OutboxContext } from '../context.ts';
import { knownConfig } from '../destination-config.ts';
import { type LoggedRow, scan } from './scan.ts';
import { waitOf } from './waits.ts';

/** Longest beginning of a comment in a list, in UTF-16 units. */
const EXCERPT_LENGTH = 200;

/** A page of the delivery log, newest first. */
export function readLog(context: OutboxContext, query: LogQuery): LogPage {
  const { rows, next } = scan(context.sql, query);
  const config = knownConfig(context);
  return { entries: rows.map((row) => entryOf(context, config, row, readEvent(row.body))), next };
}

/** Entry of the log for a row. `event`: that of its body. */
export function entryOf(
  context: OutboxContext,
  config: OpenDestination | null,
  row: LoggedRow,
  event: Event | null,
): LogEntry {
  const { due, key: _key, body, ...facts } = row;
  // An edit from another feed waits by a rule of its own, and says so.
  const wait = row.state === 'waiting' && due === null ? waitOf(context, config, row) : null;
  return {
    ...facts,
    reason: wait?.reason ?? row.reason,
    until: wait?.until ?? due,
    uncertain: row.uncertain === 1,
    kept: body !== null,
    summary: summaryOf(event),
  };
}

function summaryOf(event: Event | null): MessageSummary | null {
  if (event?.type !== 'comment.created' && event?.type !== 'comment.updated') return null;
  const { comment, post } = event.data;
  return {
    author: comment.author.name,
    post: post?.title ?? null,
    excerpt: excerpt(comment.text, EXCERPT_LENGTH) ?? '',
    url: comment.url,
  };
}
