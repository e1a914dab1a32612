import type { Blog, Site } from './blog.ts';

/** One kind of site: builds it from an empty blog, and names it in the table. */
export type Kind = {
  /** Description in plain words, for the documentation. */
  readonly says: string;
  readonly build: (blog: Blog) => Site;
};

export type Kinds = Readonly<Record<string, Kind>>;
