import type { ChildStore } from './child-store.ts';
import { restoreChildren } from './children-document.ts';
import type { DocumentStore } from './document-store.ts';
import type { StateMemory } from './state-memory.ts';

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
