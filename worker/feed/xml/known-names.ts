/** Elements of HTML without an end tag whose names mean nothing else in a feed. */
export const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr']);
/** Elements that never contain themselves: where one begins, an open one has ended; a cut leaves out the open one. */
export const ENTRIES = new Set(['item', 'entry']);
/** Elements that contain no others: where one begins in them, they have ended. */
export const LEAVES = new Set(['link', 'enclosure', 'category', 'guid', 'pubdate', 'thumbnail']);
/** Elements whose end tag ends all that is open in them, however deep that is. */
export const STRUCTURE = new Set([...ENTRIES, 'channel', 'rss', 'feed', 'rdf']);
/** Elements that have no text of their own. */
export const CONTAINERS = new Set([...STRUCTURE, 'author', 'group', 'source']);
/** Names that fast-xml-parser throws at, since they would be properties of every object. No vocabulary has them. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** Gives the name, or another in place of a reserved one. */
export function allowed(name: string): string {
  return RESERVED.has(name) ? 'reserved' : name;
}
