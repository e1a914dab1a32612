/** An arrow of the picture: the room `from` imports the room `to`. */
export type Arrow = { readonly from: string; readonly to: string };

const BEGIN = '<!-- rooms: begin -->';
const END = '<!-- rooms: end -->';

/** `text` with the picture between its two marks; throws where they are missing. */
export function withPicture(text: string, picture: string): string {
  const [before, behind] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || behind < before) throw new RangeError(`The marks ${BEGIN} and ${END} are missing`);
  return `${text.slice(0, before + BEGIN.length)}\n\n${picture}\n\n${text.slice(behind)}`;
}

/** Draws rooms and arrows as a Mermaid flowchart in a Markdown fence, top to bottom in the order of imports. */
export function draw(arrows: readonly Arrow[]): string {
  const lines = reduced(arrows)
    .toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to))
    .map(({ from, to }) => `  ${node(from)} --> ${node(to)}`);
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}

/**
 * The arrows without those that others imply (transitive reduction): where poller imports feed and feed imports markup,
 * an arrow from poller to markup says nothing new. Rooms that import each other keep their arrows.
 */
export function reduced(arrows: readonly Arrow[]): readonly Arrow[] {
  const all = [...new Map(arrows.filter(({ from, to }) => from !== to).map((arrow) => [key(arrow), arrow])).values()];
  const reaches = (from: string, to: string, passed: ReadonlySet<string>): boolean =>
    all.some(
      (arrow) =>
        arrow.from === from &&
        !passed.has(arrow.to) &&
        (arrow.to === to || reaches(arrow.to, to, new Set([...passed, arrow.to]))),
    );
  return all.filter(
    ({ from, to }) =>
      !all.some((other) => other.from === from && other.to !== to && reaches(other.to, to, new Set([from]))),
  );
}

function key({ from, to }: Arrow): string {
  return `${from} ${to}`;
}

function node(room: string): string {
  return room.endsWith('.ts') ? `${room.replaceAll(/\W/g, '_')}["${room}"]` : room;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
