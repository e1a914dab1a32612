/**
 * Lines of code between fences longer than any in them. `language`: what they are said to be in.
 * https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 */
export function fenced(lines: readonly string[], language = ''): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [fence + language, ...lines, fence];
}

/** Length of the longest run of backticks; 0: there is none. */
export function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
