import { resolveEntities } from './characters.ts';
import { allowed, CONTAINERS, ENTRIES, STRUCTURE, VOID } from './known-names.ts';
import { MAX_DEPTH, MAX_ENTRIES, MAX_NODES, MAX_NODES_IN_ALL } from './limits.ts';
import { localName, Nesting } from './nesting.ts';
import { Breaks, type Tidied } from './parts.ts';
import { Rewrite } from './rewrite.ts';
import { behind, behindInstruction } from './root.ts';
import { endOfName, readStartTag } from './tag.ts';

/** Longest text left as it is: fast-xml-parser gathers it one character at a time, 32 bytes each, but CDATA at once. */
const MAX_PLAIN_TEXT = 32;
/** Pieces of markup in one loop: a longer one would be compiled meanwhile, which slows the rest of a first parse. */
const STRETCH = 20;

/** Makes the element well-formed whose start tag stands at `root`, in one pass; text that needs nothing is not copied. */
export function tidy(text: string, root: number): Tidied {
  const first = new Tidier(text, root, text.length);
  const cut = first.run();
  if (cut === null) return { ...first.take(), truncated: false, end: first.at, full: false };
  const again = new Tidier(text, root, cut);
  again.run();
  return { ...again.take(), truncated: true, end: first.at, full: first.isFull };
}

class Tidier {
  readonly #text: string;
  readonly #end: number;
  readonly #open = new Nesting();
  readonly #output: Rewrite;
  /** Offset up to which the text is read. */
  at: number;
  /** Offset behind the last markup, where the text begins that `at` is in. */
  #textAt: number;
  #nodes = 0;
  #entries = 0;
  #tooDeep = 0;
  readonly #breaks = new Breaks();

  constructor(text: string, root: number, end: number) {
    this.#text = text;
    this.#end = end;
    this.#output = new Rewrite(text, root);
    this.at = root;
    this.#textAt = root;
  }

  /** True if one of our limits ended it. */
  get isFull(): boolean {
    const inPart = this.#breaks.nodesSince(this.#nodes);
    return inPart > MAX_NODES || this.#nodes > MAX_NODES_IN_ALL || this.#entries > MAX_ENTRIES;
  }

