import type { Line, Run, Styles } from '../run.ts';
import { ZERO_WIDTH_SPACE } from '../text/inert.ts';
import type { Row } from './rows.ts';

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
  /** Lines of a block of code; `null`: each is written as a line of text. */
  readonly pre: ((lines: readonly string[]) => readonly string[]) | null;
  /** Line within quotes, one or more deep. */
  readonly quote: (line: string, depth: number) => string;
  /** Beginning of a list's line, items `depth` deep (1: outermost); `number`: `null` in an unordered list. */
  readonly bullet: (depth: number, number: number | null) => string;
  readonly heading: (line: string) => string;
  readonly rule: string;
  /** Text for a line that begins with what would be markup only there. */
  readonly lineStart: (line: string) => string;
};

/** Rows in a platform's markdown, as lines. */
export function writeRows(rows: readonly Row[], dialect: Dialect): readonly string[] {
  const lines: string[] = [];
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    const inQuote = (line: string): string => (row.quote === 0 ? line : dialect.quote(line, row.quote));
    if (row.isApart) {
      const before = Math.min(row.quote, rows[index - 1]?.quote ?? 0);
      lines.push(before === 0 ? '' : dialect.quote('', before));
    }
    if (row.kind === 'code' && dialect.pre !== null) {
      const code = [row];
      for (let next = rows[index + 1]; next?.kind === 'code' && !next.isApart; next = rows[index + 1]) {
        code.push(next);
        index++;
      }
      lines.push(...dialect.pre(code.map(({ runs }) => runs.map(({ text }) => text).join(''))).map(inQuote));
      continue;
    }
    lines.push(inQuote(rowLine(row, dialect)));
  }
  return lines;
}

function rowLine({ kind, runs, list, bullet }: Row, dialect: Dialect): string {
  if (kind === 'rule') return dialect.rule;
  const plain = kind === 'code' ? runs.map((one) => ({ ...one, styles: {} })) : runs;
  const line = dialect.lineStart(writeLine(plain, dialect));
  const written = kind === 'heading' ? dialect.heading(line) : line;
  if (list === 0) return written;
  return (bullet === null ? '  '.repeat(list) : dialect.bullet(list, bullet.number)) + written;
}

/** Line in a platform's markdown. */
export function writeLine(line: Line, dialect: Dialect): string {
  let written = '';
  let wasSigned = false;
  for (const one of line) {
    const [before, core, after] = spaced(one.text);
    const signs = signsOf(one.styles, dialect);
    const content = core === '' ? '' : coreOf({ ...one, text: core }, dialect);
    if (content === '') {
      written += one.text;
      continue;
    }
    const isSigned = signs.length > 0 || (one.styles.code === true && dialect.code !== null);
    // Two signs that touch, or a sign within a word, would be read as another one, or as none.
    const touches = (isSigned || wasSigned) && before === '' && written !== '' && !/\s$/.test(written);
    written += `${before}${touches ? ZERO_WIDTH_SPACE : ''}${signs.join('')}${content}${signs.toReversed().join('')}${after}`;
    wasSigned = isSigned && after === '';
  }
  return written;
}

function coreOf({ text, styles, href }: Run, dialect: Dialect): string {
  if (href !== null) return dialect.link(href, text === href ? null : dialect.text(text));
  return styles.code === true && dialect.code !== null ? dialect.code(text) : dialect.text(text);
}

function signsOf({ bold, italic, struck, underlined, code }: Styles, dialect: Dialect): readonly string[] {
  if (code === true && dialect.code !== null) return [];
  const signs = [
    bold === true ? dialect.bold : null,
    italic === true ? dialect.italic : null,
    struck === true ? dialect.struck : null,
    underlined === true ? dialect.underlined : null,
  ];
  return signs.filter((sign) => sign !== null);
}

/** White space before the text, the text, and white space after it. */
function spaced(text: string): readonly [string, string, string] {
  const core = text.trim();
  const at = text.indexOf(core);
  return core === '' ? [text, '', ''] : [text.slice(0, at), core, text.slice(at + core.length)];
}
