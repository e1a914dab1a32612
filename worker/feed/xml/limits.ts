/** Deeper elements lose their tags and keep their text: fast-xml-parser refuses more than 100 levels. */
export const MAX_DEPTH = 90;
/** Tags, attributes and pieces of text in one tree, of which so many take 100 MB. What follows is cut. */
export const MAX_NODES = 100_000;
/** The same in a whole feed, which is read in parts; to read so many takes more than half a second. */
export const MAX_NODES_IN_ALL = 225_000;
/** A part is so large at least. Hardly any feed is. */
export const PART = 20_000;
/** Entries read of a feed, which may have a hundred thousand small ones. */
export const MAX_ENTRIES = 15_000;