  /** Reads to the root's end; where there is none, gives the offset up to which all entries are whole. */
  run(): number | null {
    do if (!this.#stretch()) return this.#cut();
    while (this.#open.depth > 0);
    this.#output.copyTo(this.at);
    return null;
  }

  /** Reads the next pieces of markup, at most to the root's end; false where they end before that. */
  #stretch(): boolean {
    for (let piece = 0; piece < STRETCH; piece++) {
      const lt = this.#text.indexOf('<', this.at);
      if (lt < 0 || lt >= this.#end || this.isFull || !this.#markup(lt)) return false;
      if (this.#open.depth === 0) break;
    }
    return true;
  }

  take(): Pick<Tidied, 'text' | 'breaks' | 'closing'> {
    this.#output.append(this.#open.closeAll());
    return { text: this.#output.written, breaks: this.#breaks.at, closing: this.#breaks.closing };
  }

  #cut(): number {
    const cut = this.#open.startOf(ENTRIES) ?? Math.min(this.#textAt, this.#end);
    this.#output.copyTo(cut);
    return cut;
  }

  /** Takes the piece of markup at `lt`, with the text before it; false where it does not end. */
  #markup(lt: number): boolean {
    const text = this.#text;
    const second = text[lt + 1];
    if (second !== '/' && second !== '!' && second !== '?') return this.#startTag(lt);
    this.#endText(lt);
    if (second === '/') return this.#endTag(lt);
    if (second === '?') return this.#leaveOutTo(behindInstruction(text, lt + 1), lt);
    if (text.startsWith('<!--', lt)) return this.#leaveOutTo(behind(text, '-->', lt), lt);
    if (!text.startsWith('<![CDATA[', lt)) return this.#leaveOutTo(behind(text, '>', lt), lt);
    this.#nodes++;
    return this.#skipTo(']]>', lt);
  }

  #startTag(lt: number): boolean {
    const tag = readStartTag(this.#text, lt);
    if (tag === null) {
      // A stray `<`: text like any other.
      this.at = lt + 1;
      return true;
    }
    this.#endText(lt);
    const isEntry = ENTRIES.has(localName(tag.name));
    if (isEntry && this.#entries++ === MAX_ENTRIES) return false;
    this.#close(this.#open.closeFor(tag.name, isEntry), lt);
    if (isEntry && this.#breaks.isDue(this.#open, this.#nodes)) {
      this.#output.copyTo(lt);
      this.#breaks.add(this.#output.written.length, this.#open, this.#nodes);
    }
    const empty = tag.selfClosing || VOID.has(tag.name.toLowerCase());
    if (this.#open.depth >= MAX_DEPTH) {
      if (!empty) this.#tooDeep++;
      this.#replace(lt, tag.end, '');
      return true;
    }
    this.#nodes += 1 + tag.attributes;
    const name = allowed(tag.name);
    if (tag.rewritten !== null || empty !== tag.selfClosing || name !== tag.name) {
      const start = name === tag.name ? (tag.rewritten ?? this.#text.slice(lt, tag.end - 1)) : `<${name}`;
      this.#replace(lt, tag.end, `${start}${empty ? '/>' : '>'}`);
    }
    if (!empty) this.#open.open(name, lt);
    this.#moveTo(tag.end);
    return true;
  }

  #endTag(lt: number): boolean {
    const nameEnd = endOfName(this.#text, lt + 2);
    const served = this.#text.slice(lt + 2, nameEnd);
    const name = allowed(served);
    const gt = this.#text[nameEnd] === '>' ? nameEnd : this.#text.indexOf('>', nameEnd);
    if (gt < 0 && this.#open.closeInnermost(name)) {
      this.#replace(lt, nameEnd, `</${name}>`);
      return true;
    }
    if (gt < 0 || gt >= this.#end) return false;
    if (this.#tooDeep > 0 && !STRUCTURE.has(localName(name))) {
      this.#tooDeep--;
      this.#replace(lt, gt + 1, '');
    } else if (name === served && this.#open.closeInnermost(name)) {
      this.#moveTo(gt + 1);
    } else {
      this.#close(this.#open.closeTo(name), lt);
      this.#replace(lt, gt + 1, '');
    }
    return true;
  }

  #close(endTags: string, at: number): void {
    if (endTags === '') return;
    this.#replace(at, at, endTags);
    this.#tooDeep = 0;
  }

  /**
   * Writes the text up to `lt`. Between a feed's elements white space goes; what is short and plain stays; all else goes
   * out as CDATA with its entities resolved, as does what continues a text from which something was left out.
   */
  #endText(lt: number): void {
    const start = this.#textAt;
    if (lt === start) return;
    const text = this.#text.slice(start, lt);
    if (CONTAINERS.has(this.#open.innermost) && text.trim() === '') {
      this.#replace(start, lt, '');
      return;
    }
    const isPlain = text.length <= MAX_PLAIN_TEXT && this.at === start && !text.includes('&');
    if (isPlain && !this.#output.isReplacedUpTo(start)) return;
    this.#nodes++;
    this.#replace(start, lt, `<![CDATA[${resolveEntities(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
  }

  #leaveOutTo(end: number, lt: number): boolean {
    if (end < 0 || end > this.#end) return false;
    this.#replace(lt, end, '');
    return true;
  }

  #skipTo(end: string, from: number): boolean {
    const found = this.#text.indexOf(end, from);
    if (found < 0 || found + end.length > this.#end) return false;
    this.#moveTo(found + end.length);
    return true;
  }

  #replace(from: number, to: number, replacement: string): void {
    this.#output.replace(from, to, replacement);
    this.#moveTo(to);
  }

  #moveTo(offset: number): void {
    this.at = offset;
    this.#textAt = offset;
  }
}
