import { ZERO_WIDTH_SPACE } from '../text/inert.ts';

/** Beginning of a heading, a quote, a list, a rule, a table or the underline of a heading. */
const BLOCK = /^(?:[#>+=|-]|\d{1,9}[.)])/;

/**
 * Line of which no markdown makes a block: without white space before it, which would make code of it, and with an
 * invisible character before what would begin another block. Signs of emphasis are the writer's part.
 */
export function plainStart(line: string): string {
  const text = line.trimStart();
  return BLOCK.test(text) ? ZERO_WIDTH_SPACE + text : text;
}
