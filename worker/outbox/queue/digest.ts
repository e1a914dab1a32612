import type { OpenDestination } from '../../config/destination.ts';
import { digestOrder } from '../../destination/content/roundup.ts';
import type { OutboxContext } from '../context.ts';
import { fixedMembers, ROUNDUP_BYTES, ROUNDUP_MESSAGES } from '../store/roundups.ts';
import { commentMessageOf } from './event.ts';
import { notNow, notWanted } from './passed-over.ts';
import { gathered, type WaitingMessage } from './queue.ts';

/**
 * Members of the next digest, oldest first: of the comments that were gathered before its cut as many as one message shows,
 * those on the posts with the newest first. What is left over goes in the next message.
 */
export function digestMembers({ sql, deps }: OutboxContext, destination: OpenDestination): readonly WaitingMessage[] {
  const fixed = fixedMembers(sql);
  const all = new Map<string, WaitingMessage>();
  let bytes = 0;
  for (const message of gathered(sql, notNow(destination, deps.now()))) {
    if (fixed.has(message.seq) || notWanted(destination, message) !== null) continue;
    bytes += message.body?.length ?? 0;
    if (all.size >= ROUNDUP_MESSAGES || (bytes > ROUNDUP_BYTES && all.size > 0)) break;
    all.set(message.id, message);
  }
  const comments = digestOrder([...all.values()].map(commentMessageOf).filter((comment) => comment !== null));
  const count = Math.max(1, destination.channel.capacity?.(comments) ?? comments.length);
  return comments
    .slice(0, count)
    .map(({ id }) => all.get(id))
    .filter((message) => message !== undefined)
    .toSorted((one, other) => one.seq - other.seq);
}
