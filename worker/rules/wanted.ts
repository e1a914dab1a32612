import type { MessageType } from '../model.ts';

/** Whether messages of this type go to a destination with these `events`: names or prefixes (`comment.*`). */
export function isWanted(type: MessageType, events: readonly string[] | null): boolean {
  // An edit is news to few; who wants it asks for it.
  if (events === null) return type !== 'comment.updated';
  return events.some((event) => (event.endsWith('*') ? type.startsWith(event.slice(0, -1)) : type === event));
}
