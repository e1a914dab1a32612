/** Styles of a stretch of text, as far as chats know them. */
export type Styles = {
  readonly bold?: true;
  readonly italic?: true;
  readonly struck?: true;
  readonly underlined?: true;
  readonly code?: true;
};

/**
 * Stretch of a line in one style, for writers that take text as a value or put signs around it. `text` is plain, and may be
 * a stranger's; `href` is where it leads. `time`: an instant (ISO 8601 UTC) that `text` says in words, for platforms
 * that show it in each reader's own zone.
 */
export type Run = {
  readonly text: string;
  readonly styles: Styles;
  readonly href: string | null;
  readonly time?: string;
};

/** Runs of one line. */
export type Line = readonly Run[];

/** Makes a run of text. */
export function run(text: string, styles: Styles = {}, href: string | null = null): Run {
  return { text, styles, href };
}
