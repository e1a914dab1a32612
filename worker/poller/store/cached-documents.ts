import type { FeedDocument } from './feed-state.ts';

/** Characters of documents that are kept parsed: some 1,500 small feeds, or the comments of few large ones. */
const CACHED_LENGTH = 1024 * 1024;

/** `version`: number of the feed's commits when it was read; `length`: of its text. */
type Cached = { readonly version: number; readonly length: number; readonly document: FeedDocument };

/** Documents as they were read last, by feed: one that has not been committed since is neither read nor parsed again. */
export class CachedDocuments {
  readonly #documents = new Map<string, Cached>();
  #length = 0;

  /** The document of that version; `null`: it has to be read. */
  get(feed: string, version: number): FeedDocument | null {
    const cached = this.#documents.get(feed);
    return cached?.version === version ? cached.document : null;
  }

  /** Keeps a document; all others go where it is too much together. */
  set(feed: string, cached: Cached): void {
    this.#length -= this.#documents.get(feed)?.length ?? 0;
    this.#documents.delete(feed);
    if (cached.length > CACHED_LENGTH) return;
    if (this.#length + cached.length > CACHED_LENGTH) {
      this.#documents.clear();
      this.#length = 0;
    }
    this.#documents.set(feed, cached);
    this.#length += cached.length;
  }
}
