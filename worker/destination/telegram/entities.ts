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
  #text = '';
  readonly #entities: Entity[] = [];
  /** Stretches in which Telegram looks for nothing, or the owner's mentions: they stay as they are. */
  readonly #kept: { readonly start: number; readonly end: number }[] = [];

  get length(): number {
    return this.#text.length;
  }

  /** Adds text that has no form. */
  add(text: string): void {
    this.#text += text;
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
    this.#kept.push({ start, end: this.length });
  }

  /** Adds a mention of the owner's, which stays alive: `@name`, or the id of a user. */
  addMention(whom: string): void {
    const start = this.length;
    this.add(whom);
    this.#kept.push({ start, end: this.length });
    if (whom.startsWith('@')) return;
    this.wrap({ type: 'text_mention', user: { id: Number(whom), is_bot: false, first_name: whom } }, start);
  }

  /** Gives a form to what was added since `start`, without white space at its ends. */
  wrap(form: Form, start: number): void {
    const text = this.#text.slice(start);
    const core = text.trim();
    if (core === '') return;
    // White space at the beginning of a block of code is the code's.
    const offset = form.type === 'pre' ? start : start + text.indexOf(core);
    this.#entities.push({ ...form, offset, length: start + text.trimEnd().length - offset });
  }

  /** Gives the text without white space at its end, and with nothing alive in it but its entities. */
  build(): FormattedText {
    const text = this.#text.trimEnd();
    const offsets = this.#liveOffsets(text);
    let quiet = '';
    let from = 0;
    for (const offset of offsets) {
      quiet += text.slice(from, offset) + ZERO_WIDTH_SPACE;
      from = offset;
    }
    const moved = this.#entities.map((entity) => {
      const start = entity.offset + countBefore(offsets, entity.offset + 1);
      const end = entity.offset + entity.length;
      return { ...entity, offset: start, length: end + countBefore(offsets, end) - start };
    });
    const sorted = moved.toSorted((one, other) => one.offset - other.offset || other.length - one.length);
    return { text: quiet + text.slice(from), entities: sorted };
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
      this.#kept.push({ start, end: this.length });
      return;
    }
    if (styles.bold === true) this.wrap({ type: 'bold' }, start);
    if (styles.italic === true) this.wrap({ type: 'italic' }, start);
    if (styles.underlined === true) this.wrap({ type: 'underline' }, start);
    if (styles.struck === true) this.wrap({ type: 'strikethrough' }, start);
    if (url !== null) this.wrap({ type: 'text_link', url }, start);
    if (url !== null && /^https?:\/\//i.test(raw)) this.#kept.push({ start, end: this.length });
    const instant = time === undefined ? Number.NaN : Date.parse(time);
    if (Number.isNaN(instant)) return;
    this.wrap({ type: 'date_time', unix_time: Math.floor(instant / 1000), date_time_format: 'Dt' }, start);
    this.#kept.push({ start, end: this.length });
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
