/** Phrasing that HTML names and that a chat may have a sign for. */
export type Phrase = 'b' | 'strong' | 'i' | 'em' | 'cite' | 'u' | 'ins' | 's' | 'del' | 'sub' | 'sup';

/** What lies around a stretch of text. Stretches that lie in the same element share one object. */
export type InlineMark =
  | { readonly kind: 'phrase'; readonly tag: Phrase }
  | { readonly kind: 'code' }
  | { readonly kind: 'link'; readonly href: string };

/** A stretch of a line: flat, each with its marks from the outside in, so that it can be cut anywhere. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly InlineMark[] }
  | { readonly kind: 'image'; readonly src: string; readonly alt: string; readonly marks: readonly InlineMark[] }
  | { readonly kind: 'break'; readonly marks: readonly InlineMark[] };

/** A block: lines, or blocks again. */
export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list';
      /** The first item's number; `null`: an unordered list. */
      readonly start: number | null;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'rule' };

/** What a stranger wrote, with all that could do harm left out: every writer starts from this. Never an empty block. */
export type Markup = readonly Block[];
