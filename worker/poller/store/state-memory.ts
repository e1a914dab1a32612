import type { Result } from '../../model.ts';
import type { DocumentFailure } from './document.ts';
import type { Change, DocumentStore } from './document-store.ts';
import type { FeedDocument, FeedState } from './feed-state.ts';

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
