/** Size of a character cell and of the margin, in SVG units. */
const CELL = { width: 8.4, height: 19 };
const FONT_SIZE = 14;
const MARGIN = 16;

/** Colours by their SGR codes (ECMA-48), on the background. */
const COLOURS: Readonly<Record<string, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
};
const TEXT = '#e6edf3';
const BACKGROUND = '#0d1117';

type Style = { readonly bold: boolean; readonly dim: boolean; readonly colour: string };
type Run = Style & { readonly text: string; readonly column: number };

const PLAIN: Style = { bold: false, dim: false, colour: TEXT };

const SGR = /\p{Cc}\[([\d;]*)m/u;

/** Draws a terminal's output, styles included, as an SVG of `columns` and as many rows as there are lines. */
export function terminalSvg(output: string, columns: number, title: string): string {
  const lines = output.trimEnd().split(/\r?\n/);
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  let style = PLAIN;
  const rows = lines.map((line, row) => {
    const read = readRuns(line, style);
    ({ style } = read);
    const y = MARGIN + row * CELL.height + FONT_SIZE;
    return read.runs.map((run) => tspan(run, y)).join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<text font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    ...rows.filter((row) => row !== ''),
    '</text>',
    '</svg>',
    '',
  ].join('\n');
}

function readRuns(line: string, before: Style): { readonly runs: readonly Run[]; readonly style: Style } {
  const runs: Run[] = [];
  let style = before;
  let column = 0;
  // Text and the codes between it take turns.
  for (const [index, piece] of line.split(SGR).entries()) {
    if (index % 2 === 1) {
      style = restyled(style, piece);
      continue;
    }
    const text = piece.replaceAll(/\p{Cc}/gu, '');
    const indent = text.length - text.trimStart().length;
    if (text.trim() !== '') runs.push({ ...style, text: text.trim(), column: column + indent });
    column += widthOf(text);
  }
  return { runs, style };
}

function restyled(before: Style, codes: string): Style {
  let style = before;
  for (const code of codes.split(';')) style = withCode(style, code);
  return style;
}

function withCode(style: Style, code: string): Style {
  switch (code) {
    case '':
    case '0':
      return PLAIN;
    case '1':
      return { ...style, bold: true };
    case '2':
      return { ...style, dim: true };
    case '22':
      return { ...style, bold: false, dim: false };
    default:
      return { ...style, colour: COLOURS[code] ?? (code === '39' ? TEXT : style.colour) };
  }
}

/** Columns that a text takes in a terminal: two for what East Asian scripts write in full width, and for emoji. */
function widthOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{M}|\p{Cf}/u.test(character)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}

function tspan({ text, column, bold, dim, colour }: Run, y: number): string {
  const x = Number((MARGIN + column * CELL.width).toFixed(1));
  const attributes = [
    `x="${x}" y="${y}" fill="${colour}"`,
    bold ? ' font-weight="bold"' : '',
    dim ? ' fill-opacity="0.6"' : '',
  ];
  return `<tspan ${attributes.join('')}>${escape(text)}</tspan>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
