import { resolveEntities } from './characters.ts';
import { endOfName, isSpace, readStartTag } from './tag.ts';

/** Text made well-formed. `truncated`: it ended before its root did, and what was not whole is left out. */
export type Tidied = {
  readonly text: string;
  readonly truncated: boolean;
  /** How far the input was read. */
  readonly end: number;
};

type Open = { readonly name: string; readonly local: string; readonly at: number };

/** Deeper elements lose their tags and keep their text: fast-xml-parser refuses more than 100 levels. */
const MAX_DEPTH = 90;
/** Tags, attributes and pieces of text; to read so many takes half a second and 100 MB. What follows is cut. */
const MAX_NODES = 100_000;
/** fast-xml-parser gathers text one character at a time, 32 bytes each, but takes CDATA in one piece. */
const MAX_PLAIN_TEXT = 32;

/** HTML elements without an end tag, where their names mean nothing else in a feed. */
const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr']);
/** Elements that never contain themselves: where one begins, an open one has ended; a cut leaves out the open one. */
const ENTRIES = new Set(['item', 'entry']);
/** What ends all that is open below it, however deep that is, and has no text of its own. */
const STRUCTURE = new Set([...ENTRIES, 'channel', 'rss', 'feed', 'rdf']);
/** Names that fast-xml-parser throws at, since they would be properties of every object. No vocabulary has them. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** The element whose start tag stands at `root`, made well-formed in one pass; text that needs nothing is not copied. */
export function tidy(text: string, root: number): Tidied {
  const first = new Tidier(text, root, text.length);
  const cut = first.run();
  if (cut === null) return { text: first.take(), truncated: false, end: first.at };
  const again = new Tidier(text, root, cut);
  again.run();
  return { text: again.take(), truncated: true, end: first.at };
}

class Tidier {
  readonly #text: string;
  readonly #end: number;
  readonly #open: Open[] = [];
  /** Finished output, the offset up to which the input is in it, and the one up to which it is read. */
  #output = '';
  #copied: number;
  #at: number;
  /** Where the text began that `#at` is in: behind the last markup. */
  #textAt: number;
  #nodes = 0;
  #tooDeep = 0;

  constructor(text: string, root: number, end: number) {
    this.#text = text;
    this.#end = end;
    this.#copied = root;
    this.#at = root;
    this.#textAt = root;
  }

  get at(): number {
    return this.#at;
  }

