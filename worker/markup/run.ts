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

/** The line with adjacent texts of one style joined, and no empty ones: what chats read as one may span several. */
export function joinRuns(line: Line): Line {
  if (line.length < 2) return line[0]?.text === '' ? [] : line;
  const joint: Run[] = [];
  for (const one of line) {
    const last = joint.at(-1);
    if (one.text === '') continue;
    if (last !== undefined && isPlain(last) && isPlain(one) && styleKey(last) === styleKey(one)) {
      joint[joint.length - 1] = { ...last, text: last.text + one.text };
    } else joint.push(one);
  }
  return joint;
}

function isPlain({ href, time }: Run): boolean {
  return href === null && time === undefined;
}

function styleKey({ styles }: Run): string {
  return Object.keys(styles).toSorted().join();
}

/** Makes a run of text. */
export function run(text: string, styles: Styles = {}, href: string | null = null): Run {
  return { text, styles, href };
}
