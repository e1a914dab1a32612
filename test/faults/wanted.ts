import type { Destination } from './destination.ts';

/** Whether a destination was at any time to get no messages of this type. */
export function mayBeUnwanted({ settings }: Destination, type: string): boolean {
  return settings.some(({ setting }) => !isWanted(type, setting.events));
}

/** Whether a destination with these `events` is to get messages of this type; `null`: all but edits. */
function isWanted(type: string, events: readonly string[] | null): boolean {
  if (events === null) return type !== 'comment.updated';
  return events.some((event) => type === event || (event.endsWith('.*') && type.startsWith(event.slice(0, -1))));
}
