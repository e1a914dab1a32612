import type { FeedDocument } from './feed-state.ts';

/** Characters of documents that are kept parsed: some 1,500 small feeds, or the comments of few large ones. */
const CACHED_LENGTH = 1024 * 1024;

type Cached = { readonly text: string; readonly document: FeedDocument };

/** Documents as they were parsed last, by feed: those that are the same text as then are not parsed again. */
export class CachedDocuments {
  readonly #documents = new Map<string, Cached>();
  #length = 0;

  /** The document that this text was parsed to; `null`: it has to be. */
  get(feed: string, text: string): FeedDocument | null {
    const cached = this.#documents.get(feed);
    return cached?.text === text ? cached.document : null;
  }

  /** Keeps a document; all others go where it is too much together. */
  set(feed: string, text: string, document: FeedDocument): void {
    this.#length -= this.#documents.get(feed)?.text.length ?? 0;
    this.#documents.delete(feed);
    if (text.length > CACHED_LENGTH) return;
    if (this.#length + text.length > CACHED_LENGTH) {
      this.#documents.clear();
      this.#length = 0;
    }
    this.#documents.set(feed, { text, document });
    this.#length += text.length;
  }
}
