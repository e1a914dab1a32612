/** True if a destination with these `events` is to get messages of this type; `null`: all but edits. */
export function isWanted(type: string, events: readonly string[] | null): boolean {
  if (events === null) return type !== 'comment.updated';
  return events.some((event) => type === event || (event.endsWith('.*') && type.startsWith(event.slice(0, -1))));
}
