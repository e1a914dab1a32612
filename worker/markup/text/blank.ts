/**
 * Characters that show nothing by themselves: white space, controls, those that fonts do not draw (U+200B, U+00AD, the
 * Hangul fillers), the marks of interlinear notes, and the blanks of Braille and of musical notation.
 */
const BLANK = /^[\s\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800\u{1d159}]*$/u;

/** True if the text shows nothing to a reader, though it may not be empty. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
