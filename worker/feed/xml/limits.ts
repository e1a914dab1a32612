/** Depth beyond which elements lose their tags and keep their text: fast-xml-parser refuses more than 100 levels. */
export const MAX_DEPTH = 90;
/** Tags, attributes and pieces of text in one tree: so many take 100 MB. Further ones are cut. */
export const MAX_NODES = 100_000;
/** Tags, attributes and pieces of text in a whole feed, which is read in parts: so many take half a second. */
export const MAX_NODES_IN_ALL = 225_000;
/** Tags, attributes and pieces of text in a part of a feed, at least: hardly any feed has so many. */
export const PART = 20_000;
/** Entries read of a feed, which may have a hundred thousand small ones. */
export const MAX_ENTRIES = 15_000;
