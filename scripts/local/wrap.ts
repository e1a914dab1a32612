import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** Less room than this is left to the terminal itself, columns. */
const NARROWEST = 12;

/** A style, as `styleText` writes it (ECMA-48, SGR). */
const STYLE = /(\p{Cc}\[[\d;]*m)/u;

/** Indent, the marks of a quotation, and the mark of a list's item. */
const BEGINNING = /^( *)((?:> )*)((?:[-•✓✗] |\d+\. )?)/;

/** A command to copy: the shell would take what is wrapped for several. Sentences begin further out, comments further in. */
const COMMAND = /^ {2}np[mx] /;

/** Punctuation that begins no line, and that ends none. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\u30fb\u30fc]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Text with every line broken between words so that it fits `columns` (of a terminal: CJK and emoji take two). Lines that
 * continue another begin with `hang`; left out: with its indent, or below the text of its list item or quotation. An
 * address is never broken, since it could not be opened any more, nor is a command of npm's.
 */
export function wrap(text: string, columns: number, hang?: string): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns, hang ?? hangOf(line)))
    .join('\n');
}

function wrapLine(line: string, columns: number, hang: string): string {
  const room = columns - stringWidth(hang);
  if (room < NARROWEST || COMMAND.test(line) || stringWidth(line) <= columns) return line;
  const rows: string[] = [];
  let row = '';
  for (const [, spaces = '', word = ''] of line.matchAll(/( *)([^ ]+)/g)) {
    for (const [index, piece] of piecesOf(word, room).entries()) {
      const longer = row + (index === 0 ? spaces : '') + piece;
      const isOver = stringWidth(row) > stringWidth(hang) && stringWidth(longer) > columns;
      if (isOver) rows.push(row);
      row = isOver ? hang + piece : longer;
    }
  }
  return [...rows, row].join('\n');
}

function hangOf(line: string): string {
  const [, indent = '', quotes = '', mark = ''] = BEGINNING.exec(stripVTControlCharacters(line)) ?? [];
  return indent + quotes + ' '.repeat(mark.length);
}

/** The parts of a word between which a line may be broken: around wide characters, and within what is wider than `room`. */
function piecesOf(word: string, room: number): readonly string[] {
  if (word.includes('://')) return [word];
  const pieces: string[] = [];
  let piece = '';
  let last = '';
  for (const cluster of clustersOf(word)) {
    const isWide = stringWidth(last) === 2 || stringWidth(cluster) === 2;
    const mayBreak = isWide && !CLOSING.test(cluster) && !OPENING.test(last);
    if (stringWidth(piece) > 0 && (mayBreak || stringWidth(piece + cluster) > room)) {
      pieces.push(piece);
      piece = '';
    }
    piece += cluster;
    if (stringWidth(cluster) > 0) last = cluster;
  }
  return [...pieces, piece];
}

/** Characters as people see them; a style is one that takes no room. */
function clustersOf(word: string): readonly string[] {
  return word
    .split(STYLE)
    .flatMap((part) => (STYLE.test(part) ? [part] : [...clusters.segment(part)].map(({ segment }) => segment)));
}
