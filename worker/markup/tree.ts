/** Phrase elements of HTML, for which a chat may have a sign. */
export type Phrase = 'b' | 'strong' | 'i' | 'em' | 'cite' | 'u' | 'ins' | 's' | 'del' | 'sub' | 'sup';

/** Mark of a stretch of text: emphasis, code or a link. Stretches in the same element share one object. */
export type InlineMark =
  | { readonly kind: 'phrase'; readonly tag: Phrase }
  | { readonly kind: 'code' }
  | { readonly kind: 'link'; readonly href: string };

/** Stretch of a line. Inlines are a flat list, each with its marks from the outside in, so that it can be cut anywhere. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly InlineMark[] }
  | { readonly kind: 'image'; readonly src: string; readonly alt: string; readonly marks: readonly InlineMark[] }
  | { readonly kind: 'break'; readonly marks: readonly InlineMark[] };

/** Block: lines of inlines, or nested blocks. */
export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'pre'; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list';
      /** Number of the first item; `null`: an unordered list. */
      readonly start: number | null;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'rule' };

/** Sanitised content of a comment, from which every writer starts. It has no empty blocks. */
export type Markup = readonly Block[];
