import type { Result } from '../../model.ts';
import type { ChildStore } from './child-store.ts';
import { restoreChildren } from './children-document.ts';
import type { DocumentFailure, FeedDocument } from './document.ts';
import type { Change, DocumentStore } from './document-store.ts';
import type { FeedState } from './feed-state.ts';

/** Stored state of one URL that is polled for a subscription. */
export type StateMemory = {
  /** The whole document; `null` where there is none. */
  readonly document: () => Result<FeedDocument | null, DocumentFailure>;
  /** Remembers the state, and what Outboxes refused of what it says: all of it or nothing. */
  readonly commit: (state: FeedState, change: Change) => void;
  /** Remembers what SEEN has (`text`, and the document in it), where nothing is stored. */
  readonly restore: (text: string, document: FeedDocument, now: number) => void;
  /** Gives since when, and to whom, offers are owed because of which the state counts as failing; `null`: none are. */
  readonly owedSince: () => ReturnType<DocumentStore['owedSince']>;
};

/** The stored state of a feed itself. */
export function feedMemory(documents: DocumentStore, children: ChildStore, feed: string): StateMemory {
  return {
    document: () => documents.document(feed),
    commit: (state, change) => documents.commit(feed, state, change),
    restore: (text, { feedState, remembered }, now) => {
      // Its posts' feeds first: without a document all is read from SEEN once more.
      restoreChildren(children, feed, text, { keyFeed: feed, formerly: null }, now);
      documents.commit(feed, feedState, { remembered, isPutDue: false, now });
    },
    owedSince: () => documents.owedSince(feed),
  };
}
