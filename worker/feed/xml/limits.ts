/** Deeper elements lose their tags and keep their text: fast-xml-parser refuses more than 100 levels. */
export const MAX_DEPTH = 90;
/** Tags, attributes and pieces of text; to read so many takes half a second and 100 MB. What follows is cut. */
export const MAX_NODES = 100_000;
/** Entries read of a feed, which may have a hundred thousand small ones. */
export const MAX_ENTRIES = 10_000;
