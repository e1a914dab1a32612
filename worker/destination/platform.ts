import type { GenericSchema } from 'valibot';
import type { Answer, Outgoing, PlatformVerdict } from '../exchange.ts';
import type { Message, Pace } from '../model.ts';

/** What signing needs to know: `secrets` are `whsec_…`, the current one first; `timestamp` is in seconds. */
export type Signing = { readonly id: string; readonly timestamp: number; readonly secrets: readonly string[] };

/** A message about a comment. */
export type CommentMessage = Extract<Message, { readonly type: 'comment.created' | 'comment.updated' }>;

/**
 * A platform: Message → request. One file of this room each, one line in the registry. Pure but for WebCrypto. What
 * takes settings is a method, so that the registry can hold platforms of all kinds of settings: each gets its own.
 */
export type Platform<S = unknown> = {
  /** The value of `type` in CONFIG. */
  readonly type: string;
  /** Which column of the table of outcomes: receivers deploy bugs, chats mean what they say. */
  readonly family: 'webhook' | 'chat';
  /** Whether a bare URL is one of this platform's, by its well-known host. */
  readonly guess: (url: URL) => boolean;
  /** Its own fields of a destination (not `type`, `events`, `pace`); strict, so that an unknown key is an error. */
  readonly schema: GenericSchema<unknown, S>;
  /** Those of its fields that are credentials: there a `secret:NAME` is read from the Worker's secret NAME. */
  readonly credentials: readonly string[];
  /** The published limit, where the destination sets no `pace`. */
  readonly pace: Pace;
  /** Renders a message for it, within its limits, with nothing in it alive that a stranger wrote. */
  render(message: Message, settings: S): Outgoing;
  /** Renders many comments of one feed, oldest first, as one message. Where there is none, each goes by itself. */
  roundup?(comments: readonly CommentMessage[], settings: S): Outgoing;
  /** Its answers' bodies say more than their status, and are read. */
  readonly readsAnswer: boolean;
  /** `null`: the status alone decides. */
  verdict(answer: Answer, request: Outgoing): PlatformVerdict | null;
  /** The `whsec_…` secrets of its own that the destination was given; `null`: derived ones. Only where it signs. */
  secrets?(settings: S): readonly string[] | null;
  /** Adds the signature's headers. */
  sign?(request: Outgoing, signing: Signing): Promise<Outgoing>;
};
