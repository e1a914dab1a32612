import type { RememberedComment } from '../../rules/watch.ts';
import { asStored, readFeedState } from './document.ts';
import type { FeedDocument } from './feed-state.ts';

/** Characters of documents that are kept parsed: some 1,500 small feeds, or the comments of few large ones. */
const CACHED_LENGTH = 1024 * 1024;

/** `version`: number of the feed's commits when it was read; `length`: of its text. */
type Cached = { readonly version: number; readonly length: number; readonly document: FeedDocument };

/** A commit: the state's text, and the comments with theirs; `null`: these are as they were. */
type Committed = {
  readonly head: string;
  readonly parts: readonly string[] | null;
  readonly remembered: readonly RememberedComment[] | null;
};

/** Documents as they were read or committed last, by feed: one that has not been since is neither read nor parsed again. */
export class CachedDocuments {
  readonly #documents = new Map<string, Cached>();
  #length = 0;

  /** The document of that version; `null`: it has to be read. */
  get(feed: string, version: number): FeedDocument | null {
    const cached = this.#documents.get(feed);
    return cached?.version === version ? cached.document : null;
  }

  /** Keeps a document of that version as it was just committed: for SEEN, and for the next poll. */
  commit(feed: string, version: number, { head, parts, remembered }: Committed): void {
    const before = this.#documents.get(feed);
    const feedState = readFeedState(head);
    if (!feedState.ok) return;
    if (remembered !== null) {
      const length = head.length + (parts ?? []).reduce((sum, part) => sum + part.length, 0);
      this.set(feed, {
        version,
        length,
        document: { feedState: feedState.value, remembered: remembered.map(asStored) },
      });
    } else if (before?.version === version - 1) {
      this.set(feed, { ...before, version, document: { ...before.document, feedState: feedState.value } });
    }
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
