import { joinRuns, type Line } from '../run.ts';
import { ZERO_WIDTH_SPACE } from '../text/inert.ts';
import type { Row } from './rows.ts';
import { joinParts, type Part, spaced } from './signs.ts';

/** Signs before and after a stretch of text in a style; `null`: the platform has none, and the text goes without. */
type Signs = string | null;

/** Platform's own kind of markdown: how it is written, and how text in it is text. */
export type Dialect = {
  /** Untrusted text as text: nothing in it is markup, a mention, a channel or an emoji. Done last. */
  readonly text: (text: string) => string;
  readonly bold: Signs;
  readonly italic: Signs;
  readonly struck: Signs;
  readonly underlined: Signs;
  /** Code in a line; `null`: the platform has none. */
  readonly code: ((text: string) => string) | null;
  /** Link with `label`, which is written already; `label` is `null` where the address itself is shown. */
  readonly link: (href: string, label: string | null) => string;
  /**
   * True if links are written as bare addresses, which are read as far as they may go: white space keeps the text around them
   * apart. Absent: they end with a sign.
   */
  readonly bare?: true;
  /** True if signs of emphasis count wherever they stand; absent: as CommonMark has it. */
  readonly lax?: true;
  /** Lines of a block of code, which may stand in quotes; `null`: each is written as a line of text. */
  readonly pre: ((lines: readonly string[], isQuoted: boolean) => readonly string[]) | null;
  /** Line within quotes, one or more deep. */
  readonly quote: (line: string, depth: number) => string;
  /** Beginning of a list's line, items `depth` deep (1: outermost); `number`: `null` in an unordered list. */
  readonly bullet: (depth: number, number: number | null) => string;
  /**
   * True if a list in an item, and an item's further lines, begin where the item's text does, as CommonMark has it. Then
   * they are indented by the writer, and `bullet` is asked for depth 1 alone. Absent: `bullet` indents.
   */
  readonly columns?: true;
  /** Heading; `null`: it is written in bold. */
  readonly heading: ((line: string) => string) | null;
  readonly rule: string;
  /** Text for a line that begins with what would be markup only there. */
  readonly lineStart: (line: string) => string;
  /** Instant (ISO 8601 UTC) as each reader's own time; absent: it stays in words. */
  readonly time?: (iso: string) => string;
  /** Small print at the foot of a message, of one line; absent: it is a line as any other. */
  readonly small?: (line: string) => string;
  /** End of a line before another one of the same block, where a newline alone is a space: two spaces, mostly. */
  readonly lineEnd?: string;
};

/** Rows in a platform's markdown, as lines. */
export function writeRows(rows: readonly Row[], dialect: Dialect): readonly string[] {
  const lines: string[] = [];
  const columns = new Columns(dialect);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    const above = rows[index - 1]?.quote ?? 0;
    const inQuote = (line: string): string => (row.quote === 0 ? line : dialect.quote(line, row.quote));
    // A line right below a quote would be read as the quote's own.
    if (row.isApart || row.quote < above) {
      const before = Math.min(row.quote, above);
      lines.push(before === 0 ? '' : dialect.quote('', before));
    }
    const [first, further] = columns.of(row);
    if (row.kind === 'code' && dialect.pre !== null) {
      const code = [row];
      for (let next = rows[index + 1]; next?.kind === 'code' && !next.isApart; next = rows[index + 1]) {
        code.push(next);
        index++;
      }
      const texts = code.map(({ runs }) => runs.map(({ text }) => text).join(''));
      const block = dialect.pre(texts, row.quote > 0);
      // Right below a paragraph, an item that is not the first of a list may be none, and its fence none either.
      if (row.bullet !== null && (lines.at(-1) ?? '') !== '') lines.push(inQuote('').trimEnd());
      // Where its further lines do not begin where the item's text does, the item would end with its first one, and the
      // code with the item: what follows would be read as no code.
      const isBelow = row.bullet !== null && dialect.columns !== true;
      // Alone, a hyphen would make a heading of the line above.
      if (isBelow) lines.push(inQuote(first + ZERO_WIDTH_SPACE));
      lines.push(...block.map((line, at) => inQuote((at === 0 && !isBelow ? first : further) + line)));
      continue;
    }
    lines.push(inQuote(first + rowLine(row, dialect)));
  }
  return lines;
}

