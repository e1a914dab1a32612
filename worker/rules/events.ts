import type { MessageType } from '../model.ts';

/** A record, so that the compiler misses none. */
const TYPES: Readonly<Record<MessageType, MessageType>> = {
  'comment.created': 'comment.created',
  'comment.updated': 'comment.updated',
  'feed.watching': 'feed.watching',
  'feed.gap': 'feed.gap',
  'feed.imported': 'feed.imported',
  'feed.failing': 'feed.failing',
  'feed.recovered': 'feed.recovered',
  'destination.failing': 'destination.failing',
  'destination.recovered': 'destination.recovered',
  'destination.test': 'destination.test',
  'config.invalid': 'config.invalid',
};

/** Every type of message. */
export const MESSAGE_TYPES: readonly MessageType[] = Object.values(TYPES);

/** True if messages of this type go to a destination with these `events`: names or prefixes (`comment.*`). */
export function isWanted(type: MessageType, events: readonly string[] | null): boolean {
  // An edit is news to few; who wants it asks for it.
  if (events === null) return type !== 'comment.updated';
  return events.some((event) => (event.endsWith('*') ? type.startsWith(event.slice(0, -1)) : type === event));
}

/** The types of messages that do not go to a destination with these `events`. */
export function unwantedTypes(events: readonly string[] | null): readonly MessageType[] {
  return MESSAGE_TYPES.filter((type) => !isWanted(type, events));
}
