/** Lines of code between fences longer than any in them. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function fenced(lines: readonly string[]): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [fence, ...lines, fence];
}

/** Code in a line, between more backticks than any in it. https://spec.commonmark.org/0.31.2/#code-spans */
export function codeSpan(code: string): string {
  const sign = '`'.repeat(longestRun(code) + 1);
  // A backtick at its edge would belong to the sign, and of a space at both edges one would go.
  const space = /^`|`$|^ .* $/s.test(code) ? ' ' : '';
  return sign + space + code + space + sign;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