/** Columns at which the text of the items begins that a row is in. */
class Columns {
  readonly #dialect: Dialect;
  #columns: readonly number[] = [];
  #quote = 0;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Beginnings of the row's line and of further lines of it. */
  of({ list, quote, bullet, kind }: Row): readonly [string, string] {
    const { bullet: sign, columns } = this.#dialect;
    if (list === 0 || quote !== this.#quote) this.#columns = [];
    this.#quote = quote;
    if (list === 0) return ['', ''];
    if (columns !== true) {
      const further = kind === 'code' && this.#dialect.pre !== null ? '' : '  '.repeat(list);
      return [bullet === null ? further : sign(list, bullet.number), further];
    }
    if (bullet === null) {
      const further = ' '.repeat(this.#columns[list - 1] ?? this.#columns.at(-1) ?? 0);
      return [further, further];
    }
    // Where an item has no line of its own but a list alone, that list is an outer one.
    const outer = this.#columns.slice(0, list - 1);
    const first = ' '.repeat(outer.at(-1) ?? 0) + sign(1, bullet.number);
    this.#columns = [...outer, first.length];
    return [first, ' '.repeat(first.length)];
  }
}

function rowLine({ kind, runs }: Row, dialect: Dialect): string {
  if (kind === 'rule') return dialect.rule;
  if (kind === 'code')
    return start(
      runs.map((one) => ({ ...one, styles: {} })),
      dialect,
    );
  if (kind !== 'heading') return start(runs, dialect);
  if (dialect.heading !== null) return dialect.heading(start(runs, dialect));
  return start(
    runs.map((one) => ({ ...one, styles: { ...one.styles, bold: true as const } })),
    dialect,
  );
}

/** Line that begins with no markup that is none elsewhere. */
function start(line: Line, dialect: Dialect): string {
  return dialect.lineStart(writeLine(line, dialect));
}

/** Line in a platform's markdown. */
export function writeLine(line: Line, dialect: Dialect): string {
  const parts = joinRuns(line.map((one) => known(one, dialect))).flatMap((one) => partsOf(one, dialect));
  return joinParts(dialect.bare === true ? spaced(parts) : parts, dialect.lax);
}

/** Run without styles that are not written: what is one text to a reader of the markdown has to be made inert as one. */
function known(one: Line[number], dialect: Dialect): Line[number] {
  const { bold, italic, struck, underlined, code } = one.styles;
  if (code === true && dialect.code !== null && one.href === null) return { ...one, styles: { code } };
  const styles = {
    ...(bold === true && dialect.bold !== null && { bold }),
    ...(italic === true && dialect.italic !== null && { italic }),
    ...(struck === true && dialect.struck !== null && { struck }),
    ...(underlined === true && dialect.underlined !== null && { underlined }),
  };
  return { ...one, styles };
}

function partsOf({ text, styles, href, time }: Line[number], dialect: Dialect): readonly Part[] {
  if (time !== undefined && dialect.time !== undefined) return [plain(dialect.time(time))];
  const core = text.trim();
  if (core === '') return text === '' ? [] : [plain(text)];
  const isCode = styles.code === true && dialect.code !== null && href === null;
  const at = text.indexOf(core);
  const ends = [text.slice(0, at), text.slice(at + core.length)].map((space) => (space === '' ? [] : [plain(space)]));
  const signs = isCode
    ? []
    : [
        styles.bold === true ? dialect.bold : null,
        styles.italic === true ? dialect.italic : null,
        styles.struck === true ? dialect.struck : null,
        styles.underlined === true ? dialect.underlined : null,
      ].filter((sign) => sign !== null);
  const part: Part = { written: coreOf(core, isCode, href, dialect), signs, isCode, isLink: href !== null };
  return [...(ends[0] ?? []), part, ...(ends[1] ?? [])];
}

function plain(written: string): Part {
  return { written, signs: [], isCode: false, isLink: false };
}

function coreOf(text: string, isCode: boolean, href: string | null, dialect: Dialect): string {
  // An address shows itself, with or without the slash that it ends with.
  if (href !== null) return dialect.link(href, text === href || `${text}/` === href ? null : dialect.text(text));
  return isCode && dialect.code !== null ? dialect.code(text) : dialect.text(text);
}
