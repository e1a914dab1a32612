import type { Acceptance } from './destination.ts';
import { DAY } from './time.ts';

/** True if a destination with these `events` is to get messages of this type; `null`: all but edits. */
export function isWanted(type: string, events: readonly string[] | null): boolean {
  if (events === null) return type !== 'comment.updated';
  return events.some((event) => type === event || (event.endsWith('.*') && type.startsWith(event.slice(0, -1))));
}

/** True if a comment was held with a bulk of old ones, which older pages showed at once; `published` in ms. */
export function isImported(accepted: readonly Acceptance[], feed: string, number: number, published: number): boolean {
  const heldAt = accepted.find((one) => one.number === number && one.hold !== null)?.at ?? -Infinity;
  const isImport = accepted.some((one) => one.type === 'feed.imported' && one.feed === feed && one.at === heldAt);
  return isImport && published < heldAt - DAY;
}
