import type { Watch } from './watch.ts';

/** Cause for which a comment is held back. `another address`: its feed is read from there for the first time. */
export type HoldCause = 'first poll' | 'below the edge' | 'import' | 'another address' | 'paused';

/** An offer of a comment: page 1 is page 0, `at` is its position on that page as read. */
export type PlannedOffer = {
  readonly type: 'comment.created' | 'comment.updated';
  readonly page: number;
  readonly at: number;
  readonly key: string;
  readonly content: string;
  readonly hold: 'baseline' | 'filtered' | null;
  /** Cause of holding it back (`hold` is `baseline`). */
  readonly cause?: HoldCause;
  /** Rule of the feed's filter that holds it back, in words. */
  readonly rule?: string;
};

/** A poll that takes an answer. */
export type Taken = {
  readonly kind: 'taken';
  /** The watch begins with it, at that instant: people are told. */
  readonly watching: number | null;
  /** Comments on page 1. */
  readonly count: number;
  /** Oldest first. */
  readonly offers: readonly PlannedOffer[];
  readonly news: number;
  readonly edits: number;
  readonly gap: { readonly since: number; readonly missed: number | null } | null;
  readonly imported: { readonly since: number; readonly count: number; readonly kept: number } | null;
  /** To be remembered before anything is offered. */
  readonly before: Watch | null;
  /** To be remembered once every Outbox has accepted, or is owed. */
  readonly after: Watch;
  /** Deadline of writing that, if nothing else is to be written: at once, within the hour, or with the next write. */
  readonly write: 'now' | 'hourly' | 'later';
  /** True if what is known has changed, so that SEEN is due a put. */
  readonly learned: boolean;
};

/** Result of a poll. `empty`: the feed is, though it had comments; `lost`: it is another site's by now. */
export type Plan = Taken | { readonly kind: 'failed'; readonly reason: 'empty' | 'lost' | 'cut' };
