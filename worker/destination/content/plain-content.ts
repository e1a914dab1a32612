import type { Dialect } from '../../markup/write/markdown.ts';
import type { RowOptions } from '../../markup/write/rows.ts';
import type { Content } from './content.ts';
import { writeContent } from './markdown-content.ts';

/** Plain text as a platform may show it: its links, and untrusted text, in code or not. */
export type PlainOptions = RowOptions & { readonly text: (text: string, isCode: boolean) => string };

/** Message's content as plain text, the comment as a quote in it. */
export function writePlainContent(content: Content, options: PlainOptions): string {
  const body = content.body.length === 0 ? [] : [{ kind: 'quote', blocks: content.body } as const];
  return writeContent({ ...content, body }, dialectOf(options), options);
}

/** Dialect without signs; addresses are in the brackets that keep them apart from text (RFC 3986, appendix C). */
function dialectOf({ text }: PlainOptions): Dialect {
  return {
    text: (words) => text(words, false),
    bold: null,
    italic: null,
    struck: null,
    underlined: null,
    code: (words) => text(words, true),
    link: (href, label) => (label === null ? `<${href}>` : `${label} <${href}>`),
    pre: (lines) => lines.map((line) => text(line, true)),
    quote: (line, depth) => `${'>'.repeat(depth)} ${line}`.trimEnd(),
    bullet: (depth, number) => `${'  '.repeat(depth - 1)}${number === null ? '-' : `${number}.`} `,
    heading: (line) => line,
    rule: '---',
    lineStart: (line) => line,
  };
}
