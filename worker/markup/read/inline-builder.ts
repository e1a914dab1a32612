import { type Role, SENSE } from '../element.ts';
import { isBlank } from '../text/blank.ts';
import type { Inline, InlineMark } from '../tree.ts';

/** Builder of one paragraph's lines. White space collapses to one space and is trimmed at both ends of a line. */
export class InlineBuilder {
  #inlines: Inline[] = [];

  /** True if nothing has been written. */
  get empty(): boolean {
    return this.#inlines.length === 0;
  }

  /** Adds text; it joins the text before it if `marks` is the same object. */
  text(data: string, marks: readonly InlineMark[]): void {
    const collapsed = data.replaceAll(/[ \t\n\f\r\u2028\u2029]+/g, ' ');
    const added = collapsed.startsWith(' ') && this.#atSpace() ? collapsed.slice(1) : collapsed;
    if (added === '') return;
    const last = this.#inlines.at(-1);
    if (last?.kind === 'text' && last.marks === marks) {
      this.#inlines[this.#inlines.length - 1] = { kind: 'text', text: last.text + added, marks };
    } else {
      this.#inlines.push({ kind: 'text', text: added, marks });
    }
  }

  /** Adds an image. */
  image(src: string, alt: string, marks: readonly InlineMark[]): void {
    this.#inlines.push({ kind: 'image', src, alt, marks });
  }

  /** Ends the line; false if it was empty, which ends the paragraph. */
  break(marks: readonly InlineMark[]): boolean {
    this.#trim(false);
    const last = this.#inlines.at(-1);
    if (last === undefined || last.kind === 'break') return false;
    this.#inlines.push({ kind: 'break', marks });
    return true;
  }

  /** Gives the inlines and starts anew; `[]` if they show nothing. */
  take(): readonly Inline[] {
    this.#trim(true);
    const taken = this.#inlines;
    this.#inlines = [];
    return taken.some((inline) => inline.kind === 'image' || (inline.kind === 'text' && !isBlank(inline.text)))
      ? taken
      : [];
  }

  #atSpace(): boolean {
    const last = this.#inlines.at(-1);
    return last === undefined || last.kind === 'break' || (last.kind === 'text' && last.text.endsWith(' '));
  }

  /** Removes the white space at the end, and with `breaks` the breaks too. */
  #trim(breaks: boolean): void {
    for (let last = this.#inlines.at(-1); last !== undefined; last = this.#inlines.at(-1)) {
      if (last.kind === 'image' || (last.kind === 'break' && !breaks)) return;
      if (last.kind === 'text') {
        if (!last.text.endsWith(' ')) return;
        const text = last.text.slice(0, -1);
        if (text !== '') {
          this.#inlines[this.#inlines.length - 1] = { ...last, text };
          return;
        }
      }
      this.#inlines.pop();
    }
  }
}

/** Marks with an element's own added, unless one of its meaning is there: so they stay few at any depth. */
export function marksWith(
  marks: readonly InlineMark[],
  role: Extract<Role, { kind: 'phrase' | 'code' }>,
): readonly InlineMark[] {
  const isThere = marks.some((mark) =>
    mark.kind === 'phrase' && role.kind === 'phrase' ? SENSE[mark.tag] === SENSE[role.tag] : mark.kind === role.kind,
  );
  if (isThere) return marks;
  return [...marks, role.kind === 'phrase' ? role : { kind: 'code' }];
}
