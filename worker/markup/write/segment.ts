import type { Inline, InlineMark } from '../tree.ts';

/** Part of a line, for writers without images and without links around several parts: an image is a link. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly InlineMark[] }
  /** `text` can be empty (an image without words); it has no space at its ends. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly marks: readonly InlineMark[] };

/** Lines of a paragraph as segments: all inlines of a link are one segment, an image is a link to itself. */
export function segments(inlines: readonly Inline[]): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [[]];
  for (let index = 0; index < inlines.length;) {
    const inline = inlines[index];
    if (inline === undefined) break;
    const line = lines.at(-1) ?? [];
    const link = linkOf(inline);
    if (inline.kind === 'break') {
      lines.push([]);
      index++;
    } else if (link === undefined) {
      line.push(inline.kind === 'text' ? inline : { kind: 'link', text: inline.alt, href: inline.src, marks: [] });
      index++;
    } else {
      let text = '';
      for (let next: Inline | undefined = inline; next !== undefined && next.kind !== 'break'; next = inlines[index]) {
        if (linkOf(next) !== link) break;
        text += next.kind === 'text' ? next.text : next.alt;
        index++;
      }
      line.push(...linked(text, link.href, inline.marks));
    }
  }
  return lines;
}

/** Link with the white space at its ends moved outside. */
function linked(text: string, href: string, marks: readonly InlineMark[]): Segment[] {
  const core = text.trim();
  const link: Segment = { kind: 'link', text: core, href, marks };
  return [...(/^\s/.test(text) ? [SPACE] : []), link, ...(core !== '' && /\s$/.test(text) ? [SPACE] : [])];
}

const SPACE: Segment = { kind: 'text', text: ' ', marks: [] };

function linkOf(inline: Inline): Extract<InlineMark, { kind: 'link' }> | undefined {
  return inline.marks.find((mark) => mark.kind === 'link');
}
