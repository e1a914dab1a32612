import { isBlank } from '../text/blank.ts';
import type { Inline, InlineMark } from '../tree.ts';

/** The lines of one paragraph as they are written: white space is one space, and none stands at an end of a line. */
export class InlineBuilder {
  #inlines: Inline[] = [];

  /** Whether nothing that shows has been written. */
  get empty(): boolean {
    return this.#inlines.length === 0;
  }

  /** Adds text; `marks` that are the same object continue the stretch. */
  text(data: string, marks: readonly InlineMark[]): void {
    const even = data.replaceAll(/[ \t\n\f\r\u2028\u2029]+/g, ' ');
    const said = even.startsWith(' ') && this.#atSpace() ? even.slice(1) : even;
    if (said === '') return;
    const last = this.#inlines.at(-1);
    if (last?.kind === 'text' && last.marks === marks) {
      this.#inlines[this.#inlines.length - 1] = { kind: 'text', text: last.text + said, marks };
    } else {
      this.#inlines.push({ kind: 'text', text: said, marks });
    }
  }

  /** Adds an image. */
  image(src: string, alt: string, marks: readonly InlineMark[]): void {
    this.#inlines.push({ kind: 'image', src, alt, marks });
  }

  /** Ends the line; false where it was empty, and so the paragraph ends. */
  break(marks: readonly InlineMark[]): boolean {
    this.#trim(false);
    const last = this.#inlines.at(-1);
    if (last === undefined || last.kind === 'break') return false;
    this.#inlines.push({ kind: 'break', marks });
    return true;
  }

  /** What was written, and starts anew; `[]` where nothing of it shows. */
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

  /** Takes away the space, and also the breaks, that now stand at the end. */
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