  /** Reads to the root's end; where there is none, gives the offset up to which all entries are whole. */
  run(): number | null {
    do {
      const lt = this.#text.indexOf('<', this.#at);
      if (lt < 0 || lt >= this.#end || this.#nodes > MAX_NODES || !this.#markup(lt)) return this.#cut();
    } while (this.#open.length > 0);
    this.#copyTo(this.#at);
    return null;
  }

  take(): string {
    for (const { name } of this.#open.toReversed()) this.#output += `</${name}>`;
    return this.#output;
  }

  #cut(): number {
    const entry = this.#open.find(({ local }) => ENTRIES.has(local));
    const cut = entry?.at ?? Math.min(this.#textAt, this.#end);
    this.#copyTo(cut);
    return cut;
  }

  /** Takes the piece of markup at `lt`, with the text before it; false where it does not end. */
  #markup(lt: number): boolean {
    const text = this.#text;
    const second = text[lt + 1];
    if (second !== '/' && second !== '!' && second !== '?') return this.#startTag(lt);
    this.#endText(lt);
    if (second === '/') return this.#endTag(lt);
    if (second === '?') return this.#leaveOut(lt, '?>');
    if (text.startsWith('<!--', lt)) return this.#leaveOut(lt, '-->');
    if (!text.startsWith('<![CDATA[', lt)) return this.#leaveOut(lt, '>');
    this.#nodes++;
    return this.#skipTo(']]>', lt);
  }

  #startTag(lt: number): boolean {
    const tag = readStartTag(this.#text, lt);
    if (tag === null) {
      // A stray `<`: text like any other.
      this.#at = lt + 1;
      return true;
    }
    this.#endText(lt);
    const local = localName(tag.name);
    if (ENTRIES.has(local) && this.#open.some(({ name }) => name === tag.name)) this.#closeTo(tag.name, lt);
    const empty = tag.selfClosing || VOID.has(tag.name);
    const tooDeep = this.#open.length >= MAX_DEPTH;
    if (tooDeep || RESERVED.has(tag.name)) {
      if (tooDeep && !empty) this.#tooDeep++;
      this.#replace(lt, tag.end, '');
      return true;
    }
    this.#nodes += 1 + tag.attributes;
    if (tag.rewritten !== null || empty !== tag.selfClosing) {
      const start = tag.rewritten ?? this.#text.slice(lt, tag.end - 1);
      this.#replace(lt, tag.end, `${start}${empty ? '/>' : '>'}`);
    }
    if (!empty) this.#open.push({ name: tag.name, local, at: lt });
    this.#moveTo(tag.end);
    return true;
  }

  #endTag(lt: number): boolean {
    const nameEnd = endOfName(this.#text, lt + 2);
    const name = this.#text.slice(lt + 2, nameEnd);
    const gt = this.#text[nameEnd] === '>' ? nameEnd : this.#text.indexOf('>', nameEnd);
    if (gt < 0 && this.#open.at(-1)?.name === name) {
      this.#open.pop();
      this.#replace(lt, nameEnd, `</${name}>`);
      return true;
    }
    if (gt < 0 || gt >= this.#end) return false;
    if (this.#tooDeep > 0 && !STRUCTURE.has(localName(name))) {
      this.#tooDeep--;
      this.#replace(lt, gt + 1, '');
    } else if (this.#open.at(-1)?.name === name) {
      this.#open.pop();
      this.#moveTo(gt + 1);
    } else {
      this.#closeTo(name, lt);
      this.#replace(lt, gt + 1, '');
    }
    return true;
  }

  /**
   * Closes what is open, down to the innermost element of this name and with it; nothing, where none is open. The
   * innermost of all may have been closed without its prefix, or with another.
   */
  #closeTo(name: string, at: number): void {
    const wanted = name.toLowerCase();
    const last = this.#open.length - 1;
    const named = this.#open.findLastIndex((open) => open.name.toLowerCase() === wanted);
    const index = named < 0 && this.#open[last]?.local === localName(name) ? last : named;
    if (index < 0) return;
    const closed = this.#open.splice(index).toReversed();
    this.#replace(at, at, closed.map((open) => `</${open.name}>`).join(''));
    this.#tooDeep = 0;
  }

  /**
   * The text up to `lt` is done. It goes out as CDATA where it is long or has a `<` in it, or where what it continues was
   * left out; between a feed's elements, where it is white space, not at all.
   */
  #endText(lt: number): void {
    const start = this.#textAt;
    if (lt === start) return;
    const isGap = STRUCTURE.has(this.#open.at(-1)?.local ?? '') && isBlank(this.#text, start, lt);
    if (!isGap && lt - start <= MAX_PLAIN_TEXT && this.#at === start && this.#copied !== start) return;
    const text = isGap ? '' : resolveEntities(this.#text.slice(start, lt)).replaceAll(']]>', ']]]]><![CDATA[>');
    if (text !== '') this.#nodes++;
    this.#replace(start, lt, text === '' ? '' : `<![CDATA[${text}]]>`);
  }

  #leaveOut(lt: number, end: string): boolean {
    if (!this.#skipTo(end, lt)) return false;
    this.#replace(lt, this.#at, '');
    return true;
  }

  #skipTo(end: string, from: number): boolean {
    const found = this.#text.indexOf(end, from);
    if (found < 0 || found + end.length > this.#end) return false;
    this.#moveTo(found + end.length);
    return true;
  }

  #replace(from: number, to: number, replacement: string): void {
    this.#copyTo(from);
    this.#output += replacement;
    this.#copied = to;
    this.#moveTo(to);
  }

  #moveTo(offset: number): void {
    this.#at = offset;
    this.#textAt = offset;
  }

  #copyTo(offset: number): void {
    if (offset > this.#copied) this.#output += this.#text.slice(this.#copied, offset);
    this.#copied = Math.max(this.#copied, offset);
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}
