import type { Blog, Site } from './blog.ts';

/** One kind of site: how it is built out of a blog that has just begun, and what the table says of it. */
export type Kind = {
  /** In plain words, for the documentation. */
  readonly says: string;
  readonly build: (blog: Blog) => Site;
};

export type Kinds = Readonly<Record<string, Kind>>;
