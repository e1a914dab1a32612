import type { Event } from '../model.ts';

/** Cause for which a feed holds a comment back. */
export type BaselineCause = 'first poll' | 'below the edge' | 'import' | 'another address' | 'paused';

/** An event that a Poller or another Outbox hands to an Outbox. */
export type Offer = {
  /** The comment's key (`commentKey`), or a notice's subject (`noticeKey`): the destination's ids are digests of it. */
  readonly key: string;
  /** The queue in which it waits: a feed's name; `""`: it is about no feed. */
  readonly feed: string;
  /** Digest of the comment's content; `null`: it is a notice. */
  readonly content: string | null;
  /** Reason for not sending it; it stands in the log and can be sent from there. `null`: it is to be sent. */
  readonly hold: 'baseline' | 'filtered' | null;
  /** Rule that holds it back (`hold` is `filtered`), in words for the log. */
  readonly rule?: string;
  /** Cause of holding it back (`hold` is `baseline`), for the log. */
  readonly cause?: BaselineCause;
  readonly event: Event;
  /** Key of the comment's post (`postKey`): its comments go into one thread. Absent in offers of earlier versions. */
  readonly post?: string | null;
  /** Key of the comment that this one answers. */
  readonly parent?: string | null;
};

/**
 * An Outbox's answer to an offer: the content digest that it holds for that comment (an older one, where it had it).
 */
export type Accepted = { readonly content: string | null };
