import type { Line, Run } from '../../markup/run.ts';
import { ZERO_WIDTH_SPACE } from '../../markup/text/inert.ts';
import { stripControls } from '../../markup/text/strip-controls.ts';
import { liveOffsets } from './detection.ts';

type Form =
  | { readonly type: 'bold' | 'italic' | 'underline' | 'strikethrough' | 'code' | 'pre' | 'blockquote' }
  | { readonly type: 'text_link'; readonly url: string }
  | {
      readonly type: 'text_mention';
      readonly user: { readonly id: number; readonly is_bot: false; readonly first_name: string };
    }
  | { readonly type: 'date_time'; readonly unix_time: number; readonly date_time_format: 'Dt' };

/** Form of a stretch of text, in UTF-16 units. https://core.telegram.org/bots/api#messageentity */
export type Entity = Form & { readonly offset: number; readonly length: number };

/** Text with its forms, as Telegram takes both. */
export type FormattedText = { readonly text: string; readonly entities: readonly Entity[] };

/** Signs that break a line, or that Telegram takes out. */
const BREAKS = /[\r\n\u2028\u2029]+/g;

/**
 * Text that grows by runs. Each entity lies within another or apart from it, and code holds none and lies in none, as
 * Telegram demands. https://core.telegram.org/bots/api#formatting-options
 */
export class TextBuilder {
  readonly #parts: string[] = [];
  #length = 0;
  readonly #spans: { readonly form: Form; readonly start: number; readonly end: number }[] = [];
  /** Stretches in which Telegram looks for nothing, or the owner's mentions: they stay as they are. */
  readonly #kept: { readonly start: number; readonly end: number }[] = [];

  get length(): number {
    return this.#length;
  }

  /** Adds text that has no form. */
  add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Adds a line's runs. `isCodeText`: code is written as text, for code cannot be in a quote. */
  addLine(line: Line, isCodeText = false): void {
    for (const one of line) this.#addRun(one, isCodeText);
  }

  /** Adds lines of code as one block. */
  addCode(lines: readonly string[]): void {
    const start = this.length;
    this.add(lines.map((line) => stripControls(line).replaceAll(BREAKS, ' ')).join('\n'));
    this.wrap({ type: 'pre' }, start);
    this.#keep(start);
  }

  /** Adds a mention of the owner's, which stays alive: `@name`, or the id of a user. */
  addMention(id: string): void {
    const start = this.length;
    this.add(id);
    this.#keep(start);
    if (id.startsWith('@')) return;
    this.wrap({ type: 'text_mention', user: { id: Number(id), is_bot: false, first_name: id } }, start);
  }

  /** Gives a form to what was added since `start`, without white space at its ends. */
  wrap(form: Form, start: number): void {
    this.#spans.push({ form, start, end: this.length });
  }

  /** Gives the text without white space at its end, and with nothing alive in it but its entities. */
  build(): FormattedText {
    const text = this.#parts.join('').trimEnd();
    const offsets = this.#liveOffsets(text);
    const pieces = [0, ...offsets].map((from, at) => text.slice(from, offsets[at]));
    const entities = this.#spans.flatMap(({ form, start, end }) => {
      const core = text.slice(start, end);
      // White space at the beginning of a block of code is the code's.
      const first = form.type === 'pre' ? start : start + core.length - core.trimStart().length;
      const last = start + core.trimEnd().length;
      if (last <= first) return [];
      const offset = first + countBefore(offsets, first + 1);
      return [{ ...form, offset, length: last + countBefore(offsets, last) - offset }];
    });
    return {
      text: pieces.join(ZERO_WIDTH_SPACE),
      entities: entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length),
    };
  }

  #keep(start: number): void {
    this.#kept.push({ start, end: this.length });
  }

  #addRun({ text: raw, styles, href, time }: Run, isCodeText: boolean): void {
    const start = this.length;
    const url = href !== null && /^https?:/i.test(href) ? href : null;
    // An address of e-mail cannot be a link here: it is shown instead.
    const shown =
      href !== null && url === null && !href.endsWith(raw) ? `${raw} (${href.replace(/^mailto:/i, '')})` : raw;
    this.add(stripControls(shown).replaceAll(BREAKS, ' '));
    if (styles.code === true && url === null && !isCodeText) {
      this.wrap({ type: 'code' }, start);
      this.#keep(start);
      return;
    }
    if (styles.bold === true) this.wrap({ type: 'bold' }, start);
    if (styles.italic === true) this.wrap({ type: 'italic' }, start);
    if (styles.underlined === true) this.wrap({ type: 'underline' }, start);
    if (styles.struck === true) this.wrap({ type: 'strikethrough' }, start);
    if (url !== null) this.wrap({ type: 'text_link', url }, start);
    if (url !== null && /^https?:\/\//i.test(raw)) this.#keep(start);
    const instant = time === undefined ? Number.NaN : Date.parse(time);
    if (Number.isNaN(instant)) return;
    this.wrap({ type: 'date_time', unix_time: Math.floor(instant / 1000), date_time_format: 'Dt' }, start);
    this.#keep(start);
  }

  #liveOffsets(text: string): readonly number[] {
    const kept = this.#kept.values();
    let span = kept.next().value;
    return liveOffsets(text).filter((offset) => {
      while (span !== undefined && span.end < offset) span = kept.next().value;
      return span === undefined || offset <= span.start;
    });
  }
}

/** Number of the offsets, which are in order, that are lower. */
function countBefore(offsets: readonly number[], bound: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
