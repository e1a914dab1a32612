import { ZERO_WIDTH_SPACE } from '../text/inert.ts';

/** Part of a line of markdown, written already, with the signs that are to stand around it, outermost first. */
export type Part = {
  readonly written: string;
  readonly signs: readonly string[];
  readonly isCode: boolean;
  readonly isLink: boolean;
};

/**
 * Parts as one line, in which each sign is read as what it is. Two signs that touch would be one, and a sign between a
 * letter and punctuation is none (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run): there a character
 * that nobody sees stands between them. `isLax`: signs count wherever they stand, and what is within them has to begin at once.
 */
export function joinParts(parts: readonly Part[], isLax = false): string {
  let line = '';
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    const after = parts[index + 1];
    if (before !== undefined && isApart(before, part)) line += ZERO_WIDTH_SPACE;
    const next = after === undefined ? '' : isApart(part, after) ? ZERO_WIDTH_SPACE : (after.signs[0] ?? after.written);
    const signs = grouped(part.signs);
    line += isLax
      ? signs.join('') + part.written + signs.toReversed().join('')
      : signed(part.written, signs, line, next);
  }
  return line;
}

/** Punctuation by every version of CommonMark: in front of a sign and behind it. */
const PUNCTUATION_END = /[\p{P}$+<=>^`|~]$/u;
const PUNCTUATION_START = /^[\p{P}$+<=>^`|~]/u;

/** Punctuation by any version, the latest of which has symbols as well: next to a sign inside of it. */
const SYMBOL_END = /[\p{P}\p{S}]$/u;
const SYMBOL_START = /^[\p{P}\p{S}]/u;

/** True if a character has to stand between two parts. */
function isApart(one: Part, other: Part): boolean {
  // An image, in nearly all kinds of markdown.
  if (other.isLink && other.signs.length === 0 && one.written.endsWith('!')) return true;
  const [isFirst, isSecond] = [one, other].map(({ signs, isCode }) => isCode || signs.length > 0);
  if (isFirst === true && isSecond === true) return true;
  if (isFirst === true) return !/^\s/.test(other.written) && !isEdge(PUNCTUATION_START.exec(other.written)?.[0]);
  if (isSecond === true) return !/\s$/.test(one.written) && !isEdge(PUNCTUATION_END.exec(one.written)?.[0]);
  return false;
}

/** True if a sign is read as one right next to this punctuation. */
function isEdge(punctuation: string | undefined): boolean {
  return punctuation !== undefined && !'`*_~'.includes(punctuation);
}

/** Signs of one character next to each other as the one that they are read as. */
function grouped(signs: readonly string[]): readonly string[] {
  const groups: string[] = [];
  for (const sign of signs) {
    const last = groups.at(-1);
    if (last !== undefined && last.at(-1) === sign[0]) groups[groups.length - 1] = last + sign;
    else groups.push(sign);
  }
  return groups;
}

function signed(written: string, signs: readonly string[], before: string, after: string): string {
  const [sign, ...inner] = signs;
  if (sign === undefined) return written;
  const within = inner[0] ?? written;
  const isFree = before === '' || /\s$/.test(before) || PUNCTUATION_END.test(before);
  const isFreeBehind = after === '' || /^\s/.test(after) || PUNCTUATION_START.test(after);
  const pad = !isFree && SYMBOL_START.test(within) ? ZERO_WIDTH_SPACE : '';
  // What the text ends with, escaped, would be taken for the sign's own beginning by some.
  const isAlike = inner.length === 0 && written.endsWith(sign.slice(-1));
  const padBehind = isAlike || (!isFreeBehind && SYMBOL_END.test(within)) ? ZERO_WIDTH_SPACE : '';
  return sign + pad + signed(written, inner, sign + pad, padBehind + sign) + padBehind + sign;
}

/** Characters that may stand right before an address, and right behind it, where it is read up to the next of them. */
const MAY_PRECEDE = /[\s([{"'<\u2018\u201c]$/;
const MAY_FOLLOW = /^(?:\s|[.,;:!?)\]}"'>]*(?:\s|$)|(?!\p{ASCII})\p{P})/u;

/** Parts with a space between a bare address and what would be read as part of it. */
export function spaced(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part, at) => {
    const before = parts[at - 1];
    if (before === undefined) return [part];
    const isFree =
      (!before.isLink || MAY_FOLLOW.test(part.written)) && (!part.isLink || MAY_PRECEDE.test(before.written));
    return isFree ? [part] : [SPACE, part];
  });
}

const SPACE: Part = { written: ' ', signs: [], isCode: false, isLink: false };
