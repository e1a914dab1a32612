import type { Line, Run } from '../../markup/run.ts';
import type { Markup } from '../../markup/tree.ts';

/** Titled list: the comments on one post in a roundup or digest. */
export type Section = { readonly title: Line; readonly items: readonly Line[] };

/**
 * A message as every platform shows it, before it is written in the platform's own format. Names, titles and words in it may
 * be a stranger's: they are plain text in which no address and no emoji code is alive, and all else is the writer's part.
 */
export type Content = {
  /** Plain text of one line, for notifications and lists. */
  readonly preview: string;
  /** Lines on top: who did what on which post, what was answered; of a notice its headline, then its sentences. */
  readonly head: readonly Line[];
  /** A comment's words; empty: none. */
  readonly body: Markup;
  /** The body is not the whole comment: `rest` is to stand after it. */
  readonly isCut: boolean;
  /** Link to the whole comment; `null`: it has no address. */
  readonly rest: Run | null;
  readonly sections: readonly Section[];
  /** Number of a roundup's comments that are in no section, for want of room. */
  readonly left: number;
  /** Small print: links, time, feed; platforms set them apart in their own way. */
  readonly foot: readonly Line[];
};
